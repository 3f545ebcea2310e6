// Looks into the tenant through its own Graph, not through the bot: who holds what, right now.

import { CLIENT } from "./api.js";
import { debounced, freshId, make } from "./dom.js";

const AGAIN = 2500;
const TURNS = [["A day on", 1], ["A week on", 7]];
/** The hour at which a later day begins: reminders come by day, never in quiet hours. */
const MORNING = 10;
const STATES = { active: "there", empty: "there, and empty", held: "held", deleted: "deleted", readOnly: "read-only", archived: "archived", unsearchable: "archived, and not found by eDiscovery" };
const KINDS = { mailbox: "Mailbox", archive: "Mail archive", oneDrive: "OneDrive", cloudPc: "Cloud PC", cloudPcBusiness: "Cloud PC (Business)" };
const FIELDS = "id,displayName,userPrincipalName,accountEnabled,licenseAssignmentStates";

export class TenantPanel {
  constructor(config) {
    this.key = "tenant";
    this.title = "Tenant";
    this.config = config;
    this.tokens = new Map();
    this.groups = new Map();
  }

  open() {
    if (!this.element) {
      this.draw();
      this.refresh();
      this.clock = setInterval(() => document.hidden || this.refresh(), AGAIN);
    }
    return this.element;
  }

  close() {
    clearInterval(this.clock);
    this.element?.remove();
    this.element = undefined;
    this.person = undefined;
  }

  draw() {
    const [heading, field] = [freshId("tenant"), freshId("find")];
    this.field = make("input", { id: field, type: "search", autocomplete: "off", placeholder: "Name or address" });
    this.field.addEventListener("input", debounced(() => this.look(), 250));
    this.results = make("ul", { class: "found", "aria-label": "People found" });
    this.held = make("div", { class: "held", "aria-live": "polite" });
    this.seats = make("div", { class: "seats" });
    this.day = make("span", { "aria-live": "polite" });
    const turns = TURNS.map(([title, days]) => make("button", { type: "button", onclick: () => this.turn(days) }, title));
    this.time = make("div", { class: "time" }, this.day, ...turns);
    this.element = make("section", { class: "tenant", "aria-labelledby": heading },
      make("div", { class: "who" }, make("h2", { id: heading }, "In the tenant"), make("span", { class: "soft" }, "read from its Graph")),
      make("div", { class: "tenant-body", tabindex: "0", role: "group", "aria-label": "The tenant's licenses" },
        this.time,
        make("label", { for: field }, "Look someone up"), this.field, this.results, this.held, this.seats));
  }

  async look() {
    const text = this.field.value.trim();
    const found = text ? await this.find(text) : [];
    if (!this.element || text !== this.field.value.trim()) return;
    this.results.replaceChildren(...found.map((user) => make("li", {}, make("button", { type: "button", onclick: () => this.choose(user) },
      make("span", {}, user.displayName), make("span", { class: "soft" }, user.userPrincipalName)))));
    if (text && found.length === 0) this.results.append(make("li", { class: "soft" }, "No one found."));
  }

  choose(user) {
    this.person = user.id;
    this.results.replaceChildren();
    this.field.value = "";
    this.field.focus();
    this.drawn = "";
    this.refresh();
  }

  /** People whose name or address begins with this; also the people picker of cards. */
  async find(text, as = this.config.people[0]) {
    const safe = text.replaceAll('"', "");
    const search = encodeURIComponent(`"displayName:${safe}" OR "userPrincipalName:${safe}" OR "mail:${safe}"`);
    const page = await this.graph(`/users?$search=${search}&$select=id,displayName,userPrincipalName&$top=10&$count=true`, as);
    return page?.value || [];
  }

  /** Lets days pass: data grows old, and the bot follows. */
  async turn(days) {
    const body = JSON.stringify({ days, hour: MORNING, timezone: CLIENT.timezone });
    await fetch("/_sandbox/clock", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    await this.refresh();
  }

  async refresh() {
    await this.showDay();
    const skus = await this.graph("/subscribedSkus");
    if (!this.element) return;
    if (!skus) {
      this.seats.replaceChildren(make("p", { class: "soft" }, "The tenant's Graph does not answer here."));
      return;
    }
    this.showSeats(skus.value.filter((sku) => sku.appliesTo !== "Company"));
    if (this.person) await this.showHeld(skus.value);
  }

  async showDay() {
    const time = await this.ask("/_sandbox/clock");
    if (!this.element || !time) return;
    const said = `Today is ${new Date(time.now).toLocaleString("en-US", { dateStyle: "full", timeStyle: "short", timeZone: CLIENT.timezone })}`;
    if (this.day.textContent !== said) this.day.textContent = said;
  }

  /** What becomes of someone's data: "mailbox: held until Dec 24, 2026". */
  async dataOf(person) {
    const data = (await this.ask(`/_sandbox/data/${person}`)) || {};
    return Object.entries(data).filter(([, one]) => STATES[one.state]).map(([kind, one]) => {
      const until = one.until ? ` until ${new Date(one.until).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" })}` : "";
      // Each Cloud PC is named by its license: "cloudPc CPC_E_2C_4GB_64GB".
      const [name, part] = kind.split(" ");
      return `${KINDS[name]}${part ? ` ${part}` : ""}: ${STATES[one.state]}${until}`;
    });
  }

  async ask(path) {
    try {
      const response = await fetch(path);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  showSeats(skus) {
    const rows = skus.map((sku) => make("tr", {},
      make("th", { scope: "row" }, this.nameOf(sku)),
      make("td", {}, sku.consumedUnits.toLocaleString()),
      make("td", {}, (sku.prepaidUnits?.enabled ?? 0).toLocaleString())));
    const head = make("tr", {}, ...["Product", "Assigned", "Bought"].map((word) => make("th", { scope: "col" }, word)));
    this.seats.replaceChildren(make("h3", {}, "Products"), make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  async showHeld(skus) {
    const user = await this.graph(`/users/${this.person}?$select=${FIELDS}`);
    if (!this.element || !user) return;
    const names = new Map(skus.map((sku) => [sku.skuId, this.nameOf(sku)]));
    const held = user.licenseAssignmentStates || [];
    const lines = await Promise.all(held.map(async (one) => ({
      name: names.get(one.skuId) || one.skuId,
      how: one.assignedByGroup ? `inherited from ${await this.groupName(one.assignedByGroup)}` : "direct",
      state: one.state === "Active" ? "" : one.state,
    })));
    const data = await this.dataOf(this.person);
    // Drawn again only when something changed, so that it is read aloud once.
    const now = JSON.stringify([user.displayName, lines, data]);
    if (now === this.drawn || !this.element) return;
    this.drawn = now;
    this.held.replaceChildren(
      make("h3", {}, user.displayName),
      make("p", { class: "soft" }, `${user.userPrincipalName}${user.accountEnabled === false ? " · blocked" : ""}`),
      lines.length ? make("ul", {}, ...lines.map((line) => make("li", {},
        make("span", {}, line.name), make("span", { class: "soft" }, [line.how, line.state].filter(Boolean).join(" · "))))) : make("p", { class: "no-licenses" }, "No licenses."),
      ...data.map((one) => make("p", { class: "soft" }, one)));
  }

  nameOf(sku) {
    return this.config.products[sku.skuId] || sku.skuPartNumber;
  }

  async groupName(id) {
    if (!this.groups.has(id)) {
      const group = await this.graph(`/groups/${id}?$select=displayName`);
      this.groups.set(id, group?.displayName || "a group");
    }
    return this.groups.get(id);
  }

  /** GET from the tenant's Graph as someone; null when it does not answer. */
  async graph(path, as = this.config.people[0]) {
    try {
      const token = await this.token(as);
      const response = await fetch(`/graph/v1.0${path}`, { headers: { Authorization: `Bearer ${token}`, ConsistencyLevel: "eventual" } });
      if (response.status === 401) this.tokens.delete(as.oid);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async token(as) {
    const kept = this.tokens.get(as.oid);
    if (kept && kept.until > Date.now()) return kept.token;
    const body = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: `rehearsal:${as.oid}`,
      client_id: "rehearsal-page",
      scope: "https://graph.microsoft.com/.default",
      requested_token_use: "on_behalf_of",
    });
    const response = await fetch(`/entra/${this.config.tenant}/oauth2/v2.0/token`, { method: "POST", body });
    const { access_token: token, expires_in: seconds } = await response.json();
    if (!response.ok) throw new Error("No token for the tenant's Graph");
    this.tokens.set(as.oid, { token, until: Date.now() + (seconds - 60) * 1000 });
    return token;
  }
}
