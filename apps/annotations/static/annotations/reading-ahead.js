const PAUSE_MILLISECONDS = 1500;

/**
 * The next trace, read while the person works on this one. It is not claimed, so somebody else may get it: what was read is
 * used only when the same revision is handed out.
 */
export class ReadingAhead {
  #get;
  /** @type {{revision: number | null, trace: any} | undefined} */
  #read;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(url: string) => Promise<any>} get */
  constructor(get) {
    this.#get = get;
  }

  /** @param {string} url */
  begin(url) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      try {
        this.#read = await this.#get(url);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // without a network the next trace is read when it is due
      }
    }, PAUSE_MILLISECONDS);
  }

  /**
   * The turn at `next`, whole.
   *
   * @param {{data: string, revision: number}} next
   * @returns {Promise<any>}
   */
  async take({ data, revision }) {
    const ahead = this.#read?.revision === revision ? this.#read.trace : null;
    const work = await this.#get(ahead ? `${data}?known=${revision}` : data);
    return { ...work, trace: work.trace ?? ahead };
  }
}
