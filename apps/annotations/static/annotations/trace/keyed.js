/**
 * Makes the children of a place those that are wanted, in order; what stays is not touched.
 *
 * @param {Element} place
 * @param {Element[]} wanted
 */
export function place(place, wanted) {
  const staying = new Set(wanted);
  for (const child of [...place.children]) if (!staying.has(child)) child.remove();
  wanted.forEach((child, index) => {
    const now = place.children[index];
    if (now !== child) place.insertBefore(child, now ?? null);
  });
}
