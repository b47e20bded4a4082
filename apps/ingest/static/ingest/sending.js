/** A file on its way to the server, in pieces: a lost network is waited for, and what is there already is not sent again. */

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const LONGEST_PIECE = 120_000;

/** @typedef {{ sent: number, total: number, isLost: boolean }} Stand bytes of the file */

/** The server says no, with its reason: sending it again would not help. */
export class Refused extends Error {}

/**
 * Sends what the server does not have yet. When the signal stops it, the server forgets what came by then; a page that is left
 * does not stop it, so that the file goes on later.
 *
 * @param {File} file
 * @param {string} address where uploads begin; each then has its own below it
 * @param {AbortSignal} signal
 * @param {(stand: Stand) => void} show
 */
export async function sendFile(file, address, signal, show) {
  const about = JSON.stringify({ name: file.name, size: file.size, modified: file.lastModified });
  let sent = 0;
  const tell = (/** @type {boolean} */ isLost) => show({ sent, total: file.size, isLost });
  tell(false);
  const never = new AbortController().signal; // whether an upload that is stopped here was begun, only its answer tells
  const begun = await persistently(() => ask("POST", address, about, "application/json", never), tell, signal);
  sent = begun.received;
  tell(false);
  try {
    signal.throwIfAborted();
    while (sent < file.size) {
      const piece = file.slice(sent, sent + begun.piece);
      const at = `${address}${begun.id}/bytes/?offset=${sent}`;
      const answer = await persistently(() => ask("PUT", at, piece, "application/octet-stream", signal), tell, signal);
      sent = answer.received;
      tell(false);
    }
  } finally {
    if (signal.aborted) await forget(`${address}${begun.id}/remove/`);
  }
}

/** @param {string} address */
const forget = (address) =>
  fetch(address, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, credentials: "same-origin" }).catch(() => undefined); // without a network it stays in the list

/**
 * Tries again until the network is back or the signal stops it.
 *
 * @param {() => Promise<any>} act
 * @param {(isLost: boolean) => void} tell
 * @param {AbortSignal} signal
 */
async function persistently(act, tell, signal) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refused || signal.aborted) throw error;
      tell(true);
      await soon(wait, signal);
    }
  }
}

/**
 * The answer as JSON. 409 says where the file goes on, which is an answer, too; a TypeError is a network that is lost, or a
 * server that will be back.
 *
 * @param {string} method
 * @param {string} url
 * @param {BodyInit} body
 * @param {string} type
 * @param {AbortSignal} signal
 */
async function ask(method, url, body, type, signal) {
  const headers = { "Content-Type": type, Accept: "application/json", "X-CSRFToken": csrfToken() };
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PIECE)]);
  const response = await fetch(url, { method, headers, body, credentials: "same-origin", signal: inTime });
  if (response.status >= 500 || response.status === 429) throw new TypeError(`${url} was answered with ${response.status}`);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (response.ok || response.status === 409) return answer;
  throw new Refused(answer.error ?? interpolate(gettext("The server did not take this (%(status)s)."), { status: response.status }, true));
}

/** After a while, or at once when the network comes back. @param {number} wait @param {AbortSignal} signal */
function soon(wait, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      signal.removeEventListener("abort", stop);
      resolve(undefined);
    };
    const timer = setTimeout(go, wait);
    window.addEventListener("online", go);
    signal.addEventListener("abort", stop);
  });
}

/** The cookie comes first: signing in again in another tab changes it. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1];
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  return cookie ?? (input instanceof HTMLInputElement ? input.value : "");
}
