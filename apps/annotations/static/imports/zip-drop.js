import { FileDrop, megabytes, part } from "../projects/file-drop.js";

/**
 * A form for one zip: chosen or dropped anywhere on the page, sent at once with a bar, and the next page opened.
 * Without scripts the same form sends it by its button.
 */
class ZipDrop extends FileDrop {
  /** @type {XMLHttpRequest | null} */
  #request = null;

  connectedCallback() {
    super.connectedCallback();
    part(this, "button").hidden = true;
    part(this, "invitation").textContent = gettext("Drop a zip here, or choose one");
    part(this, "zone").parentElement?.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-act=cancel]")) this.#request?.abort();
    });
  }

  get isBusy() {
    return this.#request !== null;
  }

  /** @param {File[]} files the first is the zip */
  take([file]) {
    if (!file || this.#request) return;
    const problem = this.#problemOf(file);
    this.complain(problem);
    if (problem) return;
    const content = new FormData(this.#form);
    content.set("file", file);
    const request = new XMLHttpRequest(); // fetch does not tell how much it has sent
    request.open("POST", this.#form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.#show(file, event.loaded, event.total));
    request.addEventListener("loadend", () => this.#end(request));
    request.send(content);
    this.#request = request;
    this.#show(file, 0, file.size);
  }

  /**
   * What can be said before a byte is sent; "" for nothing.
   *
   * @param {File} file
   */
  #problemOf(file) {
    const { mostBytes, mostWords } = this.dataset;
    if (!/\.zip$/i.test(file.name)) return interpolate(gettext("%(name)s is no zip. Pack the project's folder as a zip and drop that."), { name: file.name }, true);
    if (file.size > Number(mostBytes)) return interpolate(gettext("%(name)s is larger than %(most)s. Leave out what is not part of the project, or ask whoever runs the server to raise UPLOAD_BYTES."), { name: file.name, most: mostWords }, true);
    return "";
  }

  /**
   * @param {File} file
   * @param {number} sent
   * @param {number} total
   */
  #show(file, sent, total) {
    const bar = this.querySelector("progress");
    if (bar) [bar.max, bar.value] = [total, sent];
    const values = { name: file.name, sent: megabytes(sent), total: megabytes(total) };
    part(this, "words").textContent = interpolate(wordsOf(sent, total), values, true);
    this.#isSending(true);
  }

  /** @param {XMLHttpRequest} request which was answered, lost or cancelled */
  #end(request) {
    this.#request = null;
    const reply = replyOf(request);
    if (request.status === 200 && reply.url) return location.assign(reply.url);
    this.input.value = ""; // the same file can be chosen again once it is mended
    this.#isSending(false);
    this.complain(reply.error || wordsFor(request.status));
  }

  /** @param {boolean} is */
  #isSending(is) {
    part(this, "sending").hidden = !is;
    part(this, "zone").hidden = is;
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }
}

/**
 * @param {number} sent
 * @param {number} total
 */
function wordsOf(sent, total) {
  if (sent === total) return gettext("Looking into %(name)s…");
  return total < 1024 * 1024 ? gettext("Uploading %(name)s…") : gettext("Uploading %(name)s: %(sent)s of %(total)s MB");
}

/**
 * @param {XMLHttpRequest} request
 * @returns {{ url?: string, error?: string }}
 */
function replyOf(request) {
  const isJson = request.getResponseHeader("Content-Type")?.startsWith("application/json");
  return isJson ? JSON.parse(request.responseText) : {};
}

/** @param {number} status of an answer that has no words of its own; 0 when none came */
function wordsFor(status) {
  if (status === 0) return gettext("The upload was broken off. Nothing of it is kept; choose the zip again.");
  if (status === 413) return gettext("The server takes no file of this size. Leave out what is not part of the project.");
  return interpolate(gettext("The server answered with an error (%(status)s). Nothing of the upload is kept; try again."), { status }, true);
}

customElements.define("zip-drop", ZipDrop);
