/** A request up to this size may outlive the page; browsers refuse more than 64 KiB. */
const KEEPALIVE_BYTES = 60_000;
/** A network that swallows packets is no better than none; 12 MB take a while on a slow line. */
const LONGEST_MILLISECONDS = 60_000;

/**
 * Talks JSON with our own server. Rejects with a TypeError when the network is down, as fetch does; an answer that is not
 * JSON (a proxy's error page) says what its status means.
 *
 * @param {"PUT" | "POST"} method
 * @param {string} url
 * @param {unknown} content
 * @param {string} [key] the same for every try of one action, which then happens once
 * @returns {Promise<import("./saving/replies.js").Reply>}
 */
export async function request(method, url, content, key) {
  const body = JSON.stringify(content);
  const response = await inTime(url, {
    method,
    headers: {
      "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken(),
      ...(key && { "Idempotency-Key": key }),
    },
    body,
    credentials: "same-origin",
    keepalive: new Blob([body]).size <= KEEPALIVE_BYTES,
  });
  return { status: response.status, body: await bodyOf(response) };
}

/**
 * What our own server has to read. Rejects with a TypeError when the network is down, or the server says no: what is asked
 * here can be asked again.
 *
 * @param {string} url
 * @returns {Promise<Response>}
 */
export async function fetched(url) {
  const response = await inTime(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new TypeError(`${url} was answered with ${response.status}`);
  return response;
}

/** @param {string} url @returns {Promise<any>} */
export const read = async (url) => (await fetched(url)).json();

/** A key that no other action has. `crypto.randomUUID` is missing where the page came without TLS. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} url @param {RequestInit} options */
async function inTime(url, options) {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(LONGEST_MILLISECONDS) });
  } catch (error) {
    if (error instanceof DOMException) throw new TypeError(`${url} was not answered in time`, { cause: error });
    throw error;
  }
}

/** @param {Response} response */
async function bodyOf(response) {
  if (response.status === 404) return { error: somebodyElse() };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : { error: wordsFor(response.status) };
}

/** The turn is this person's, so its address is missing only to somebody else. */
const somebodyElse = () =>
  gettext("You are signed in as somebody else in this browser. Your text is kept here: sign in as yourself again, then come back.");

/** @param {number} status of an answer that came from something between us and the server */
function wordsFor(status) {
  if (status === 413) return gettext("This is more text than the server takes at once. It is kept in this browser: make it shorter.");
  return interpolate(gettext("The server did not take this (%(status)s). Your text is kept in this browser."), { status }, true);
}

/** The cookie comes first: signing in again in another tab changes it, and the token in this page no longer fits. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1];
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  return cookie ?? (input instanceof HTMLInputElement ? input.value : "");
}
