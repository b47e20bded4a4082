/**
 * Where the steps of sub-agents are folded away below the call that spawned them: which lines a trace has, those of the folds
 * among them, and which are hidden. A fold's own line is named "agent-12" after its first step.
 *
 * @typedef {import("./spent.js").Tokens} Tokens
 * @typedef {{first: number, stop: number, step: number | null, call: number | null, agent: string, kind: string, prompt: string,
 *   steps: number, calls: number, errors: number, seconds: number | null, tokens: Tokens | null}} Fold the steps from `first` up to
 *   `stop`, those of further sub-agents among them
 * @typedef {{shown: string[], moved: string[], isNatural: boolean}} Arrangement
 */
export class SubAgents {
  /** @type {Map<string, Fold>} by name */
  #folds;
  /** @type {Set<string>} */
  #open = new Set();
  /** @type {string[][]} the folds that a step of the document is in by its place there, outermost first */
  #own = [];
  /** @type {Map<string, string[]>} the folds that a line is in as the steps stand now, outermost first */
  #around = new Map();
  /** @type {string[]} */
  #every = [];
  /** @type {string[] | undefined} what the lines were made of */
  #arranged;

  /** @param {Fold[]} folds in the order of their first steps, one before those inside it */
  constructor(folds) {
    this.#folds = new Map(folds.map((fold) => [`agent-${fold.first}`, fold]));
    for (const [name, { first, stop }] of this.#folds) {
      for (let index = first; index < stop; index += 1) this.#own[index] = [...(this.#own[index] ?? []), name];
    }
  }

  /** Every line in order: the steps, and each fold before its first step. @param {Arrangement} arrangement @returns {string[]} */
  lines(arrangement) {
    if (this.#folds.size === 0) return arrangement.shown;
    if (this.#arranged !== arrangement.shown) this.#arrange(arrangement);
    return this.#every;
  }

  /** @param {string} name of a line */
  isHidden(name) {
    return this.around(name).some((fold) => !this.#open.has(fold));
  }

  /** The folds a line is in, outermost first. @param {string} name @returns {string[]} */
  around(name) {
    return this.#around.get(name) ?? [];
  }

  /** @param {string} name of a line @returns {Fold | undefined} none for a step */
  fold(name) {
    return this.#folds.get(name);
  }

  /** What people call the sub-agent whose step it is, "" for a step of none. @param {string} step */
  nameAt(step) {
    const fold = this.#folds.get(this.#ownOf(step).at(-1) ?? "");
    return fold ? fold.kind || fold.agent : "";
  }

  /** @param {string} fold */
  isOpen(fold) {
    return this.#open.has(fold);
  }

  /** @param {string} fold @param {boolean} isOpen */
  setOpen(fold, isOpen) {
    if (isOpen) this.#open.add(fold);
    else this.#open.delete(fold);
  }

  /** Opens what a line is in. @param {string} name @returns {string[]} the folds that were closed */
  reveal(name) {
    const closed = this.around(name).filter((fold) => !this.#open.has(fold));
    for (const fold of closed) this.#open.add(fold);
    return closed;
  }

  /**
   * The place in the document that lies just before a fold, for whoever asks what comes after it.
   *
   * @param {string} name @returns {string | undefined} nothing for a step
   */
  placeBefore(name) {
    const fold = this.#folds.get(name);
    return fold && `${fold.first - 1}.${Number.MAX_SAFE_INTEGER}`;
  }

  /** @param {Arrangement} arrangement */
  #arrange({ shown, moved, isNatural }) {
    const places = isNatural && shown.every(isOfDocument) ? this.#own : this.#places(shown, new Set(moved));
    this.#arranged = shown;
    this.#every = [];
    this.#around.clear();
    shown.forEach((name, index) => {
      const around = places[index] ?? [];
      around.forEach((fold, depth) => {
        if (this.#around.has(fold)) return;
        this.#around.set(fold, around.slice(0, depth));
        this.#every.push(fold);
      });
      this.#around.set(name, around);
      this.#every.push(name);
    });
  }

  /** @param {string} step */
  #ownOf(step) {
    return (isOfDocument(step) && this.#own[Number(step)]) || [];
  }

  /**
   * What was inserted or moved is in a fold while it stands between two lines of it; a moved step is also in its own at the
   * fold's edge.
   *
   * @param {string[]} shown @param {Set<string>} moved @returns {string[][]} the folds around each
   */
  #places(shown, moved) {
    const isFixed = shown.map((name) => isOfDocument(name) && !moved.has(name));
    /** @type {string[][]} the folds around the next step that stands where the document has it */
    const ahead = [];
    let next = /** @type {string[]} */ ([]);
    for (let index = shown.length - 1; index >= 0; index -= 1) {
      ahead[index] = next;
      if (isFixed[index]) next = this.#ownOf(shown[index]);
    }
    let before = /** @type {string[]} */ ([]);
    return shown.map((name, index) => {
      const own = this.#ownOf(name);
      const innermost = own.at(-1) ?? "";
      const isAtHome = isFixed[index] || before.includes(innermost) || ahead[index].includes(innermost);
      before = isAtHome ? own : before.filter((fold, depth) => ahead[index][depth] === fold);
      return before;
    });
  }
}

/** @param {string} name */
const isOfDocument = (name) => /^\d+$/.test(name);
