let isPressed = false;
/** @type {(() => void)[]} */
let waiting = [];

if (typeof document !== "undefined") {
  addEventListener("pointerdown", () => (isPressed = true), true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), true);
}

/** Does it when no button of the mouse is pressed: what vanishes meanwhile moves what was meant away from under the mouse. @param {() => void} act */
export function afterClick(act) {
  waiting.push(act);
  if (!isPressed) setTimeout(release);
}

function release() {
  isPressed = false;
  const now = waiting;
  waiting = [];
  for (const act of now) act();
}
