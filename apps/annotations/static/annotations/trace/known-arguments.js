/**
 * What is known of the arguments of tools: as the trace declares them, else how the calls of the project have them.
 *
 * @typedef {{types: Map<string, number>, required: boolean, count: number}} Known of one argument; how often each type occurs, 0
 *   where that is declared
 * @typedef {{tool: string, isDeclared: boolean, isOpen: boolean, calls: number, arguments: Map<string, Known>}} Tool `isOpen`
 *   where it may have others, too
 * @typedef {{counted: boolean, tools: {tool: string, declared: boolean, open: boolean, calls: number,
 *   arguments: [name: string, types: Record<string, number>, required: boolean][]}[]}} Sent as apps/traces/tool_arguments.py has it
 */

export class KnownArguments {
  /** Whether the calls of this trace are among those that were counted. */
  isCounted;
  /** @type {Map<string, Tool>} */
  #tools = new Map();

  /** @param {Sent} sent */
  constructor(sent) {
    this.isCounted = sent.counted;
    for (const { tool, declared, open, calls, arguments: listed } of sent.tools) {
      const known = listed.map(([name, types, required]) => {
        const counts = new Map(Object.entries(types));
        return /** @type {[string, Known]} */ ([name, { types: counts, required, count: sum(counts) }]);
      });
      this.#tools.set(tool, { tool, isDeclared: declared, isOpen: open, calls, arguments: new Map(known) });
    }
  }

  /** @param {string} tool */
  of(tool) {
    return this.#tools.get(tool);
  }
}

/** @param {Map<string, number>} counts */
const sum = (counts) => [...counts.values()].reduce((total, count) => total + count, 0);
