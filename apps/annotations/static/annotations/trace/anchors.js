/** The final answer stands behind the steps as one of its own. */
export const FINAL = "final-answer";

/** The address of a step inside the page, by the number that people see; of a sub-agent by that of its first one. @param {string} name */
export const anchorOf = (name) => {
  const [, fold, number] = /^(agent-)?(\d+)$/.exec(name) ?? [];
  if (number !== undefined) return `${fold ?? "step-"}${Number(number) + 1}`;
  return name === FINAL ? FINAL : `step-${name}`;
};

/** The address of a call, counted as people do: "4.1" is call-5.2. @param {string} name */
export const callAnchor = (name) => `call-${name.replace(/(?<![+\d])\d+/g, (digits) => String(Number(digits) + 1))}`;
