// What the colours of a chart stand for.

import { make } from "../dom.js";

/** Colored dots with their names. `entries`: [name, color][] */
export function legend(entries) {
  return make("div", { class: "legend" }, ...entries.map(([name, color]) => {
    const dot = make("span", { class: "dot" });
    dot.style.background = color;
    return make("span", { class: "legend-entry" }, dot, name);
  }));
}
