// Signing in: the card that asks for it, and the window that it opens.

import { deed } from "./api.js";
import { make } from "./dom.js";
import { focusIfLost } from "./focus.js";

export const OAUTH = "application/vnd.microsoft.card.oauth";

const SIZE = "popup,width=600,height=640";
const LOOK = 300;
// What Teams sends when someone closes the window without an end.
const CANCELED = "CancelledByUser";

/** Opens the window; gives what its last page said, or null when it was closed before. */
export function signInWindow(url) {
  const opened = safe(url) && window.open(url, "_blank", SIZE);
  if (!opened) return Promise.resolve(null);
  return new Promise((resolve) => {
    const hear = (event) => {
      if (event.source !== opened) return;
      const { func, args } = event.data || {};
      if (func === "authentication.authenticate.success") end(String(args?.[0] ?? ""));
      if (func === "authentication.authenticate.failure") end(null);
    };
    // What was said comes before the window is gone, but its event may come after.
    const look = setInterval(() => opened.closed && setTimeout(() => end(null), LOOK), LOOK);
    const end = (said) => {
      clearInterval(look);
      window.removeEventListener("message", hear);
      resolve(said);
    };
    window.addEventListener("message", hear);
  });
}

/** The card of a message that asks to sign in. */
export function signInCard(column, message, content) {
  const button = content.buttons?.[0] || {};
  return signInPanel(content.text, button.title, button.value, async (said) => {
    const state = said ?? CANCELED;
    return deed("verify", column.person.oid, message.conversation, { message: message.id, state });
  });
}

/** A sentence and the button that opens the window; `use(said)` gives an answer to show. */
export function signInPanel(text, title, url, use) {
  const note = make("p", { class: "card-note", role: "status" });
  const button = make("button", { type: "button", class: "ac-pushButton style-positive" }, title || "Sign in");
  button.addEventListener("click", async () => {
    note.textContent = "Waiting for the sign-in window…";
    button.disabled = true;
    const said = await signInWindow(url);
    const answer = await use(said);
    button.disabled = false;
    focusIfLost(button);
    note.classList.toggle("bad", answer.kind === "error");
    note.textContent = said === null ? "You did not sign in." : answer.text || "";
  });
  return make("div", { class: "card-view" },
    make("div", { class: "card sign-in" }, make("p", {}, text || "Please sign in."), button), note);
}

function safe(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}
