// Where a message is written. Enter sends, Shift+Enter begins a new line.

import { freshId, make } from "./dom.js";

const TALLEST = 180;

export class Composer {
  constructor(column, chat, send) {
    this.chat = chat;
    this.send = send;
    this.inChannel = chat.kind === "channel";
    const id = freshId("compose");
    this.area = make("textarea", { id, rows: "1", placeholder: this.inChannel ? "Write to the channel" : "Write to Unassign" });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("input", () => this.grow());
    this.reply = make("div", { class: "replying", hidden: true });
    this.element = make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.go(); } },
      make("div", { class: "chips" }, ...["hi", "help"].map((word) => this.chip(word))),
      this.reply,
      make("label", { class: "unseen", for: id }, `Message as ${column.person.name}`),
      make("div", { class: "line" }, this.area, make("button", { type: "submit", class: "send" }, "Send")));
  }

  chip(word) {
    const text = this.inChannel ? `@Unassign ${word}` : word;
    return make("button", { type: "button", class: "chip", onclick: () => this.send(text, this.conversation()) }, text);
  }

  key(event) {
    // While an input method is composing, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.go();
  }

  go() {
    const text = this.area.value.trim();
    if (!text) return;
    this.send(text, this.conversation());
    this.area.value = "";
    this.grow();
    this.replyTo(null);
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight + 2, TALLEST)}px`;
  }

  conversation() {
    return this.target ? this.target.conversation : this.chat.id;
  }

  replyTo(message) {
    this.target = message;
    this.reply.hidden = !message;
    this.reply.replaceChildren();
    this.area.focus();
    if (!message) return;
    this.reply.append("Replying in a thread", make("button", { type: "button", class: "quiet", onclick: () => this.replyTo(null) }, "New thread instead"));
  }
}
