import { icon } from "../icon.js";
import { part } from "../work.js";
import { callAnchor } from "./anchors.js";

/**
 * @typedef {{path: string, name: string, operations: Record<string, [step: number, call: number]>, added: number | null, removed: number | null}} File
 * @typedef {{root: string, folders: {folder: string, files: File[]}[]}} Tree
 */

/** More files are in the page when somebody asks for them. */
const MOST = 30;
/** What was done to a file tells most by the first of these that happened. @type {[operation: string, icon: string][]} */
const OPERATIONS = [["written", "i-plus"], ["edited", "i-pencil"], ["deleted", "i-cross"], ["read", "i-read"], ["searched", "i-search"]];

/** The files that a session touched, below the map; each leads to where it was changed first, else read. */
export class FileTree {
  #section;
  #list;
  #goTo;
  /** @type {Tree} */
  #tree = { root: "", folders: [] };

  /** @param {HTMLElement} section @param {(step: string, call: string) => void} goTo */
  constructor(section, goTo) {
    this.#section = section;
    this.#list = part(section, ".files");
    this.#goTo = goTo;
  }

  /** None is shown. */
  close() {
    this.#section.hidden = true;
  }

  /** Of another trace. @param {Promise<Tree>} asked */
  async open(asked) {
    this.close();
    try {
      this.#tree = await asked;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // without a network there is none
      return;
    }
    const count = this.#tree.folders.reduce((sum, { files }) => sum + files.length, 0);
    part(this.#section, ".count").textContent = count.toLocaleString();
    this.#section.hidden = count === 0;
    this.#draw(MOST);
  }

  /** @param {number} most */
  #draw(most) {
    let left = most;
    const rows = this.#tree.folders.flatMap(({ folder, files }) => {
      const some = files.slice(0, Math.max(0, left));
      left -= files.length;
      return some.length === 0 ? [] : [heading(folder || this.#tree.root), ...some.map((file) => this.#row(file))];
    });
    this.#list.replaceChildren(...rows, ...(left < 0 ? [this.#more()] : []));
  }

  /** @param {File} file */
  #row(file) {
    const [operation, name] = OPERATIONS.find(([each]) => each in file.operations) ?? ["read", "i-read"];
    const [step, call] = file.operations[operation];
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${callAnchor(`${step}.${call}`)}`;
    link.title = `${file.path} (${inWords(operation)})`;
    link.append(icon(name, "icon icon-small"), text("span", "cut", file.name), ...this.#counts(file, operation));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#goTo(String(step), `${step}.${call}`);
    });
    row.append(link);
    return row;
  }

  /** @param {File} file @param {string} operation */
  #counts({ added, removed }, operation) {
    if (operation === "read" || operation === "searched" || (!added && !removed)) return [text("small", "quiet", inWords(operation))];
    return [
      ...(added ? [text("small", "stat-added", `+${added.toLocaleString()}`)] : []),
      ...(removed ? [text("small", "stat-removed", `−${removed.toLocaleString()}`)] : []),
    ];
  }

  #more() {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    button.textContent = gettext("Show all files");
    button.addEventListener("click", () => this.#draw(Infinity));
    row.append(button);
    return row;
  }
}

/** @param {string} operation */
function inWords(operation) {
  /** @type {Record<string, string>} */
  const words = {
    written: gettext("written"), edited: gettext("edited"), deleted: gettext("deleted"), read: gettext("read"), searched: gettext("searched"),
  };
  return words[operation] ?? operation;
}

/** @param {string} folder */
function heading(folder) {
  const row = text("li", "folder", "");
  row.append(icon("i-folder", "icon icon-small"), text("bdi", "", folder || gettext("top folder")));
  return row;
}

/** @param {string} tag @param {string} name @param {string} content */
const text = (tag, name, content) => Object.assign(document.createElement(tag), { className: name, textContent: content });
