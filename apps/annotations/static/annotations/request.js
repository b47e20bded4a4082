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
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(content),
    credentials: "same-origin",
  });
  return { status: response.status, body: await bodyOf(response) };
}

/** @param {Response} response */
async function bodyOf(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : {};
}

/** The cookie comes first: signing in again in another tab changes it, and the token in this page no longer fits. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1];
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  return cookie ?? (input instanceof HTMLInputElement ? input.value : "");
}
