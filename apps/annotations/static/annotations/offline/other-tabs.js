/** Tabs of one browser tell each other at which turn somebody works. A browser without channels tells nothing. */
export class OtherTabs {
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("tracewright:turns") : null;

  /** What is kept of this turn has changed. @param {number} assignment */
  tell(assignment) {
    this.#channel?.postMessage(assignment);
  }

  /** @param {(assignment: number) => void} hear */
  listen(hear) {
    this.#channel?.addEventListener("message", ({ data }) => hear(data));
  }
}
