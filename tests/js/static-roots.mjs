// In the browser all static files lie under one address; on disk they lie with their apps. A relative import that is not
// found in its own folder is looked up in the others, as Django does.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const REPOSITORY = new URL("../../", import.meta.url);
export const STATIC_ROOTS = ["static/", "apps/annotations/static/", "apps/schemes/static/", "apps/ingest/static/"].map(
  (folder) => new URL(folder, REPOSITORY).href,
);

export function resolve(specifier, context, next) {
  const wanted = /^\.{1,2}\//.test(specifier) ? new URL(specifier, context.parentURL).href : specifier;
  const root = STATIC_ROOTS.find((each) => context.parentURL?.startsWith(each) && !existsSync(fileURLToPath(wanted)));
  return next(root ? found(specifier, context.parentURL.slice(root.length)) : specifier, context);
}

function found(specifier, importer) {
  const candidates = STATIC_ROOTS.map((root) => new URL(specifier, root + importer).href);
  return candidates.find((candidate) => existsSync(fileURLToPath(candidate))) ?? candidates[0];
}
