// One card in a chat: drawn by Microsoft's renderer, pressed as Teams would.

import { deed } from "../api.js";
import { openDialog } from "../dialog.js";
import { make } from "../dom.js";
import { focusIfLost } from "../focus.js";
import { signInPanel } from "../sign-in.js";
import { registerCharts } from "./charts.js";
import { registerChoices } from "./choices.js";
import { TEAMS } from "./hosts.js";
import { registerMarks } from "./marks.js";
import { forCard } from "./markdown.js";
import { openMenu } from "./menu.js";
import { markWarnings, rememberWarnings } from "./warnings.js";
import { fitToWidth, rememberWidths } from "./widths.js";

const AC = window.AdaptiveCards;
const HOST = new AC.HostConfig(TEAMS);
const SAFE = new Set(["http:", "https:", "mailto:"]);

AC.GlobalSettings.setTabIndexAtCardRoot = false;
AC.AdaptiveCard.useMarkdownInRadioButtonAndCheckbox = false;
AC.GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true;
AC.Strings.defaults.overflowButtonText = () => "…";
AC.Strings.defaults.overflowButtonTooltip = () => "More";
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = forCard(text);
  result.didProcess = true;
};
rememberWidths(AC);
rememberWarnings(AC);
registerMarks(AC);
registerCharts(AC);
registerChoices(AC);
// ?older plays a Teams that does not know Action.Execute yet, so that fallbacks can be tried.
if (new URLSearchParams(location.search).has("older")) {
  AC.GlobalRegistry.defaultActions.unregister("Action.Execute");
}

export class CardView {
  /** `sendDialog` takes what is submitted when the card stands in a dialog. */
  constructor(column, message, content, sendDialog) {
    this.column = column;
    this.message = message;
    this.sendDialog = sendDialog;
    this.note = make("p", { class: "card-note", role: "status" });
    this.frame = make("div", { class: `card${content.msteams?.width === "Full" ? " full" : ""}`, lang: content.lang });
    this.element = make("div", { class: "card-view" }, this.frame, this.note);
    this.render(content);
  }

  render(content) {
    this.card = new AC.AdaptiveCard();
    this.card.hostConfig = HOST;
    this.card.typeahead = (query) => this.search(query);
    this.card.onExecuteAction = (action) => this.press(action);
    this.card.onDisplayOverflowActionMenu = (actions, button) => openMenu(actions, button);
    try {
      this.card.parse(content);
      const drawn = this.card.render();
      if (!drawn) return;
      // Named by what the card says of itself.
      drawn.setAttribute("role", "group");
      drawn.tabIndex = -1;
      markWarnings(drawn);
      this.frame.append(drawn);
    } catch (error) {
      this.frame.append(make("p", {}, "This card cannot be drawn."));
      console.error(error);
    }
  }

  /** Called once the card stands in the page and has a width. */
  placed() {
    fitToWidth(this.card, this.frame);
  }

  takeFocus() {
    this.frame.firstElementChild.focus({ preventScroll: true });
  }

  async press(action) {
    if (this.waiting) return;
    this.pressed = true;
    if (action instanceof AC.OpenUrlAction) openUrl(action.url);
    else if (action instanceof AC.SubmitAction) await this.wait(action, () => this.submit(action.data || {}));
    else if (action instanceof AC.ExecuteAction) await this.wait(action, () => this.execute(action));
  }

  /** Holds every button still until there is an answer. */
  async wait(action, ask) {
    this.waiting = true;
    this.note.textContent = "";
    this.frame.setAttribute("aria-busy", "true");
    const button = action.renderedElement;
    button?.classList.add("pressed");
    const answer = await ask();
    button?.classList.remove("pressed");
    this.rest();
    this.tell(answer);
    if (answer.kind === "sign-in") this.askToSignIn(answer, action);
  }

  /** The bot wants to know who presses; afterwards the same press is repeated. */
  askToSignIn({ text, title, url }, action) {
    this.asking?.remove();
    const asking = this.asking = signInPanel(text, title, url, async (said) => {
      if (said === null) return { kind: "done" };
      asking.remove();
      focusIfLost(this.frame.firstElementChild);
      await this.wait(action, () => this.execute(action, { state: said }));
      return { kind: "done" };
    });
    this.element.append(asking);
    asking.querySelector("button").focus();
  }

  rest() {
    this.waiting = false;
    this.frame.removeAttribute("aria-busy");
  }

  tell(answer) {
    // While this card waited, another may have taken its place: what is said belongs under that one.
    if (this.successor) { this.successor.tell(answer); return; }
    const speaks = answer.kind === "notice" || answer.kind === "error";
    this.note.textContent = speaks ? answer.text : "";
    this.note.classList.toggle("bad", answer.kind === "error");
  }

  execute(action, more = {}) {
    const pressed = { type: "Action.Execute", title: action.title, verb: action.verb, data: action.data || {} };
    if (action.id) pressed.id = action.id;
    return this.ask("execute", { action: pressed, ...more });
  }

  async submit(data) {
    if (this.sendDialog) return this.sendDialog(data);
    const { msteams, ...rest } = data;
    if (msteams?.type === "imBack") return this.back(msteams.value);
    if (msteams?.type === "task/fetch") return this.openDialog(data);
    const value = msteams?.type === "messageBack" ? msteams.value || rest : data;
    return this.ask("submit", { value });
  }

  async openDialog(data) {
    const answer = await this.ask("dialog", { data, fetch: true });
    if (answer.kind === "error") return answer;
    openDialog(this.column, this.message, answer, (content, send) => new CardView(this.column, this.message, content, send));
    return { kind: "done" };
  }

  async back(text) {
    await deed("say", this.column.person.oid, this.message.conversation, { text });
    return { kind: "done" };
  }

  async search({ text, query, inputs }) {
    if (query.dataset.startsWith("graph.microsoft.com/users")) {
      const found = await this.column.tenant.find(text, this.column.person);
      return found.map((user) => ({ title: user.displayName, value: user.id }));
    }
    const value = { kind: "search", queryText: text, queryOptions: { skip: query.skip || 0, top: query.count || 15 }, dataset: query.dataset };
    if (inputs) value.data = inputs;
    const answer = await this.ask("search", { value });
    return answer.kind === "choices" ? answer.choices : null;
  }

  ask(name, more) {
    return deed(name, this.column.person.oid, this.message.conversation, { message: this.message.id, ...more });
  }
}

function openUrl(url) {
  try {
    if (SAFE.has(new URL(url).protocol)) window.open(url, "_blank", "noopener");
  } catch {
    // Not an address; Teams does nothing either.
  }
}
