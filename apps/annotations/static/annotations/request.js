/** A request up to this size may outlive the page; browsers refuse more than 64 KiB. */
const KEEPALIVE_BYTES = 60_000;

/**
 * Talks JSON with our own server. Rejects with a TypeError when the network is down, as fetch does; an answer that is not
 * JSON (a proxy's error page) has an empty body.
 *
 * @param {"PUT" | "POST"} method
 * @param {string} url
 * @param {unknown} content
 * @returns {Promise<import("./drafts.js").Reply>}
 */
export async function request(method, url, content) {
  const body = JSON.stringify(content);
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
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
 * @returns {Promise<any>}
 */
export async function read(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new TypeError(`${url} was answered with ${response.status}`);
  return response.json();
}

/** The turn is this person's, so its address is missing only to somebody else. */
const somebodyElse = () =>
  gettext("You are signed in as somebody else in this browser. Your text is kept here: sign in as yourself again, then come back.");

/** @param {Response} response */
async function bodyOf(response) {
  if (response.status === 404) return { error: somebodyElse() };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : {};
}

/** The cookie comes first: signing in again in another tab changes it, and the token in this page no longer fits. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1];
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  return cookie ?? (input instanceof HTMLInputElement ? input.value : "");
}
