import { existsSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

import { STATIC_ROOTS } from "./static-roots.mjs";

register("./static-roots.mjs", import.meta.url);

// What Django's JavaScriptCatalog puts into every page, without a translation.
globalThis.gettext ??= (text) => text;
globalThis.ngettext ??= (singular, plural, count) => (count === 1 ? singular : plural);
globalThis.interpolate ??= (format, values) => format.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

// Modules of elements can be loaded where there is no page; nothing is an element there.
globalThis.HTMLElement ??= class {};
globalThis.customElements ??= { define: () => {} };

/** The module the page loads from /static/<path>. */
export function load(path) {
  const file = STATIC_ROOTS.map((root) => new URL(path, root)).find((url) => existsSync(fileURLToPath(url)));
  if (!file) throw new Error(`No static file ${path}.`);
  return import(file.href);
}
