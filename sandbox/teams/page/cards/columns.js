// Chart.VerticalBar: one upright bar for each value.

import { colorAt } from "./colors.js";
import { svg } from "./svg.js";

const [WIDE, HIGH, FOOT, HEAD] = [320, 160, 22, 16];

export function columns(source) {
  const data = source.data || [];
  const most = source.yMax ?? Math.max(1, ...data.map((bar) => bar.y || 0));
  const step = WIDE / Math.max(1, data.length);
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "columns", "aria-hidden": "true" });
  data.forEach((bar, at) => {
    const height = Math.max(1, ((bar.y || 0) / most) * (HIGH - FOOT - HEAD));
    const middle = step * (at + 0.5);
    const top = HIGH - FOOT - height;
    picture.append(svg("rect", { x: middle - step * 0.3, y: top, width: step * 0.6, height, rx: 2, fill: colorAt(bar.color || source.color, source.color ? 0 : at) }));
    picture.append(text(middle, HIGH - 7, String(bar.x ?? ""), step));
    if (source.showBarValues !== false) picture.append(text(middle, top - 4, (bar.y || 0).toLocaleString(), step));
  });
  picture.append(svg("line", { x1: 0, x2: WIDE, y1: HIGH - FOOT, y2: HIGH - FOOT, class: "axis" }));
  return picture;
}

function text(x, y, words, room) {
  const fitting = Math.max(2, Math.floor(room / 5.5));
  const short = words.length > fitting ? `${words.slice(0, fitting - 1)}…` : words;
  return svg("text", { x, y, "text-anchor": "middle" }, short);
}
