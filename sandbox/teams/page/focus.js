// Keyboard focus, where what has it is drawn again.

const CONTROLS = "a[href], button, input, select, textarea";

/** Where the focus is within `room`; null when it is elsewhere. */
export function focusIn(room) {
  const at = document.activeElement;
  if (at === room || !room.contains(at)) return null;
  const name = nameOf(at);
  return { name, turn: like(room, name).indexOf(at) };
}

/** Puts the focus on the control that has the same name in what was drawn since. False: it is gone. */
export function refocus(room, place) {
  const found = like(room, place.name);
  (found[place.turn] || found[0])?.focus({ preventScroll: true });
  return found.length > 0;
}

/** Puts the focus on `element` if it was lost, because what had it is gone. */
export function focusIfLost(element) {
  if (document.activeElement === document.body) element.focus({ preventScroll: true });
}

function like(room, name) {
  return [...room.querySelectorAll(CONTROLS)].filter((one) => nameOf(one) === name && !one.disabled);
}

function nameOf(element) {
  const by = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent);
  const labels = by || [...(element.labels || [])].map((label) => label.textContent);
  const name = element.getAttribute("aria-label") || labels.join(" ") || element.textContent;
  return `${element.tagName} ${element.type || ""} ${name}`;
}
