// What a message says, and what a change of it says: for people who listen.

import { announce } from "./dom.js";

const CARD = "application/vnd.microsoft.card.adaptive";
const OAUTH = "application/vnd.microsoft.card.oauth";
const LONGEST = 300;
/** A card that changes by itself, such as that of a run, is read at most this often: milliseconds. */
const CALM = 10_000;

/** The first words of a message. */
export function gist(message) {
  const card = cardOf(message);
  const asking = message.attachments.find((a) => a.contentType === OAUTH)?.content;
  return short(message.text || asking?.text || card?.speak || titleOf(message) || "something");
}

/** The first text of a message's card: which step it is. */
export function titleOf(message) {
  return firstText(cardOf(message)?.body);
}

/** The lines that are drawn and that a person can see. */
export function linesOf(element) {
  return element.innerText.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** What is new: the whole of another step, otherwise the lines that were not there before. */
export function difference(before, now, lines, drawn) {
  if (titleOf(before) !== titleOf(now)) return gist(now);
  return newLines(lines, drawn);
}

/** The lines that were not there before. */
export function newLines(before, now) {
  const known = new Set(before);
  return short(now.filter((line) => !known.has(line)).join(" "));
}

/** Reads the changes of one message: another step and what someone pressed at once, the rest calmly. */
export class Reader {
  constructor() {
    this.read = -Infinity;
  }

  say(text, atOnce) {
    clearTimeout(this.later);
    const wait = atOnce ? 0 : this.read + CALM - performance.now();
    if (wait > 0) {
      this.later = setTimeout(() => this.say(text, true), wait);
      return;
    }
    this.read = performance.now();
    announce(text);
  }
}

function cardOf(message) {
  return message.attachments.find((a) => a.contentType === CARD)?.content;
}

function short(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function firstText(items) {
  for (const item of items || []) {
    const own = item.type === "TextBlock" ? item.text : (item.inlines || []).map((part) => part.text ?? part).join("");
    const found = own || firstText(item.items || item.columns);
    if (found) return found;
  }
  return "";
}
