/**
 * Has the service worker installed where the browser has one: over https and on localhost. Elsewhere, and where a person
 * forbids it, the page works as it does with a network.
 *
 * @param {string} address
 */
export async function installWorker(address) {
  try {
    await navigator.serviceWorker?.register(address, { scope: "/o/" });
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    console.info("This page opens with a network only:", error.message);
  }
}
