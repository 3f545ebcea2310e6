// A few plain line icons under the names that cards use (Fluent). Unknown names get a dot.

const PATHS = {
  checkmark: "M4 11l4 4 8-9",
  dismiss: "M5 5l10 10M15 5L5 15",
  warning: "M10 3l8 14H2zM10 8v4M10 14.5v.5",
  info: "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M10 9v5M10 6v.5",
  person: "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3.5 17c.6-3 3.3-4.5 6.5-4.5s5.9 1.5 6.5 4.5",
  people: "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M1.5 16c.5-3 2.5-4.5 5.5-4.5s5 1.5 5.5 4.5M13 9a2.5 2.5 0 1 0 0-5M14.5 11.5c2.2.3 3.6 1.7 4 4.5",
  mail: "M2.5 5h15v10h-15zM2.5 5.5l7.5 5.5 7.5-5.5",
  calendar: "M3 5h14v12H3zM3 8.5h14M7 3v3M13 3v3",
  clock: "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16M10 5.5V10l3 2",
  search: "M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M12.5 12.5L17 17",
  delete: "M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11",
  lockclosed: "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
  shield: "M10 2l7 2.5V10c0 4-3 6.5-7 8-4-1.5-7-4-7-8V4.5z",
  box: "M3 6l7-3 7 3v8l-7 3-7-3zM3 6l7 3 7-3M10 9v8",
  cloud: "M6 15a3.5 3.5 0 0 1-.3-7 4.5 4.5 0 0 1 8.7.5A3.2 3.2 0 0 1 14 15z",
  document: "M5 2.5h7l3 3v12H5zM12 2.5v3h3",
  arrowundo: "M8 4L4 8l4 4M4 8h8a4 4 0 0 1 0 8h-2",
};

/** An SVG of this size in pixels, drawn in the color of the text around it. */
export function icon(name, size) {
  const key = name.split(",")[0].toLowerCase().replace(/(circle|filled|regular)$/, "");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(attribute, value);
  }
  path.setAttribute("d", PATHS[key] || "M10 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3");
  svg.append(path);
  return svg;
}
