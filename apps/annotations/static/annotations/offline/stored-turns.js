import { fetched } from "../request.js";
import { person } from "./person.js";

/** The data of this many turns is stored; the ones opened last. */
const MOST_TURNS = 10;
const PREFIX = "tracewright:turns:";
const TURN = /^(.*\/annotate\/)(\d+\/)/;

const ownCache = () => PREFIX + person();

/** One page is stored for all turns of a project: it shows the turn that its address names. @param {string} address of a turn */
const pageAddress = (address) => address.replace(TURN, "$1page");

/** Only a worker hands out what is stored; while it takes over, it drops what its predecessor had. */
async function hasWorker() {
  const worker = navigator.serviceWorker?.controller;
  while (worker?.state === "activating") await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
  return worker?.state === "activated";
}

/** What others had stored goes; with nobody signed in, everything. */
export async function dropOthersTurns() {
  const names = (await globalThis.caches?.keys()) ?? [];
  const others = names.filter((name) => name.startsWith(PREFIX) && (person() === "" || name !== ownCache()));
  await Promise.all(others.map((name) => caches.delete(name)));
}

/**
 * The annotate page and the data of the latest turns, stored in the browser so that they open without a network. They belong
 * to the person who is signed in. A browser that stores nothing, or a full one, only misses them when the network is away.
 */
export class StoredTurns {
  /** @type {import("../work.js").Work | undefined} */
  #work;
  /** @type {Set<string>} addresses that were read for this turn */
  #addresses = new Set();

  constructor() {
    navigator.serviceWorker?.addEventListener("controllerchange", () => void this.storeAgain());
  }

  /** The turn that the page shows from now on. @param {import("../work.js").Work} work */
  open(work) {
    const isFirst = this.#work === undefined;
    this.#work = work;
    this.#addresses.clear();
    void this.#storing(async (cache) => {
      await cache.put(work.urls.data, jsonResponse(work));
      if (isFirst) await storePage(cache, work.urls.annotate);
      await dropOldest(cache);
    });
  }

  /** Reads as `read` does, and stores the answer with the turn. @param {string} url @returns {Promise<any>} */
  read = async (url) => {
    const response = await fetched(url);
    if (!url.includes("?q=")) this.#addresses.add(url);
    const copy = response.clone();
    if (this.#addresses.has(url)) void this.#storing((cache) => cache.put(url, copy));
    return response.json();
  };

  /** Everything once more: a new worker dropped it, or another login did. */
  async storeAgain() {
    const work = this.#work;
    if (!work) return;
    await this.#storing(async (cache) => {
      await cache.put(work.urls.data, jsonResponse(work));
      await storePage(cache, work.urls.annotate);
      for (const url of this.#addresses) await cache.put(url, await fetched(url));
    });
  }

  /** The turn is over: nobody needs it without a network. */
  close() {
    const turn = this.#work?.urls.annotate ?? "";
    void this.#storing((cache) => drop(cache, turn));
  }

  /** @param {(cache: Cache) => Promise<unknown>} act */
  async #storing(act) {
    if (!(await hasWorker())) return;
    try {
      await act(await caches.open(ownCache()));
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
      console.info("Not stored for use without a network:", error.message);
    }
  }
}

/** @param {unknown} content */
const jsonResponse = (content) => new Response(JSON.stringify(content), { headers: { "Content-Type": "application/json" } });

/** @param {Cache} cache @param {string} address of a turn */
async function storePage(cache, address) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  // The login page is no answer.
  if (response.ok && !response.redirected) await cache.put(pageAddress(address), response);
}

/** What was stored last stands last. @param {Cache} cache */
async function dropOldest(cache) {
  const turns = (await cache.keys()).map(({ url }) => TURN.exec(new URL(url).pathname)?.[0]).filter((turn) => turn !== undefined);
  const latest = [...new Set(turns.reverse())];
  for (const turn of latest.slice(MOST_TURNS)) await drop(cache, turn);
}

/** @param {Cache} cache @param {string} turn its address */
async function drop(cache, turn) {
  for (const request of await cache.keys()) if (new URL(request.url).pathname.startsWith(turn)) await cache.delete(request);
}
