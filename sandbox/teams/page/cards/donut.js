// Chart.Donut: shares of a whole, the whole's value in the middle.

import { make } from "../dom.js";
import { colorAt } from "./colors.js";
import { legend } from "./legend.js";
import { svg } from "./svg.js";

const AROUND = 2 * Math.PI;

/** `filled` leaves out the hole: a pie. */
export function donut(source, filled = false) {
  const data = (source.data || []).filter((part) => part.value > 0);
  const whole = data.reduce((sum, part) => sum + part.value, 0);
  const [radius, thick] = filled ? [25, 50] : [42, source.thickness === "Thin" ? 9 : 15];
  const round = AROUND * radius;
  const picture = svg("svg", { viewBox: "0 0 100 100", class: "donut", "aria-hidden": "true" });
  let before = 0;
  data.forEach((part, at) => {
    const length = (part.value / whole) * round;
    picture.append(svg("circle", {
      cx: 50, cy: 50, r: radius, fill: "none", stroke: colorAt(part.color, at), "stroke-width": thick,
      "stroke-dasharray": `${length} ${round - length}`, "stroke-dashoffset": -before, transform: "rotate(-90 50 50)",
    }));
    before += length;
  });
  if (source.value && !filled) picture.append(svg("text", { x: 50, y: 56, "text-anchor": "middle", class: "donut-value" }, source.value));
  const entries = data.map((part, at) => [`${part.legend || ""} ${part.value.toLocaleString()}`.trim(), colorAt(part.color, at)]);
  const box = make("div", { class: "donut-box" }, picture);
  if (source.showLegend !== false) box.append(legend(entries));
  return box;
}
