import { STOPPED } from "../saving/drafts.js";
import { part } from "../work.js";

/**
 * @typedef {{
 *   page: HTMLElement,
 *   steps: import("../trace/trace-steps.js").TraceSteps,
 *   outline: import("../trace/outline.js").Outline,
 *   going: import("./going.js").Going,
 *   atSteps: import("./step-actions.js").StepActions,
 *   answering: import("./answering.js").Answering,
 *   changes: import("../after-changes.js").AfterChanges,
 *   marking: import("../marking/marking.js").Marking,
 *   suggestions: import("../suggestions.js").Suggestions,
 *   deciding: import("../conflict/deciding.js").Deciding,
 *   flags: import("../flags.js").Flags,
 *   guidelines: import("../guidelines.js").Guidelines,
 *   notices: import("../draft-notices.js").DraftNotices,
 *   replacing: import("../replacing/replace-bar.js").ReplaceBar | null,
 *   turn: () => import("../turn.js").Turn,
 *   isSubmitted: () => boolean,
 * }} Parts of the page that are acted on; `replacing` only where steps are edited
 * @typedef {Record<string, (from: Element | null, key: string) => void>} Actions by the name in data-act, and by key (keys.js);
 *   `from` is what was pressed or has the focus
 */

/** @param {Parts} parts @returns {Actions} */
export function actionsOf(parts) {
  const { page, steps, outline, going, atSteps, answering, changes, marking, suggestions, deciding, flags, guidelines, turn } = parts;
  return {
    next: () => going.go(() => outline.move(1)),
    previous: () => going.go(() => outline.move(-1)),
    first: () => going.go(() => outline.toFirst()),
    last: () => going.go(() => outline.toLast()),
    "next-to-judge": () => going.go(() => outline.moveToJudge(1)),
    "previous-to-judge": () => going.go(() => outline.moveToJudge(-1)),
    "first-wrong": () => (steps.beside ? going.toFirstDifference() : answering.pointOut("first-wrong")),
    cause: () => answering.pointOut("cause"),
    note: () => answering.note(),
    "unfold-beginning": () => going.foldBeginning(false),
    "fold-beginning": () => going.foldBeginning(true),
    side: (from) => going.turnSide(from),
    filter: (from) => outline.filter(from?.getAttribute("data-filter") ?? "all"),
    map: () => outline.showOver(),
    search: () => outline.focusSearch(),
    "next-hit": () => void outline.goToHit(1),
    "previous-hit": () => void outline.goToHit(-1),
    replace: () => replace(parts),
    edit: (from) => void atSteps.edit(from),
    reset: (from) => atSteps.reset(from),
    rename: (from) => atSteps.rename(from),
    insert: () => atSteps.insert(),
    "insert-call": (from) => void atSteps.insertCall(from),
    remove: (from) => atSteps.remove(from),
    "move-up": (from) => atSteps.move(from, -1),
    "move-down": (from) => atSteps.move(from, 1),
    undo: () => changes.goBack("undo"),
    redo: () => changes.goBack("redo"),
    mark: () => void marking.openCaret(),
    comment: () => answering.comment(),
    "fold-agent": (from) => atSteps.foldAgent(from),
    unfold: (from) => atSteps.unfold(from),
    "copy-link": (from) => void atSteps.copyLink(from),
    menu: (from) => atSteps.openMenu(from),
    changes: () => void part(page, ".work-trace").classList.toggle("is-hiding-changes"),
    choose: (_, key) => answering.choose(key),
    accept: (from) => answering.accept(from),
    "accept-all": () => suggestions.acceptAll(),
    leave: (from) => leave(parts, from),
    help: () => showDialog(page, "#keys-dialog"),
    skip: () => parts.isSubmitted() || showDialog(page, "#skip-dialog"),
    release: (from) => {
      from?.closest("dialog")?.close();
      void turn().submission.release();
    },
    close: (from) => from?.closest("dialog")?.close(),
    submit: () => void submit(parts),
    "see-both": () => deciding.seeBoth(),
    "take-mine": () => deciding.takeMine(),
    "take-other": () => deciding.takeOther(),
    "take-both": () => deciding.takeBoth(),
    "take-chosen": () => deciding.takeChosen(),
    "try-again": () => void turn().drafts.flush(),
    "remove-kept": () => turn().remove(),
    flag: () => flags.ask(),
    "withdraw-flag": (from) => void flags.withdraw(from?.getAttribute("data-flag") ?? ""),
    "skip-flagged": () => flags.skip(),
    "read-guidelines": () => guidelines.show(),
    "guidelines-read": () => void guidelines.close(),
    reload: () => location.reload(),
  };
}

/** Whether two versions wait for a decision: nothing is to be changed then. @param {ParentNode} page */
export const isDeciding = (page) => part(page, ".work-questions").closest("[inert]") !== null;

/** Not while two versions wait, also for the button. @param {Parts} parts */
function replace({ page, outline, replacing }) {
  if (isDeciding(page)) return;
  outline.showOver(false);
  replacing?.show();
}

/** @param {Parts} parts @param {Element | null} from */
function leave({ going, marking, replacing }, from) {
  if (from && replacing?.contains(from)) return replacing.close();
  marking.disarm();
  going.leave(from);
}

/** @param {Parts} parts */
async function submit({ turn, notices }) {
  if (STOPPED.has(turn().drafts.status.state)) notices.goToDecision();
  else await turn().submission.submit();
}

/** @param {ParentNode} page @param {string} selector */
const showDialog = (page, selector) => part(page, selector, HTMLDialogElement).showModal();
