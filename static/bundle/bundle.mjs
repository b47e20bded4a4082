// Makes three files of the two hundred modules of the annotate page: a browser needs some milliseconds for each file, also
// for one that it has kept. Run `npm ci && npm run bundle` after changing a module, and commit the result. Until then the
// server, which compares SOURCES with the modules, serves the modules themselves.
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const apps = readdirSync(join(root, "apps")).map((app) => join(root, "apps", app, "static"));
const folders = [join(root, "static"), ...apps.filter(existsSync)];

/** Static folders are one tree for a browser, so an import may lead from one into another. */
const oneTree = {
  name: "one tree of static folders",
  setup(/** @type {import("esbuild").PluginBuild} */ { onResolve }) {
    onResolve({ filter: /.*/ }, ({ importer, path }) => {
      const name = importer ? nameOf(join(dirname(importer), path)) : path;
      return { path: folders.map((folder) => join(folder, name)).find(existsSync) };
    });
  },
};

function nameOf(/** @type {string} */ path) {
  const folder = folders.find((folder) => path.startsWith(`${folder}/`));
  if (!folder) throw new Error(`${path} is in no static folder`);
  return relative(folder, path);
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    "work-page": "annotations/work-page.js",
    "signed-in": "annotations/offline/signed-in.js",
  },
  outdir: "static/bundle",
  chunkNames: "shared",
  plugins: [oneTree],
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minifyWhitespace: true, // names stay, for the reader of an error's stack
  lineLimit: 160,
  legalComments: "none", // of vendor/, where the licences are
  metafile: true,
});
const sources = [];
for (const path of Object.keys(metafile.inputs)) {
  const sum = createHash("sha256").update(await readFile(join(root, path))).digest("hex");
  sources.push(`${sum}  ${nameOf(join(root, path))}`);
}
await writeFile(join(root, "static/bundle/SOURCES"), sources.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join("\n") + "\n");
