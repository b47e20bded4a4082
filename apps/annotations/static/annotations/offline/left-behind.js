import { request } from "../request.js";
import { fromTemplate } from "../template.js";
import { part } from "../work.js";
import { keptTurns } from "./kept-turns.js";
import { Leftovers } from "./leftovers.js";
import { OtherTabs } from "./other-tabs.js";
import { withUnheldTurn } from "./own-turn.js";

/** @typedef {import("./kept-turns.js").KeptTurn} KeptTurn */

/** Typing is told at every key; the count is not needed that often. */
const COUNT_MILLISECONDS = 500;

/**
 * On every page of a person: has sent what waits in this browser of turns whose tab was closed, and tells of what the server
 * did not take. Fires "left-behind:change" with how many wait besides the turn of this page.
 */
export class LeftBehind extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  async connectedCallback() {
    const kept = await keptTurns();
    const leftovers = new Leftovers({ kept, request, unheld: withUnheldTurn, changed: () => void this.#show() });
    for (const name of ["online", "focus"]) addEventListener(name, () => void leftovers.send());
    new OtherTabs().listen(() => (this.#timer ??= setTimeout(() => void this.#show(), COUNT_MILLISECONDS)));
    await this.#show();
    await leftovers.send();
  }

  async #show() {
    this.#timer = undefined;
    const turns = (await (await keptTurns()).waiting()).filter(({ page }) => page !== location.pathname);
    this.replaceChildren(...turns.filter(({ refused }) => refused !== undefined).map((turn) => this.#notice(turn)));
    this.dispatchEvent(new CustomEvent("left-behind:change", { bubbles: true, detail: turns.length }));
  }

  /** @param {KeptTurn} turn */
  #notice({ assignment, name, page, refused = "" }) {
    const notice = fromTemplate("left-behind-template");
    part(notice, "strong").textContent = name;
    part(notice, "[data-shows=reason]").textContent = refused;
    part(notice, "a", HTMLAnchorElement).href = page;
    part(notice, "button").addEventListener("click", () => void this.#remove(assignment));
    return notice;
  }

  /** @param {number} assignment */
  async #remove(assignment) {
    await (await keptTurns()).forget(assignment);
    await this.#show();
  }
}

customElements.define("left-behind", LeftBehind);
