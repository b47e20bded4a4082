/** What we use of `diff`; undefined when more than `maxEditLength` changes would be needed. */
export function diffArrays(
  original: string[],
  text: string[],
  options?: { maxEditLength?: number },
): { value: string[]; added: boolean; removed: boolean }[] | undefined;
