import * as bws from "../schemes/kinds/bws.js";
import * as codeReview from "../schemes/kinds/code_review.js";
import * as confidence from "../schemes/kinds/confidence.js";
import * as failureAttribution from "../schemes/kinds/failure_attribution.js";
import * as hierarchicalMultiselect from "../schemes/kinds/hierarchical_multiselect.js";
import * as likert from "../schemes/kinds/likert.js";
import * as multirate from "../schemes/kinds/multirate.js";
import * as multiselect from "../schemes/kinds/multiselect.js";
import * as number from "../schemes/kinds/number.js";
import * as pairwise from "../schemes/kinds/pairwise.js";
import * as processReward from "../schemes/kinds/process_reward.js";
import * as radio from "../schemes/kinds/radio.js";
import * as ranking from "../schemes/kinds/ranking.js";
import * as rubricEval from "../schemes/kinds/rubric_eval.js";
import * as select from "../schemes/kinds/select.js";
import * as slider from "../schemes/kinds/slider.js";
import * as span from "../schemes/kinds/span.js";
import * as text from "../schemes/kinds/text.js";
import * as toolCallReview from "../schemes/kinds/tool_call_review.js";
import * as trajectoryEdit from "../schemes/kinds/trajectory_edit.js";
import * as trajectoryEval from "../schemes/kinds/trajectory_eval.js";
import * as triage from "../schemes/kinds/triage.js";

/**
 * How the page asks a kind for its answer: `read` gives what is sent, `fill` shows an answer, `summary` names its parts as
 * texts so that two versions can be shown side by side.
 *
 * @typedef {{
 *   read: (root: HTMLElement) => any,
 *   fill: (root: HTMLElement, answer: any) => void,
 *   summary: (answer: any) => {at: string, text: string}[],
 * }} Kind
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  bws,
  code_review: codeReview,
  confidence,
  failure_attribution: failureAttribution,
  hierarchical_multiselect: hierarchicalMultiselect,
  likert,
  multirate,
  multiselect,
  number,
  pairwise,
  process_reward: processReward,
  radio,
  ranking,
  rubric_eval: rubricEval,
  select,
  slider,
  span,
  text,
  tool_call_review: toolCallReview,
  trajectory_edit: trajectoryEdit,
  trajectory_eval: trajectoryEval,
  triage,
};
