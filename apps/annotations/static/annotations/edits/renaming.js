import { withKey } from "../page-keys.js";

/** The way out of a misspelt name. @param {string} name the one that was meant @param {() => void} run */
export const renaming = (name, run) => ({
  label: interpolate(gettext("Rename to “%(name)s”"), { name }, true),
  title: withKey(gettext("Rename it"), "rename"),
  run,
});
