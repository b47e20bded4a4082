import { VersionsDialog } from "./versions-dialog.js";
import { part } from "../work.js";
import { Versions } from "./versions.js";

/** What a person can do about two versions: look at both, take one, or make one of both. */
export class Deciding {
  #page;
  #sheet;
  #turn;
  #dialog;

  /** @param {HTMLElement} page @param {import("../answers.js").AnswerSheet} sheet @param {() => import("../turn.js").Turn} turn */
  constructor(page, sheet, turn) {
    this.#page = page;
    this.#sheet = sheet;
    this.#turn = turn;
    this.#dialog = new VersionsDialog(part(page, "#versions-dialog", HTMLDialogElement));
  }

  /** A new conflict: whether both can be taken is known at once. */
  begin() {
    const button = part(this.#page, "[data-notice=conflict] [data-act=take-both]");
    button.hidden = !this.#versions.touchDifferentPlaces;
  }

  seeBoth() {
    this.#dialog.show(this.#versions);
  }

  takeMine() {
    this.#dialog.close();
    void this.#turn().drafts.decide();
  }

  takeOther() {
    this.#dialog.close();
    const turn = this.#turn();
    turn.drafts.takeNewer((answers) => turn.fill(answers));
  }

  takeBoth() {
    this.#take(() => undefined);
  }

  takeChosen() {
    if (this.#dialog.isComplete()) this.#take(this.#dialog.choice);
  }

  /** @param {(id: string) => import("./three-way.js").Side | undefined} choice */
  #take(choice) {
    this.#turn().fill(this.#versions.chosen(choice));
    this.takeMine();
  }

  get #versions() {
    const { status, ancestor } = this.#turn().drafts;
    return new Versions(this.#sheet, { mine: this.#sheet.read(), theirs: status.newer?.answers ?? {}, from: ancestor });
  }
}
