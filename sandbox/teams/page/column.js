// One person's Teams: tabs for the chat with the bot and for the channel, messages, composer.

import { deed, listen } from "./api.js";
import { gist } from "./changes.js";
import { Composer } from "./composer.js";
import { announce, avatar, freshId, make } from "./dom.js";
import { COLORS } from "./looks.js";
import { Thread } from "./thread.js";

export class Column {
  constructor(person, config, tenant) {
    this.key = person.oid;
    this.title = person.name.split(" ")[0];
    this.person = person;
    this.config = config;
    this.tenant = tenant;
    this.rooms = new Map();
  }

  open() {
    if (!this.element) {
      this.draw();
      this.stop = listen(this.person.oid, (kind, data) => this.hear(kind, data), (up) => this.line(up));
    }
    return this.element;
  }

  close() {
    if (!this.element) return;
    this.stop();
    this.element.remove();
    this.element = undefined;
    this.rooms.clear();
  }

  draw() {
    const color = COLORS[this.config.people.indexOf(this.person) % COLORS.length];
    const heading = freshId("person");
    this.tabs = make("div", { role: "tablist", class: "tabs", "aria-label": `Chats of ${this.person.name}` });
    this.tabs.addEventListener("keydown", (event) => this.arrow(event));
    this.trouble = make("p", { class: "trouble", role: "status" });
    this.panels = make("div", { class: "panels" });
    this.element = make("section", { class: "column", "aria-labelledby": heading, "data-person": this.title.toLowerCase() },
      make("div", { class: "who" },
        avatar(this.person.name, color),
        make("h2", { id: heading }, this.person.name),
        make("span", { class: "soft" }, this.person.job)),
      this.tabs, this.trouble, this.panels);
  }

  line(up) {
    this.say(up ? "" : "The rehearsal does not answer. Trying again…");
  }

  say(text) {
    this.trouble.textContent = text;
    this.trouble.hidden = !text;
  }

  hear(kind, data) {
    if (kind === "history") this.history(data.chats);
    else this.rooms.get(data.chat)?.hear(kind, data);
  }

  history(chats) {
    for (const chat of chats) {
      if (!this.rooms.has(chat.id)) this.addRoom(chat);
      this.rooms.get(chat.id).thread.all(chat.messages);
    }
    if (!this.current) this.choose(chats[0].id);
    else this.choose(this.rooms.has(this.current) ? this.current : chats[0].id);
  }

  addRoom(chat) {
    const room = new Room(this, chat);
    this.rooms.set(chat.id, room);
    this.tabs.append(room.tab);
    this.panels.append(room.panel);
  }

  choose(id, focus = false) {
    this.current = id;
    for (const [key, room] of this.rooms) room.show(key === id);
    if (focus) this.rooms.get(id).tab.focus();
    this.install(id);
  }

  async install(id) {
    const { delivered } = await deed("open", this.person.oid, id);
    if (!this.element) return;
    this.say(delivered ? "" : "Unassign does not answer yet. Trying again…");
    if (!delivered) setTimeout(() => this.element && this.current === id && this.install(id), 2000);
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const ids = [...this.rooms.keys()];
    const next = (ids.indexOf(this.current) + step + ids.length) % ids.length;
    this.choose(ids[next], true);
    event.preventDefault();
  }
}

/** One chat of a person: its tab and what is under it. */
class Room {
  constructor(column, chat) {
    this.column = column;
    this.chat = chat;
    const label = chat.kind === "channel" ? `IT › ${chat.name}` : chat.name;
    const [tab, panel] = [freshId("tab"), freshId("panel")];
    this.tab = make("button", { type: "button", role: "tab", id: tab, "aria-controls": panel, onclick: () => column.choose(chat.id) }, label);
    this.thread = new Thread(column, chat, (message) => this.composer.replyTo(message));
    this.composer = new Composer(column, chat, (text, conversation) => this.send(text, conversation));
    this.panel = make("div", { role: "tabpanel", id: panel, "aria-labelledby": tab, class: "room" },
      this.thread.element, this.composer.element);
  }

  show(on) {
    this.tab.setAttribute("aria-selected", String(on));
    this.tab.tabIndex = on ? 0 : -1;
    this.panel.hidden = !on;
    if (on) this.tab.classList.remove("news");
    if (on) this.thread.toLast();
  }

  hear(kind, data) {
    if (kind === "deleted") this.thread.remove(data.id);
    if (kind === "typing") this.thread.typing();
    if (kind !== "message") return;
    const fresh = this.thread.put(data);
    const fromBot = data.author === this.column.config.bot.id;
    if (fresh && fromBot) announce(`${this.column.title}: Unassign says ${gist(data)}`);
    if (fresh && this.panel.hidden) this.tab.classList.add("news");
  }

  async send(text, conversation) {
    const { delivered } = await deed("say", this.column.person.oid, conversation, { text });
    this.column.say(delivered ? "" : "Unassign did not answer. Is it running?");
  }
}
