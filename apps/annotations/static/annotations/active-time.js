const IDLE_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 1000;

/** How long somebody has been at this trace: seconds with the page in sight and a hand on it in the last minute. */
export class ActiveTime extends HTMLElement {
  #seconds = 0;
  #last = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  connectedCallback() {
    for (const name of ["pointermove", "keydown", "scroll"]) {
      addEventListener(name, () => (this.#last = performance.now()), { capture: true, passive: true });
    }
    this.#timer = setInterval(() => this.#tick(), EVERY_MILLISECONDS);
    this.restart();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  restart() {
    [this.#seconds, this.#last] = [0, performance.now()];
    this.#show();
  }

  #tick() {
    if (document.hidden || performance.now() - this.#last > IDLE_MILLISECONDS) return;
    this.#seconds += 1;
    this.#show();
  }

  #show() {
    const seconds = String(this.#seconds % 60).padStart(2, "0");
    this.textContent = `${Math.floor(this.#seconds / 60)}:${seconds}`;
  }
}

customElements.define("active-time", ActiveTime);
