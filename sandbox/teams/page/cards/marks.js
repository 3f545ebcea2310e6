// Small elements that Teams draws and the npm package does not: progress, badges, icons.

import { make } from "../dom.js";
import { registerDrawn } from "./drawn.js";
import { icon } from "./icons.js";

export function registerMarks(AC) {
  registerDrawn(AC, "ProgressBar", progressBar);
  registerDrawn(AC, "ProgressRing", progressRing);
  registerDrawn(AC, "Badge", badge);
  registerDrawn(AC, "Icon", iconElement);
}

function progressBar(source) {
  const most = source.max ?? 100;
  const known = typeof source.value === "number";
  const share = known ? Math.max(0, Math.min(1, source.value / most)) : 0;
  const fill = make("div", { class: `fill color-${low(source.color, "accent")}` });
  if (known) fill.style.width = `${share * 100}%`;
  return make("div", {
    class: `progress ${known ? "" : "endless"}`, role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0",
    "aria-valuemax": "100", "aria-valuenow": known ? String(Math.round(share * 100)) : null,
  }, fill);
}

function progressRing(source) {
  const place = low(source.labelPosition, "below");
  const ring = make("span", { class: `ring ring-${low(source.size, "medium")}`, "aria-hidden": "true" });
  return make("div", { class: `ring-box label-${place}`, role: "status" }, ring, make("span", {}, source.label || "Working"));
}

function badge(source) {
  const name = `badge ${low(source.appearance, "filled")} badge-${low(source.style, "default")} ${low(source.shape, "circular")} size-${low(source.size, "medium")}`;
  const mark = source.icon ? icon(source.icon, 12) : null;
  const parts = low(source.iconPosition, "before") === "after" ? [source.text, mark] : [mark, source.text];
  const node = make("div", { class: "badge-box" }, make("span", { class: name, title: source.tooltip }, ...parts));
  node.style.justifyContent = { center: "center", right: "flex-end" }[low(source.horizontalAlignment, "")] || "flex-start";
  return node;
}

const SIZES = { xxsmall: 12, xsmall: 14, small: 16, standard: 20, medium: 24, large: 28, xlarge: 32, xxlarge: 40 };

function iconElement(source) {
  const node = make("div", { class: `icon-box color-${low(source.color, "default")}`, "aria-hidden": "true" });
  node.append(icon(source.name || "", SIZES[low(source.size, "standard")] || 20));
  return node;
}

function low(value, otherwise) {
  return String(value || otherwise).toLowerCase();
}
