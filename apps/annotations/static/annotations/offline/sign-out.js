import { part } from "../work.js";
import { keptTurns } from "./kept-turns.js";

/** What was typed last is on its way for so long. */
const PATIENCE_MILLISECONDS = 2000;
const LOOK_MILLISECONDS = 100;

/** Takes everything out of this browser before its person signs out, and warns when something has not been sent. */
export class SignOut extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#leave(part(this, "form", HTMLFormElement));
    });
  }

  /** @param {HTMLFormElement} form */
  async #leave(form) {
    const kept = await keptTurns();
    const waiting = await unsent();
    if (waiting.length > 0 && !(await agreed(waiting.length, waiting.filter(({ person }) => person !== kept.person).length))) return;
    await kept.clear();
    await forgetPages();
    form.submit();
  }
}

/** What waits after a moment of patience. */
async function unsent() {
  const kept = await keptTurns();
  const deadline = performance.now() + (navigator.onLine ? PATIENCE_MILLISECONDS : 0);
  let waiting = await kept.everybodys();
  while (waiting.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    waiting = await kept.everybodys();
  }
  return waiting;
}

/** Whether the person signs out all the same. @param {number} count @param {number} ofOthers */
function agreed(count, ofOthers) {
  const dialog = part(document, "#sign-out-dialog", HTMLDialogElement);
  const words = ngettext("%(count)s trace with your text is not sent yet.", "%(count)s traces with your text are not sent yet.", count);
  part(dialog, "[data-shows=count]").textContent = interpolate(words, { count }, true);
  part(dialog, "[data-shows=of-others]").hidden = ofOthers === 0;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true }));
}

async function forgetPages() {
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
}

customElements.define("sign-out", SignOut);
