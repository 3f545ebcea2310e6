// The "…" menu of a card: the actions that are second in importance, or that found no room.

import { make } from "../dom.js";
import { besides } from "./popup.js";

/** Opens the menu under its button. True: the renderer need not open its own. */
export function openMenu(actions, button) {
  const menu = make("div", { role: "menu", class: "popup menu", popover: "auto", "aria-label": "More" });
  for (const action of actions) menu.append(item(action, menu));
  menu.addEventListener("keydown", (event) => move(event, menu));
  menu.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "open") return;
    menu.remove();
    button.focus();
  });
  button.setAttribute("aria-haspopup", "menu");
  button.closest(".ac-actionSet").after(menu);
  menu.showPopover();
  besides(menu, button);
  menu.firstElementChild.focus();
  return true;
}

function item(action, menu) {
  const enabled = action.isEffectivelyEnabled();
  const choose = () => {
    menu.hidePopover();
    action.execute();
  };
  const name = `menu-item style-${(action.style || "default").toLowerCase()}`;
  return make("button", { type: "button", role: "menuitem", class: name, tabindex: "-1", disabled: !enabled, onclick: choose }, action.title || "");
}

function move(event, menu) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  items[(to + items.length) % items.length].focus();
  event.preventDefault();
}
