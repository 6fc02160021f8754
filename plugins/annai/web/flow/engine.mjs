/**
 * Owns walking: what is asked next, and what answers that were given before amount to. Pure: no DOM, no clock.
 *
 * The twin of the Python module annai.trees.walk, whose numbered rules hold here, for customers and agents; what an
 * audience does not see is not in its bundles. One thing is new: a walk may come to a tree whose bundle is not loaded.
 * It then waits there (`needs`), and is to be walked again once the bundle has come.
 */

import { entryOf, formerIds, nodeAt, questionAt } from "./bundle.mjs";

/** @typedef {import("./bundle.mjs").Go} Go */
/** @typedef {import("./bundle.mjs").Place} Place */
/** @typedef {import("./bundle.mjs").Question} Question */
/** @typedef {import("./bundle.mjs").Trees} Trees */
/** @typedef {ReadonlyMap<string, string>} Known the value of each fact that is known */

/**
 * How a node was left; `number` counts its answers, rules or returns from 0, `asked` says whether anybody was asked.
 * @typedef {object} Taken
 * @property {Place} place
 * @property {"answer" | "unsure" | "rule" | "else" | "return" | "call"} how
 * @property {number} number
 * @property {boolean} asked
 */

/**
 * Where a walk stands: at a question (`end` and `needs` are null), at its end, or before a tree that is not loaded.
 * @typedef {object} Standing
 * @property {Place} place
 * @property {readonly Place[]} calls that are open, innermost last
 * @property {Known} known
 * @property {readonly Taken[]} trail
 * @property {"outcome" | "returned" | "stuck" | "endless" | null} end
 * @property {string | null} name what was returned, by a tree that nobody called
 * @property {string | null} needs the tree whose bundle is to be loaded
 */

/**
 * A question that was asked and answered. `key` is its tree and id, `returns.defect`.
 * @typedef {{key: string, answer: string, standing: Standing}} Step
 */

/** The answer "I do not know", where a question takes it. */
export const UNSURE = "unsure";
const NOTHING_KNOWN = /** @type {Known} */ (new Map());

/** @param {Place} place */
export function keyOf(place) {
  return `${place.tree}.${place.node}`;
}

/**
 * Whether a walk stands at a question.
 * @param {Standing} standing
 */
export function isAsking(standing) {
  return standing.end === null && standing.needs === null;
}

/**
 * The ids that answer a question, "unsure" last where it is one.
 * @param {Question} question
 */
export function answerIds(question) {
  const ids = question.answers.map((answer) => answer.id);
  return question.unsure && !ids.includes(UNSURE) ? [...ids, UNSURE] : ids;
}

export class Walker {
  /** @param {Trees} trees may grow while the walker is in use */
  constructor(trees) {
    this.trees = trees;
  }

  /**
   * The first question, or the end, on the way from a place.
   * @param {Place} place
   * @param {Known} [known]
   * @returns {Standing}
   */
  begin(place, known = NOTHING_KNOWN) {
    return this.#settle({ place, calls: [], known: new Map(known), trail: [], end: null, name: null, needs: null });
  }

  /**
   * Goes on with an answer's id, or with `UNSURE`.
   * @param {Standing} standing
   * @param {string} answer
   * @returns {Standing}
   * @throws {RangeError} where nothing is asked, or the question has no such answer
   */
  answer(standing, answer) {
    const question = isAsking(standing) ? questionAt(this.trees, standing.place) : null;
    if (!question) throw new RangeError(`nothing is asked at ${keyOf(standing.place)}`);
    const number = question.answers.findIndex(({ id }) => id === answer);
    if (number >= 0) return this.#settle(this.#choose(standing, question, number, "answer"));
    if (answer !== UNSURE || !question.unsure) throw new RangeError(`${keyOf(standing.place)} has no "${answer}"`);
    const meant = unsureAs(question);
    if (meant >= 0) return this.#settle(this.#choose(standing, question, meant, "unsure"));
    return this.#settle(this.#go(standing, question.unsure, "unsure", 0, true));
  }

  /**
   * What the ticket tells meanwhile; a fact that is known already stays as it is.
   * @param {Standing} standing
   * @param {string} fact
   * @param {string} value
   * @returns {Standing}
   */
  learn(standing, fact, value) {
    if (standing.end !== null || standing.known.has(fact)) return standing;
    return this.#settle({ ...standing, known: new Map(standing.known).set(fact, value) });
  }

  /**
   * The number of the answer that is taken without asking, -1 where the question is asked.
   * @param {Question} question
   * @param {string} tree
   * @param {Known} known
   */
  skips(question, tree, known) {
    if (!question.fact) return -1;
    const ids = question.answers.map((answer) => answer.id);
    const value = known.get(question.fact);
    if (value === undefined) return -1;
    const levels = entryOf(this.trees.get(tree)?.facts, question.fact)?.levels;
    if (!levels) return ids.indexOf(value);
    const top = levels.findLastIndex((level) => ids.includes(level));
    return top >= 0 && levels.indexOf(value) >= top ? ids.indexOf(levels[top]) : -1;
  }

  /**
   * Goes on as far as nobody needs to be asked.
   * @param {Standing} from
   * @returns {Standing}
   */
  #settle(from) {
    const met = new Set();
    let standing = { ...from, needs: /** @type {string | null} */ (null) };
    while (standing.end === null) {
      const here = [standing.place, ...standing.calls].map(keyOf).join(" ");
      if (met.has(here)) return { ...standing, end: "endless" };
      met.add(here);
      const { place, calls, known } = standing;
      if (!this.trees.has(place.tree)) return { ...standing, needs: place.tree };
      const node = nodeAt(this.trees, place);
      if (node?.kind === "question") {
        const skipped = this.skips(node, place.tree, known);
        if (skipped < 0) return standing;
        standing = this.#go(standing, node.answers[skipped].go, "answer", skipped, false);
      } else if (node?.kind === "route") {
        const rules = node.rules ?? [];
        const decided = rules.findIndex(({ when }) =>
          Object.entries(when).every(([fact, values]) => values.includes(known.get(fact) ?? "")),
        );
        if (decided < 0 && !node.else) return { ...standing, end: "stuck" };
        standing =
          decided >= 0
            ? this.#go(standing, rules[decided].go, "rule", decided, false)
            : this.#go(standing, node.else ?? null, "else", 0, false);
      } else if (node?.kind === "call") {
        if (calls.some((call) => keyOf(call) === keyOf(place))) return { ...standing, end: "endless" };
        const called = this.trees.get(node.tree);
        if (!called) return { ...standing, needs: node.tree };
        standing = {
          ...standing,
          place: { tree: node.tree, node: called.start ?? "" },
          calls: [...calls, place],
          trail: [...standing.trail, { place, how: "call", number: 0, asked: false }],
        };
      } else {
        return { ...standing, end: node ? "outcome" : "stuck" };
      }
    }
    return standing;
  }

  /**
   * @param {Standing} standing
   * @param {Question} question
   * @param {number} number
   * @param {"answer" | "unsure"} how
   */
  #choose(standing, question, number, how) {
    const { id, go } = question.answers[number];
    const known = question.fact ? new Map(standing.known).set(question.fact, id) : standing.known;
    return this.#go({ ...standing, known }, go, how, number, true);
  }

  /**
   * Takes a step; through returns, as far as they lead.
   * @param {Standing} standing
   * @param {Go | null} target
   * @param {Taken["how"]} how
   * @param {number} number
   * @param {boolean} asked
   * @returns {Standing}
   */
  #go(standing, target, how, number, asked) {
    let { place, calls } = standing;
    const trail = [...standing.trail, { place, how, number, asked }];
    let go = target;
    while (go && "return" in go) {
      const name = go.return;
      const caller = calls.at(-1);
      if (!caller) return { ...standing, place, calls, trail, end: "returned", name };
      const node = nodeAt(this.trees, caller);
      const returns = node?.kind === "call" ? (node.returns ?? {}) : {};
      trail.push({ place: caller, how: "return", number: Object.keys(returns).indexOf(name), asked: false });
      place = caller;
      calls = calls.slice(0, -1);
      go = entryOf(returns, name);
    }
    if (!go) return { ...standing, place, calls, trail, end: "stuck" };
    // Only a jump leaves a tree, and it closes what was called.
    return { ...standing, place: go, calls: go.tree === place.tree ? calls : [], trail };
  }
}

/**
 * The number of the answer that "unsure" stands for, -1 where it only leads somewhere.
 * @param {Question} question
 */
function unsureAs(question) {
  return question.answers.findIndex(({ id }) => id === question.unsureAs);
}

/**
 * Everything that decides how a walk goes on.
 * @param {Standing} standing
 */
function momentOf(standing) {
  const known = [...standing.known].map(([fact, value]) => `${fact}=${value}`).sort();
  return [standing.place, ...standing.calls].map(keyOf).join(" ") + "|" + known.join(" ");
}

/**
 * Walks by answers that were given before, and stops at the furthest step that they lead to.
 * @param {Walker} walker
 * @param {Place} begin
 * @param {ReadonlyMap<string, string>} answers by key (`returns.defect`), former ids of questions included
 * @param {Known} [known]
 * @returns {{standing: Standing, steps: Step[], dropped: string[]}} `dropped` are the keys that were of no use; as long
 *     as `standing.needs` a bundle, they may still become so
 */
export function replay(walker, begin, answers, known = NOTHING_KNOWN) {
  let standing = walker.begin(begin, known);
  /** @type {Step[]} */
  const steps = [];
  const used = new Set();
  const met = new Set();
  while (isAsking(standing)) {
    const given = givenAt(walker.trees, standing.place, answers);
    const moment = momentOf(standing);
    // The same answers would lead round again.
    if (!given || met.has(moment)) break;
    met.add(moment);
    used.add(given.under);
    steps.push({ key: keyOf(standing.place), answer: given.answer, standing });
    standing = walker.answer(standing, given.answer);
  }
  return { standing, steps, dropped: [...answers.keys()].filter((key) => !used.has(key)) };
}

/**
 * The answer that was given to a question, and the key that it was given under.
 * @param {Trees} trees
 * @param {Place} place
 * @param {ReadonlyMap<string, string>} answers
 */
function givenAt(trees, place, answers) {
  const question = questionAt(trees, place);
  if (!question) return null;
  const ids = answerIds(question);
  for (const id of [place.node, ...formerIds(trees, place)]) {
    const under = keyOf({ tree: place.tree, node: id });
    const answer = answers.get(under);
    if (answer !== undefined && ids.includes(answer)) return { under, answer };
  }
  return null;
}

/**
 * The largest number of questions that can still come after the one that is asked, as far as is known now: what a
 * ticket tells later may lead elsewhere.
 * @param {Walker} walker
 * @param {Standing} standing
 * @returns {number | null} null where nobody can tell: a tree that is not loaded could be reached, or a way goes round
 */
export function atMost(walker, standing) {
  /** @type {Map<string, number | null>} */
  const counted = new Map();
  /** @param {Standing} at @returns {number | null} with the question that is asked there */
  const count = (at) => {
    if (at.needs !== null || at.end === "endless") return null;
    if (at.end !== null) return 0;
    const moment = momentOf(at);
    const before = counted.get(moment);
    if (before !== undefined) return before;
    // Met again while it is being counted, it lies on a circle.
    counted.set(moment, null);
    const question = questionAt(walker.trees, at.place);
    let most = 0;
    for (const id of question ? answerIds(question) : []) {
      const further = count(walker.answer({ ...at, trail: [] }, id));
      if (further === null) return null;
      most = Math.max(most, further);
    }
    counted.set(moment, most + 1);
    return most + 1;
  };
  const all = count(standing);
  return all === null ? null : Math.max(all - 1, 0);
}
