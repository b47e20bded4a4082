/**
 * Gives `it` a clock that goes only when told: `it.timers` are those that wait, `it.pass(ms)` lets time go by, and each timer
 * act at its moment. Pauses after failures are neither longer nor shorter by chance.
 */
export function clockOf(it, planned = () => {}) {
  Object.assign(it, { time: 0, timers: new Set() });
  it.pass = async (milliseconds) => {
    const until = it.time + milliseconds;
    for (;;) {
      const next = [...it.timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      it.timers.delete(next);
      it.time = next.at;
      next.act();
      await new Promise(setImmediate);
    }
    it.time = until;
  };
  return {
    later: (act, milliseconds) => {
      const timer = { act, at: it.time + milliseconds };
      it.timers.add(timer);
      planned(milliseconds);
      return timer;
    },
    never: (timer) => it.timers.delete(timer),
    now: () => it.time,
    random: () => 0.5,
  };
}
