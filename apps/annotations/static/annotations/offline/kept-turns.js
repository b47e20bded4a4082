import { person } from "./person.js";

/**
 * What this browser keeps of turns until the server has it. IndexedDB, because it takes large texts without holding up the
 * typing, and what was handed to it survives the end of the tab and of the browser.
 *
 * @typedef {import("../saving/pending.js").Kept} Draft
 * @typedef {{assignment: number, person: string, page: string, name: string, urls: {draft: string, submit: string},
 *   writer?: string}} Of whose turn it is, at which trace, and a mark of the page that kept it
 * @typedef {Of & Draft & {refused?: string}} KeptTurn `refused` says why the server did not take it from another page
 */

const DATABASE = "tracewright";
const TURNS = "turns";

export class KeptTurns {
  person;
  /** @type {IDBDatabase | undefined} */
  #database;

  /** @param {string} person whose turns these are @param {IDBDatabase | undefined} database none where the browser forbids it */
  constructor(person, database) {
    this.person = person;
    this.#database = database;
  }

  /** Whether it is kept: a full or forbidden storage must not stop the page. @param {KeptTurn} turn */
  async keep(turn) {
    return (await this.#write((turns) => turns.put(turn))) !== undefined;
  }

  /** @param {number} assignment */
  async forget(assignment) {
    await this.#write((turns) => turns.delete(assignment));
  }

  /** @param {number} assignment @returns {Promise<KeptTurn | undefined>} none when it is another person's */
  async find(assignment) {
    const turn = await this.#read((turns) => turns.get(assignment));
    return turn?.person === this.person ? turn : undefined;
  }

  /** What the server does not have, of this person. @returns {Promise<KeptTurn[]>} */
  async waiting() {
    return (await this.everybodys()).filter(({ person }) => person === this.person);
  }

  /** What the server does not have, also of others who worked in this browser. @returns {Promise<KeptTurn[]>} */
  async everybodys() {
    /** @type {KeptTurn[]} */
    const all = (await this.#read((turns) => turns.getAll())) ?? [];
    return all.filter(({ waiting }) => waiting);
  }

  /** Everything goes, and this page keeps nothing more: the person signs out. */
  async clear() {
    await this.#write((turns) => turns.clear());
    this.#database = undefined;
  }

  /** @param {(turns: IDBObjectStore) => IDBRequest} act */
  #write(act) {
    return this.#ask("readwrite", (turns) => {
      const request = act(turns);
      turns.transaction.commit(); // without waiting for the next turn of the event loop: the page may be gone by then
      return request;
    });
  }

  /** @param {(turns: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
  #read(act) {
    return this.#ask("readonly", act);
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(turns: IDBObjectStore) => IDBRequest} act
   * @returns {Promise<any>} undefined when it failed; a write gives the key, a deletion null
   */
  async #ask(mode, act) {
    if (!this.#database) return undefined;
    try {
      const transaction = this.#database.transaction(TURNS, mode, { durability: "relaxed" });
      const request = act(transaction.objectStore(TURNS));
      await done(transaction);
      return request.result ?? (mode === "readwrite" ? null : undefined);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      console.warn("The browser's storage:", error.message);
    }
  }
}

/** @type {Promise<KeptTurns> | undefined} */
let ofThisPage;

/** What this browser keeps for the person of this page. */
export function keptTurns() {
  return (ofThisPage ??= opened().then((database) => new KeptTurns(person(), database)));
}

/** @returns {Promise<IDBDatabase | undefined>} */
async function opened() {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TURNS, { keyPath: "assignment" });
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    console.warn("The browser's storage:", error.message);
  }
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction was aborted."));
  });
