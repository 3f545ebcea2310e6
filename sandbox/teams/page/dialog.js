// A dialog that the bot opens over the chat (task/fetch, task/submit).

import { deed } from "./api.js";
import { freshId, make } from "./dom.js";

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
      this.body);
    this.element.addEventListener("close", () => this.element.remove());
    column.element.append(this.element);
    this.element.showModal();
  }

  show(answer) {
    this.heading.textContent = answer.title || "Unassign";
    if (answer.kind === "dialog") this.card(answer.card);
    else if (answer.kind === "done") this.element.close();
    else this.body.replaceChildren(make("p", { role: "status" }, answer.text));
  }

  card(content) {
    const view = this.draw(content, (data) => this.send(data));
    this.body.replaceChildren(view.element);
    view.placed();
  }

  async send(data) {
    const more = { message: this.message.id, data, fetch: false };
    const answer = await deed("dialog", this.column.person.oid, this.message.conversation, more);
    if (answer.kind === "error") return answer;
    this.show(answer);
    return { kind: "done" };
  }
}
