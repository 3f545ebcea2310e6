// Files in a personal chat: the card that offers one, and the card of one that was saved.

import { deed } from "./api.js";
import { make } from "./dom.js";

export const CONSENT = "application/vnd.microsoft.teams.card.file.consent";
export const INFO = "application/vnd.microsoft.teams.card.file.info";

/** A file that the bot would like to save; the person says where, or no. */
export function consentCard(column, message, offer) {
  const note = make("p", { class: "card-note", role: "status" });
  const buttons = [["Accept", true], ["Decline", false]].map(([title, accept]) => {
    const look = accept ? "ac-pushButton style-positive" : "ac-pushButton";
    const button = make("button", { type: "button", class: look }, title);
    button.addEventListener("click", () => answer(accept));
    return button;
  });
  const answer = async (accept) => {
    for (const button of buttons) button.disabled = true;
    note.textContent = accept ? "Saving…" : "";
    const said = await deed("file", column.person.oid, message.conversation, { message: message.id, accept });
    if (said.kind !== "error") return;
    note.classList.add("bad");
    note.textContent = said.text;
    for (const button of buttons) button.disabled = false;
  };
  const { description = "", sizeInBytes = 0 } = offer.content || {};
  return frame(note,
    make("p", { class: "name" }, offer.name),
    make("p", {}, description),
    make("p", { class: "soft" }, size(sizeInBytes)),
    make("div", { class: "file-buttons" }, ...buttons));
}

/** A file in the person's OneDrive. */
export function infoCard(saved) {
  const link = make("a", { href: safe(saved.contentUrl), target: "_blank", rel: "noopener" }, saved.name);
  return frame(null, make("p", { class: "name" }, link), make("p", { class: "soft" }, "In OneDrive"));
}

function frame(note, ...parts) {
  return make("div", { class: "card-view" }, make("div", { class: "card file" }, ...parts), note);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024).toLocaleString()} KB`;
}

function safe(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) ? url : "#";
  } catch {
    return "#";
  }
}
