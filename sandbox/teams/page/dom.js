// Small helpers for building the page. Text is always set as text, never as HTML.

/** make("button", { class: "quiet", type: "button", onclick: f }, "Text", child) */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let last = 0;

/** An id that no other element has. */
export function freshId(word) {
  last += 1;
  return `${word}-${last}`;
}

/** Reads a sentence to people who use a screen reader. */
export function announce(text) {
  // While a dialog is open, nothing outside of it is read.
  const region = document.querySelector("dialog[open] > .announce") || document.getElementById("announce");
  region.textContent = "";
  // A region whose text does not change is not read again.
  setTimeout(() => { region.textContent = text; }, 60);
}

/** A circle with someone's initials; decoration beside the written name. */
export function avatar(name, color) {
  const initials = name.split(" ").map((word) => word[0]).slice(0, 2).join("");
  return make("span", { class: `avatar avatar-${color}`, "aria-hidden": "true" }, initials);
}

/** Calls `f` once things have been quiet for `wait` milliseconds. */
export function debounced(f, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...given), wait);
  };
}
