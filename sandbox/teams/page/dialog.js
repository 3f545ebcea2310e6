// A dialog that the bot opens over the chat (task/fetch, task/submit).

import { deed } from "./api.js";
import { linesOf, newLines } from "./changes.js";
import { announce, freshId, make } from "./dom.js";
import { focusIfLost, focusIn, refocus } from "./focus.js";

/** Opens what the bot answered to task/fetch. `draw` makes the view of a card, given its content and what sends it. */
export function openDialog(column, message, answer, draw) {
  new Dialog(column, message, draw).show(answer);
}

class Dialog {
  constructor(column, message, draw) {
    this.draw = draw;
    this.column = column;
    this.message = message;
    const heading = freshId("dialog");
    this.heading = make("h2", { id: heading });
    this.body = make("div", { class: "dialog-body" });
    this.element = make("dialog", { "aria-labelledby": heading },
      make("div", { class: "dialog-top" }, this.heading,
        make("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => this.element.close() }, "✕")),
      this.body, make("p", { class: "unseen announce", "aria-live": "polite" }));
    this.element.addEventListener("close", () => this.closed());
    column.element.append(this.element);
    this.element.showModal();
  }

  show(answer) {
    this.heading.textContent = answer.title || "Unassign";
    if (answer.kind === "dialog") this.card(answer.card);
    else if (answer.kind === "done") this.element.close();
    else this.tell(answer.text);
  }

  /** The browser gives the focus back to the button; its card may have been drawn again since. */
  closed() {
    this.element.remove();
    const card = this.column.element.querySelector(`[data-id="${CSS.escape(this.message.id)}"] .ac-adaptiveCard`);
    if (card) focusIfLost(card);
  }

  card(content) {
    const [place, lines] = [focusIn(this.body), linesOf(this.body)];
    const view = this.draw(content, (data) => this.send(data));
    this.body.replaceChildren(view.element);
    view.placed();
    if (lines.length > 0) announce(newLines(lines, linesOf(this.body)));
    if (place && !refocus(this.body, place)) view.takeFocus();
  }

  tell(text) {
    this.body.replaceChildren(make("p", {}, text));
    announce(text);
  }

  async send(data) {
    const more = { message: this.message.id, data, fetch: false };
    const answer = await deed("dialog", this.column.person.oid, this.message.conversation, more);
    if (answer.kind === "error") return answer;
    this.show(answer);
    return { kind: "done" };
  }
}
