const MILLISECONDS = [1000, 2000, 5000, 10000, 30000];

/**
 * How long to wait after so many failures in a row: longer each time up to 30 s, give or take a third, so that a room full of
 * people does not come back in one moment.
 *
 * @param {number} failures from 1 on
 * @param {() => number} random from 0 to 1
 */
export function pauseAfter(failures, random) {
  const pause = MILLISECONDS[Math.min(failures, MILLISECONDS.length) - 1];
  return (pause * (2 + 2 * random())) / 3;
}
