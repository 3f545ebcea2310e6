// Charts that Teams draws and the npm package does not. Each is one picture with its numbers as name.

import { make } from "../dom.js";
import { colorAt } from "./colors.js";
import { donut } from "./donut.js";
import { registerDrawn } from "./drawn.js";
import { legend } from "./legend.js";
import { columns } from "./columns.js";

export function registerCharts(AC) {
  registerDrawn(AC, "Chart.HorizontalBar", horizontalBar);
  registerDrawn(AC, "Chart.HorizontalBar.Stacked", stackedBar);
  registerDrawn(AC, "Chart.Donut", (source) => framed(source, donut(source), source.data, nameOfSlice, valueOfSlice));
  registerDrawn(AC, "Chart.Pie", (source) => framed(source, donut(source, true), source.data, nameOfSlice, valueOfSlice));
  registerDrawn(AC, "Chart.VerticalBar", (source) => framed(source, columns(source), source.data, nameOfBar, valueOfBar));
}

const nameOfSlice = (part) => part.legend || "";
const valueOfSlice = (part) => part.value;
const nameOfBar = (bar) => String(bar.x ?? "");
const valueOfBar = (bar) => bar.y;

/** Puts title and picture together and says the numbers aloud. */
function framed(source, picture, data, name, value) {
  const told = (data || []).map((part) => `${name(part)} ${value(part)}`).join(", ");
  return frame(source, told, picture);
}

function frame(source, told, ...pictures) {
  const label = [source.title, told].filter(Boolean).join(": ");
  const node = make("div", { class: "chart", role: "img", "aria-label": label || "Chart" });
  if (source.title && source.showTitle !== false) node.append(make("div", { class: "chart-title" }, source.title));
  node.append(...pictures);
  return node;
}

function horizontalBar(source) {
  const data = source.data || [];
  const total = data.reduce((sum, bar) => sum + (bar.y || 0), 0);
  const most = source.displayMode === "PartToWhole" ? total : Math.max(0, ...data.map((bar) => bar.y || 0));
  const rows = data.map((bar, at) => {
    const color = colorAt(bar.color || source.color, source.color ? 0 : at);
    return row(bar.x, number(bar.y), [part(bar.y, most, color)]);
  });
  const told = data.map((bar) => `${bar.x} ${bar.y}`).join(", ");
  return frame(source, told, make("div", { class: "bars" }, ...rows));
}

function stackedBar(source) {
  const data = source.data || [];
  const sums = data.map((bar) => (bar.data || []).reduce((sum, point) => sum + (point.value || 0), 0));
  const most = Math.max(0, ...sums);
  const legends = new Map();
  const rows = data.map((bar, which) => {
    const parts = (bar.data || []).map((point, at) => {
      const color = colorAt(point.color, at);
      if (point.legend) legends.set(point.legend, color);
      return part(point.value, most, color);
    });
    return row(bar.title, number(sums[which]), parts);
  });
  const told = data.map((bar) => `${bar.title}: ${(bar.data || []).map((point) => `${point.legend} ${point.value}`).join(", ")}`).join("; ");
  const pictures = [make("div", { class: "bars" }, ...rows)];
  if (source.showLegend !== false && legends.size > 0) pictures.push(legend([...legends]));
  return frame(source, told, ...pictures);
}

function row(title, value, parts) {
  return make("div", { class: "bar-row" },
    make("span", { class: "bar-name" }, title || ""),
    make("span", { class: "bar-value" }, value),
    make("span", { class: "bar" }, ...parts));
}

function part(value, most, color) {
  const node = make("span", { class: "bar-part" });
  node.style.width = `${most > 0 ? ((value || 0) / most) * 100 : 0}%`;
  node.style.background = color;
  return node;
}

function number(value) {
  return (value ?? 0).toLocaleString();
}
