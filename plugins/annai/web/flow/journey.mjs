/**
 * Owns where a visitor is on the way through a flow: what was answered, what is shown, what comes next. Pure.
 *
 * A journey is worked out of an address, and says the addresses around it: of the step before, of the step after an
 * answer, of a change. Nothing else is kept, so that links, the browser's history and a reload all lead to the same.
 */

import { beginningOf, questionAt } from "./bundle.mjs";
import { answerIds, isAsking, keyOf, replay } from "./engine.mjs";

/** @typedef {import("./address.mjs").FlowAddress} FlowAddress */
/** @typedef {import("./bundle.mjs").Bundle} Bundle */
/** @typedef {import("./engine.mjs").Standing} Standing */
/** @typedef {import("./engine.mjs").Step} Step */
/** @typedef {import("./engine.mjs").Walker} Walker */

/**
 * @typedef {object} Journey
 * @property {string} entry
 * @property {number} version of the tree where it begins
 * @property {Step[]} steps every question that has an answer, in order
 * @property {number} place how many of them come before the one that is shown
 * @property {Standing} shown where the visitor stands: at a question, at the end, or before a tree that is not loaded
 * @property {Standing} last where all answers lead
 * @property {string | null} given the answer that the question shown has already
 * @property {boolean} change whether this question alone is being changed
 * @property {string[]} dropped keys of answers that lead nowhere any more
 */

/**
 * The journey to an address.
 * @param {Walker} walker
 * @param {Bundle} bundle of the tree whose page it is
 * @param {FlowAddress} address
 * @param {ReadonlyMap<string, string>} [remembered] answers given earlier on this page, for questions after the one
 *     that is shown: who goes back finds them again
 * @returns {Journey | null} null for a tree without a beginning
 */
export function journeyTo(walker, bundle, address, remembered) {
  const begin = beginningOf(bundle, address.entry);
  if (!begin) return null;
  let { standing: last, steps, dropped } = replay(walker, begin, address.answers);
  // Before a tree that is not loaded nobody can tell which answers it will take.
  if (last.needs !== null) dropped = [];
  // A link may name the question by an id that it had before; then the furthest step is shown.
  const found = address.at === null ? -1 : steps.findIndex((step) => step.key === address.at);
  const place = found < 0 ? steps.length : found;
  if (remembered && isAsking(last)) {
    const all = new Map([...remembered, ...steps.map(({ key, answer }) => /** @type {const} */ ([key, answer]))]);
    ({ standing: last, steps } = replay(walker, begin, all));
  }
  const here = steps.at(place);
  return {
    entry: begin.tree === bundle.tree ? begin.node : address.entry,
    version: bundle.version,
    steps,
    place: here ? place : steps.length,
    shown: here ? here.standing : last,
    last,
    given: here ? here.answer : null,
    change: found >= 0 && address.change,
    dropped,
  };
}

/**
 * The address of a journey with all its answers; `at` is the key of the question that is shown, null the furthest.
 * @param {Journey} journey
 * @param {string | null} at
 * @param {boolean} [change]
 * @returns {FlowAddress}
 */
export function addressAt(journey, at, change = false) {
  const answers = new Map(journey.steps.map(({ key, answer }) => [key, answer]));
  return { entry: journey.entry, answers, at, change, version: journey.version };
}

/**
 * The address of a journey as it stands.
 * @param {Journey} journey
 */
export function addressOf(journey) {
  return addressAt(journey, journey.given === null ? null : keyOf(journey.shown.place), journey.change);
}

/**
 * The address of the question before, null at the first.
 * @param {Journey} journey
 */
export function addressBefore(journey) {
  const before = journey.steps[journey.place - 1];
  return before && journey.place > 0 ? addressAt(journey, before.key) : null;
}

/**
 * What an answer to the question that is shown leads to.
 * @param {Walker} walker
 * @param {Bundle} bundle
 * @param {Journey} journey
 * @param {string} answer
 * @returns {{here: FlowAddress, next: Journey} | null} `here` is what the address of the question becomes, with its
 *     answer; null where the question has no such answer
 */
export function answered(walker, bundle, journey, answer) {
  const question = isAsking(journey.shown) ? questionAt(walker.trees, journey.shown.place) : null;
  if (!question || !answerIds(question).includes(answer)) return null;
  const key = keyOf(journey.shown.place);
  const { answers } = addressAt(journey, null);
  answers.set(key, answer);
  const furthest = { entry: journey.entry, answers, at: null, change: false, version: journey.version };
  const all = journeyTo(walker, bundle, furthest);
  if (!all) return null;
  const here = addressAt(all, key);
  // Step by step from a question that one came back to; a single change goes on as far as the answers lead.
  const following = journey.change ? undefined : all.steps[journey.place + 1];
  if (!following) return { here, next: all };
  const next = journeyTo(walker, bundle, addressAt(all, following.key));
  return next && { here, next };
}
