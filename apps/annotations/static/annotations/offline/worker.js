// Serves the annotate page when the network is away: the page, what it reads, and our static files. With a network nothing
// is served from here. The address of this file begins with a line that says what is deployed (server/worker.py): another
// deployment is another worker, and takes the caches of the one before with it.
"use strict";

/** @type {{version: string, files: string[]}} */
const { version, files } = /** @type {any} */ (self).DEPLOYMENT;
const STATIC = `tracewright:static:${version}`;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** Pages of turns, and what their scripts read. */
const TURN = /^(\/o\/[^/]+\/p\/[^/]+\/annotate\/)\d+\/(data\/|steps\/|text\/|editable\/|arguments\/)?$/;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (TURN.test(pathname) || files.includes(pathname)) event.respondWith(networkFirst(event.request, pathname));
});

async function install() {
  await (await caches.open(STATIC)).addAll(files);
  await worker.skipWaiting();
}

async function takeOver() {
  const names = (await caches.keys()).filter((name) => name.startsWith("tracewright:") && name !== STATIC);
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request @param {string} pathname */
async function networkFirst(request, pathname) {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await (request.mode === "navigate" ? storedPage(pathname) : caches.match(request, { ignoreVary: true }));
    if (!stored) throw error;
    return stored;
  }
}

/** One page serves all turns of a project whose data are stored. @param {string} pathname */
async function storedPage(pathname) {
  const [, turns] = TURN.exec(pathname) ?? [];
  return (await caches.match(`${pathname}data/`)) && caches.match(`${turns}page`, { ignoreVary: true });
}
