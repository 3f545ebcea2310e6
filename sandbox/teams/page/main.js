// Puts the page together: who is shown, in which order, and what is remembered.

import { people } from "./api.js";
import { Column } from "./column.js";
import { make } from "./dom.js";
import { quickPastes } from "./paste.js";
import { TenantPanel } from "./tenant.js";
import { startTheme } from "./theme.js";

const KEY = "unassign.shown";
const ROOMY = 1200;
const narrow = window.matchMedia("(max-width: 760px)");

class Floor {
  constructor(element, nav, panels) {
    this.element = element;
    this.panels = panels;
    this.shown = new Set(remembered(panels));
    for (const panel of panels) nav.append(make("li", {}, this.button(panel)));
    narrow.addEventListener("change", () => this.draw());
    this.draw();
  }

  button(panel) {
    panel.button = make("button", { type: "button", class: "shown" }, panel.title);
    panel.button.addEventListener("click", () => this.press(panel.key));
    return panel.button;
  }

  press(key) {
    if (narrow.matches) this.shown = new Set([key]);
    else if (!this.shown.delete(key)) this.shown.add(key);
    if (this.shown.size === 0) this.shown.add(key);
    localStorage.setItem(KEY, JSON.stringify([...this.shown]));
    this.draw();
  }

  draw() {
    // A narrow window has room for one; the others stay chosen for when it is wide again.
    const wanted = this.panels.filter((panel) => this.shown.has(panel.key));
    const visible = narrow.matches ? wanted.slice(0, 1) : wanted;
    for (const panel of this.panels) {
      const on = visible.includes(panel);
      panel.button.setAttribute("aria-pressed", String(on));
      if (on) this.place(panel);
      else panel.close();
    }
  }

  /** In the order of the buttons. What already stands is not moved: that would scroll it again. */
  place(panel) {
    const element = panel.open();
    if (element.isConnected) return;
    const after = this.panels.slice(this.panels.indexOf(panel) + 1);
    const next = after.map((other) => other.element).find((other) => other?.isConnected);
    this.element.insertBefore(element, next || null);
  }
}

function remembered(panels) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    const known = kept.filter((key) => panels.some((panel) => panel.key === key));
    if (known.length > 0) return known;
  } catch {
    // Something else wrote there; begin as if nothing had been kept.
  }
  // The admin, and beside them the tenant, where the licenses are seen to go.
  const beside = window.innerWidth >= ROOMY ? [panels.at(-1).key] : [];
  return [panels[0].key, ...beside];
}

async function start() {
  quickPastes();
  startTheme(document.getElementById("theme"));
  const config = await people();
  document.getElementById("bot-state").href = config.botState;
  const tenant = new TenantPanel(config);
  const columns = config.people.map((person) => new Column(person, config, tenant));
  new Floor(document.getElementById("floor"), document.getElementById("shown"), [...columns, tenant]);
}

start();
