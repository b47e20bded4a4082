/**
 * What people call a key of the trace document. An argument's name is the agent's own.
 *
 * @param {string} key
 */
export function labelOf(key) {
  return words()[key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");
}

/** @param {string} kind who speaks in a step */
export function headOf(kind) {
  /** @type {Record<string, string>} */
  const heads = {
    agent: gettext("Agent"), prompt: gettext("Prompt"), system: gettext("System prompt"),
    compaction: gettext("Summary of what came before"), reminder: gettext("Reminder"), command: gettext("Command"),
    demonstration: gettext("Demonstration"), instruction: gettext("Instruction"),
    inserted: gettext("Inserted step"), answer: gettext("Final answer"),
  };
  return heads[kind] ?? heads.agent;
}

/** @returns {Record<string, string>} */
const words = () => ({
  thought: gettext("Thought"), thinking: gettext("Thought"), reasoning: gettext("Thought"), action: gettext("Action"),
  observation: gettext("Result"), output: gettext("Result"), content: gettext("Text"), step: gettext("Step"),
  final_answer: gettext("Answer"), input: gettext("Input"), call: gettext("Call"),
});
