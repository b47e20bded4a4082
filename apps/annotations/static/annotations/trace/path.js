/** A line that is nothing but a path: no white space, no address of the web, nothing that shells and patterns are made of. */
const PATH = /^(?!.*(?::\/\/|\\[([{.*+?|^$]))([^\s*"'<>|;=$]*[\\/])([^\s*"'<>|;=$\\/]+[\\/]?)$/;

/**
 * A path as its file's name, which tells calls apart, and the folder that is much the same in all of them.
 *
 * @param {string} text
 * @returns {{name: string, folder: string} | null} null when it is no path
 */
export function partsOf(text) {
  const [, folder, name] = PATH.exec(text) ?? [];
  return name === undefined ? null : { name, folder: folder.length > 1 ? folder.slice(0, -1) : folder };
}
