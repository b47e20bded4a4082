import { copied } from "./_comment-thread.js";

/** @typedef {Record<string, Record<string, number>>} Ratings by path and dimension */

/** With more files each is folded. */
const MOST_OPEN = 3;
/** More can be rated when somebody asks for them, as those that were only read. */
const MOST_OFFERED = 30;
const CHANGES = ["edited", "written", "deleted"];

/** What each file is rated, from 1 to 5: the files that were changed, others when somebody asks. */
export class FileRatings {
  #review;
  /** @type {Ratings} */
  #ratings = {};
  /** @type {Ratings} what a model says of them */
  #suggested = {};
  /** @type {string[]} */
  #offered = [];
  /** @type {string[]} */
  #others = [];
  /** @type {unknown} */
  #asked;

  /** @param {HTMLElement} review the question @param {(atOnce: boolean) => void} changed */
  constructor(review, changed) {
    this.#review = review;
    this.#place?.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLInputElement && this.#rate(target)) changed(true);
    });
    this.#more?.addEventListener("click", ({ target }) => {
      const path = target instanceof Element ? target.closest("[data-file]")?.getAttribute("data-file") : null;
      if (path) this.#offer(path);
    });
  }

  /** @returns {Ratings} */
  get answer() {
    return this.#ratings;
  }

  /** @param {Ratings} ratings */
  set answer(ratings) {
    this.#ratings = ratings;
    this.#draw();
  }

  /** What a model says; it is no answer. @param {Ratings} ratings */
  suggest(ratings) {
    this.#suggested = ratings;
    this.#draw();
  }

  /** Another trace. @param {Promise<import("./_judge.js").Tree>} asked */
  async open(asked) {
    [this.#ratings, this.#offered, this.#others, this.#asked] = [{}, [], [], asked];
    this.#draw();
    try {
      const files = (await asked).folders.flatMap((folder) => folder.files);
      if (asked !== this.#asked) return; // the page went on meanwhile
      const isChanged = (/** @type {{operations: Record<string, unknown>}} */ { operations }) => CHANGES.some((each) => each in operations);
      const changed = files.filter(isChanged);
      const read = files.filter((file) => !isChanged(file) && "read" in file.operations);
      this.#offered = changed.slice(0, MOST_OFFERED).map(({ path }) => path);
      this.#others = [...changed.slice(MOST_OFFERED), ...read].map(({ path }) => path);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // without a network only rated files are known
    }
    this.#draw();
  }

  get #place() {
    return /** @type {HTMLElement | null} */ (this.#review.querySelector("[data-part=rated]"));
  }

  get #more() {
    return /** @type {HTMLElement | null} */ (this.#review.querySelector("[data-part=others]"));
  }

  /** The same again takes a rating back. @param {HTMLInputElement} input */
  #rate(input) {
    const row = /** @type {HTMLElement | null} */ (input.closest("[data-file]"));
    const { dimension } = input.dataset;
    if (!row?.dataset.file || !dimension) return false;
    this.#ratings = rated(this.#ratings, row.dataset.file, dimension, Number(input.value));
    this.#show(row);
    return true;
  }

  /** @param {string} path */
  #offer(path) {
    [this.#offered, this.#others] = [[...this.#offered, path], this.#others.filter((each) => each !== path)];
    this.#draw();
    const row = /** @type {HTMLDetailsElement | undefined} */ (this.#rows.find(({ dataset }) => dataset.file === path));
    if (row) row.open = true;
    row?.querySelector("summary")?.focus();
  }

  get #rows() {
    return /** @type {HTMLDetailsElement[]} */ ([...(this.#place?.children ?? [])]);
  }

  #draw() {
    const files = [...new Set([...this.#offered, ...Object.keys(this.#ratings), ...Object.keys(this.#suggested)])];
    const others = this.#others.filter((path) => !files.includes(path));
    const known = new Map(this.#rows.map((row) => [row.dataset.file, row]));
    const rows = files.map((path) => known.get(path) ?? this.#row(path, files.length <= MOST_OPEN));
    this.#place?.replaceChildren(...rows);
    for (const row of rows) this.#show(row);
    this.#review.querySelector("[data-part=files]")?.toggleAttribute("hidden", files.length + others.length === 0);
    this.#more?.toggleAttribute("hidden", others.length === 0);
    this.#more?.querySelector("ul")?.replaceChildren(...others.map(otherFile));
  }

  /** @param {string} path @param {boolean} isOpen */
  #row(path, isOpen) {
    const row = /** @type {HTMLDetailsElement} */ (copied(this.#review, "file"));
    row.dataset.file = path;
    row.open = isOpen;
    const name = /** @type {HTMLElement} */ (row.querySelector(".cut"));
    [name.textContent, name.title] = [nameOf(path), path];
    for (const input of row.querySelectorAll("input")) input.name = `${this.#review.dataset.scheme} ${path} ${input.dataset.dimension}`;
    if (!isOpen) this.#takeScalesOut(row);
    return row;
  }

  /** Of a folded file they come when it is unfolded: they are most of its elements. @param {HTMLDetailsElement} row */
  #takeScalesOut(row) {
    const scales = [...row.querySelectorAll(".rating-line")];
    for (const scale of scales) scale.remove();
    row.addEventListener("toggle", () => {
      row.append(...scales);
      this.#show(row);
    }, { once: true });
  }

  /** @param {HTMLElement} row */
  #show(row) {
    const given = ofFile(this.#ratings, row.dataset.file ?? "");
    const waiting = ofFile(ratingsWithout(this.#suggested, this.#ratings), row.dataset.file ?? "");
    for (const input of row.querySelectorAll("input")) {
      const { dataset: { dimension = "" }, value } = input;
      input.checked = given[dimension] === Number(value);
      input.closest("label")?.classList.toggle("is-suggested", waiting[dimension] === Number(value));
    }
    put(row, "given", Object.values(given).join(" · "));
    const ratings = Object.values(waiting).join(" · ");
    put(row, "suggested", ratings && interpolate(gettext("Suggested: %(mark)s"), { mark: ratings }, true));
  }
}

/** @param {HTMLElement} row @param {string} name @param {string} text */
function put(row, name, text) {
  const place = row.querySelector(`[data-shows=${name}]`);
  if (place) place.textContent = text;
}

/** With one more rating, or one less when it is there already. @param {Ratings} ratings @param {string} path @param {string} dimension @param {number} value @returns {Ratings} */
export function rated(ratings, path, dimension, value) {
  const { [path]: given = {}, ...others } = ratings;
  const { [dimension]: before, ...rest } = given;
  const now = before === value ? rest : { ...rest, [dimension]: value };
  return Object.keys(now).length > 0 ? { ...others, [path]: now } : others;
}

/** What is rated in the first and not in the second. @param {Ratings} ratings @param {Ratings} given @returns {Ratings} */
export function ratingsWithout(ratings, given) {
  const rest = Object.entries(ratings).map(([path, each]) => {
    const known = ofFile(given, path);
    return [path, Object.fromEntries(Object.entries(each).filter(([dimension]) => !Object.hasOwn(known, dimension)))];
  });
  return Object.fromEntries(rest.filter(([, each]) => Object.keys(each).length > 0));
}

/** @param {Ratings} given @param {Ratings} others of other files or dimensions @returns {Ratings} */
export function ratingsTogether(given, others) {
  const paths = [...new Set([...Object.keys(given), ...Object.keys(others)])];
  return Object.fromEntries(paths.map((path) => [path, { ...ofFile(others, path), ...ofFile(given, path) }]));
}

/** A file may be called as what every object has. @param {Ratings} ratings @param {string} path */
const ofFile = (ratings, path) => (Object.hasOwn(ratings, path) ? ratings[path] : {});

/** @param {string} path */
function otherFile(path) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet button-small cut", textContent: nameOf(path), title: path });
  button.dataset.file = path;
  item.append(button);
  return item;
}

/** @param {string} path */
const nameOf = (path) => path.split(/[\\/]/).at(-1) || path;
