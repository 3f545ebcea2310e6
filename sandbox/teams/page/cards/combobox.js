// A field that offers choices while one types. Arrows, Enter, Escape and Backspace as usual;
// several choices become chips that can be taken off again.

import { announce, debounced, freshId, make } from "../dom.js";
import { besides } from "./popup.js";

const QUIET = 250;

export class Combobox {
  constructor(options) {
    Object.assign(this, options);
    this.chosen = [];
    this.rows = [];
    this.active = -1;
    this.asked = 0;
    const list = freshId("choices");
    this.input = make("input", {
      type: "text", class: "ac-input combo-input", role: "combobox", autocomplete: "off", placeholder: this.placeholder,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list, "aria-label": this.label,
      "aria-required": this.required ? "true" : null,
    });
    this.list = make("ul", { id: list, role: "listbox", class: "popup choices", popover: "manual", "aria-label": this.label });
    this.chips = make("div", { class: "chosen", role: "group", "aria-label": `Chosen: ${this.label}`, hidden: true });
    this.element = make("div", { class: "combo" }, this.chips, this.input, this.list);
    const soon = debounced(() => this.offer(), this.asks ? QUIET : 0);
    this.input.addEventListener("input", () => this.typed(soon));
    this.input.addEventListener("click", () => this.offer());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
  }

  /** The labels that the card gives to the field, and its error message once there is one. */
  labelledBy(ids) {
    if (ids.length === 0) return;
    this.input.removeAttribute("aria-label");
    this.input.setAttribute("aria-labelledby", ids.join(" "));
  }

  take(choices) {
    this.chosen = choices;
    this.show();
  }

  typed(soon) {
    if (!this.multiple && this.chosen.length > 0) {
      this.chosen = [];
      this.changed();
    }
    soon();
  }

  async offer() {
    this.asked += 1;
    const turn = this.asked;
    const text = this.multiple || this.chosen.length === 0 ? this.input.value : "";
    if (this.asks) this.fill([], "Searching…");
    const found = await this.find(text);
    // Someone typed on, or went away: a later answer counts, or none.
    if (turn !== this.asked || document.activeElement !== this.input) return;
    if (found === null) this.fill([], "The search did not work. Please try again.");
    else this.fill(found.filter((c) => !this.multiple || !this.has(c)), "Nothing found");
  }

  has(choice) {
    return this.chosen.some((c) => c.value === choice.value);
  }

  fill(choices, otherwise) {
    this.rows = choices;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const options = choices.map((choice, at) => this.row(choice, at));
    this.list.replaceChildren(...(options.length ? options : [make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, otherwise)]));
    // The card may have been replaced while the bot was asked.
    if (!this.list.isConnected) return;
    if (!this.list.matches(":popover-open")) this.unfold();
    besides(this.list, this.input, true);
  }

  /** Shows the list, and keeps it under the field while the chat is scrolled. */
  unfold() {
    this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    this.folding = new AbortController();
    const follow = (event) => event.target === this.list || besides(this.list, this.input, true);
    document.addEventListener("scroll", follow, { capture: true, signal: this.folding.signal });
  }

  row(choice, at) {
    const row = make("li", { role: "option", id: freshId("choice"), "aria-selected": String(this.has(choice)) }, choice.title);
    // The field must keep the focus, or leaving it would close the list before the click.
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", () => this.pick(at));
    return row;
  }

  key(event) {
    const open = this.list.matches(":popover-open");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.step(event.key === "ArrowDown" ? 1 : -1, open);
    else if (event.key === "Enter") { if (open && this.active >= 0) this.pick(this.active); }
    else if (event.key === "Escape" && open) this.shut();
    else if (event.key === "Backspace" && this.multiple && !this.input.value) { this.drop(this.chosen.at(-1)); return; }
    else return;
    event.preventDefault();
  }

  step(by, open) {
    if (!open) { this.offer(); return; }
    if (this.rows.length === 0) return;
    const from = this.active < 0 && by < 0 ? 0 : this.active;
    this.active = (from + by + this.rows.length) % this.rows.length;
    [...this.list.children].forEach((row, at) => row.classList.toggle("active", at === this.active));
    const row = this.list.children[this.active];
    row.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.id);
  }

  pick(at) {
    const choice = this.rows[at];
    this.chosen = this.multiple ? [...this.chosen, choice] : [choice];
    this.shut();
    this.show();
    announce(`${choice.title} chosen.`);
    this.changed();
  }

  drop(choice) {
    if (!choice) return;
    this.chosen = this.chosen.filter((c) => c !== choice);
    this.show();
    announce(`${choice.title} taken off.`);
    this.changed();
    this.input.focus();
  }

  show() {
    if (!this.multiple) {
      this.input.value = this.chosen[0]?.title || "";
      return;
    }
    this.input.value = "";
    this.chips.hidden = this.chosen.length === 0;
    this.chips.replaceChildren(...this.chosen.map((choice) => make("button", {
      type: "button", class: "chip", "aria-label": `Remove ${choice.title}`, onclick: () => this.drop(choice),
    }, choice.title, make("span", { "aria-hidden": "true" }, " ✕"))));
  }

  leave() {
    this.shut();
    // Only a choice counts; what was merely typed would never be sent.
    if (this.chosen.length === 0 || this.multiple) this.input.value = "";
  }

  shut() {
    this.asked += 1;
    this.folding?.abort();
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
