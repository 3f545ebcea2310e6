// The messages of one chat, in order; in a channel, grouped by thread.

import { CardView } from "./cards/card.js";
import { inline } from "./cards/markdown.js";
import { Reader, difference, linesOf, titleOf } from "./changes.js";
import { avatar, make } from "./dom.js";
import { focusIn, refocus } from "./focus.js";
import { COLORS } from "./looks.js";
import { OAUTH, signInCard } from "./sign-in.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const LINES = 8;
const TYPING_TIMEOUT = 10_000;

export class Thread {
  constructor(column, chat, reply) {
    this.column = column;
    this.chat = chat;
    this.reply = reply;
    this.rows = new Map();
    this.dots = make("p", { class: "typing soft", hidden: true }, "Unassign is typing…");
    this.list = make("ol", { class: "messages" });
    this.empty = make("p", { class: "soft empty" }, chat.kind === "channel"
      ? "A channel of the IT team. Everyone sees what is written here; Unassign hears only what mentions it."
      : "This is the chat with Unassign. Say hi.");
    this.element = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Messages in ${chat.name}` },
      this.empty, this.list, this.dots);
  }

  /** The whole history, after a start or a lost line. */
  all(messages) {
    const kept = new Set(messages.map((message) => message.id));
    for (const id of [...this.rows.keys()]) if (!kept.has(id)) this.remove(id);
    for (const message of messages) this.put(message);
  }

  /** Draws a message or its change. True when it was not there before. */
  put(message) {
    if (message.hidden) { this.remove(message.id); return false; }
    const known = this.rows.get(message.id);
    const atEnd = this.isAtEnd();
    if (known) known.update(message);
    else this.add(message);
    if (message.author === this.column.config.bot.id) this.dots.hidden = true;
    if (!known || atEnd) this.settle(this.rows.get(message.id));
    return !known;
  }

  /** Brings a new message into sight: its end, or its top when it is taller than the window. */
  settle(row) {
    const tall = row.element.offsetHeight > this.element.clientHeight - 24;
    if (tall) this.element.scrollTop += row.element.getBoundingClientRect().top - this.element.getBoundingClientRect().top - 8;
    else this.toEnd();
  }

  add(message) {
    const row = new Row(this, message);
    this.rows.set(message.id, row);
    const sibling = [...this.rows.values()].filter((other) => other !== row && other.message.conversation === message.conversation).pop();
    if (this.chat.kind === "channel" && sibling) sibling.element.after(row.element);
    else this.list.append(row.element);
    row.element.classList.toggle("answer", this.chat.kind === "channel" && Boolean(sibling));
    this.empty.hidden = true;
  }

  remove(id) {
    this.rows.get(id)?.element.remove();
    this.rows.delete(id);
    this.empty.hidden = this.rows.size > 0;
  }

  typing() {
    this.dots.hidden = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { this.dots.hidden = true; }, TYPING_TIMEOUT);
    this.toEnd();
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** What a person sees who comes back to this chat: the last message. */
  toLast() {
    const last = [...this.rows.values()].pop();
    if (last) this.settle(last);
  }
}

/** One message. */
class Row {
  constructor(thread, message) {
    this.thread = thread;
    this.cards = [];
    this.reader = new Reader();
    const { config, person } = thread.column;
    const author = config.people.find((one) => one.id === message.author);
    const mine = message.author === person.id;
    const name = author ? author.name : config.bot.name;
    const color = author ? COLORS[config.people.indexOf(author) % COLORS.length] : "bot";
    this.when = make("time", { class: "soft", datetime: message.sent });
    this.content = make("div", { class: "content" });
    const answer = thread.chat.kind === "channel"
      ? make("button", { type: "button", class: "quiet small", "aria-label": `Reply to ${name}`, onclick: () => thread.reply(this.message) }, "Reply") : null;
    this.element = make("li", { class: `message ${mine ? "mine" : ""} ${author ? "" : "bot"}`, "data-id": message.id },
      avatar(name, color),
      make("div", { class: "body" },
        make("div", { class: "byline" }, make("span", { class: "name" }, name), this.when, answer),
        this.content));
    this.update(message);
  }

  update(message) {
    const before = this.message;
    const lines = before && linesOf(this.content);
    this.message = message;
    const time = new Date(message.sent).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    this.when.textContent = message.edited ? `${time} · Edited` : time;
    // The same card again is not drawn again: nothing half typed may be lost.
    if (before && drawnPart(before) === drawnPart(message)) return;
    const [place, pressed] = [focusIn(this.content), this.cards.some((card) => card.pressed)];
    this.draw(message);
    if (!before) return;
    const sameStep = titleOf(before) === titleOf(message);
    if (place && !(sameStep && refocus(this.content, place))) this.cards[0]?.takeFocus();
    const said = difference(before, message, lines, linesOf(this.content));
    if (said) this.reader.say(said, pressed || !sameStep);
  }

  draw(message) {
    this.content.replaceChildren();
    if (message.text) this.content.append(bubble(message));
    const before = this.cards;
    this.cards = message.attachments.filter((a) => a.contentType === CARD).map((a) => this.card(message, a.content));
    before.forEach((card, at) => { card.successor = this.cards[at]; });
    for (const asking of message.attachments.filter((a) => a.contentType === OAUTH)) {
      this.content.append(signInCard(this.thread.column, message, asking.content));
    }
    for (const other of message.attachments.filter((a) => ![CARD, OAUTH].includes(a.contentType))) {
      this.content.append(make("p", { class: "soft" }, `An attachment of a kind that this page does not draw: ${other.contentType}`));
    }
  }

  card(message, content) {
    const card = new CardView(this.thread.column, message, content);
    this.content.append(card.element);
    card.placed();
    return card;
  }
}

function drawnPart(message) {
  return JSON.stringify([message.text, message.attachments]);
}

function bubble(message) {
  if (message.format === "xml") {
    const parts = message.text.split(/<at>(.*?)<\/at>/);
    return make("div", { class: "bubble plain" }, ...parts.map((part, at) => (at % 2 ? make("span", { class: "mention" }, unescaped(part)) : unescaped(part))));
  }
  if (message.format === "markdown") {
    const text = make("div", { class: "bubble" });
    text.innerHTML = inline(message.text);
    return text;
  }
  const lines = message.text.split("\n");
  const text = make("div", { class: "bubble plain" }, lines.slice(0, LINES).join("\n"));
  if (lines.length <= LINES) return text;
  const all = make("button", { type: "button", class: "quiet small" }, `Show all ${lines.length.toLocaleString()} lines`);
  all.addEventListener("click", () => {
    text.replaceChildren(message.text);
    text.tabIndex = -1;
    text.focus();
  });
  text.append(make("br"), all);
  return text;
}

/** The text of a message of the format "xml", which has no markdown. */
function unescaped(text) {
  return new DOMParser().parseFromString(text.replace(/</g, "&lt;"), "text/html").documentElement.textContent;
}
