/**
 * Owns bringing words and meaning together: the best articles by both, where a site has a trained student.
 *
 * A student tells how near some articles are to a query; the others keep their order, so that only those that are near
 * and the best by words have to be looked at.
 */

import { bestOf, scoreOf } from "./rank.mjs";
import { fuse, saidBy } from "./student.mjs";

/** @typedef {import("./query.mjs").Query} Query */
/** @typedef {import("./rank.mjs").Scored} Scored */
/** @typedef {import("./rank.mjs").Ranked} Ranked */
/** @typedef {import("./rank.mjs").Weighed} Weighed */
/** @typedef {import("./shards.mjs").Shards} Shards */
/** @typedef {import("./student.mjs").Student} Student */

/**
 * What was asked and found by words: the chosen terms, the scored articles, the number of all articles.
 * @typedef {{query: Query, chosen: readonly Weighed[], scored: Scored, count: number}} Asked
 */

/**
 * The best articles by words and meaning together, in the manner of `bestOf()`.
 * @param {Student} student
 * @param {Shards} shards
 * @param {Asked} asked
 * @param {number} limit
 * @param {(article: number) => boolean} [accept] which count at all
 * @param {() => void} [check]
 * @returns {Promise<{total: number, best: Ranked[]}>}
 */
export async function bestByMeaning(student, shards, { query, chosen, scored, count }, limit, accept = () => true, check) {
  const { fusion } = student.manifest;
  const leaders = bestOf(scored, Math.max(1, fusion.leaders)).best;
  const leading = pairs(leaders);
  const near = await shards.complete((lacking) => student.near(query.terms, leading, lacking), check);
  const byWords = bestOf(scored, limit, accept);
  /** @type {Map<number, Ranked>} */
  const known = new Map([...leaders.slice(0, 1), ...byWords.best].map((ranked) => [ranked.article, ranked]));
  for (const article of near.keys()) {
    const ranked = known.has(article) ? null : scoreOf(scored, article);
    if (ranked) known.set(article, ranked);
  }
  const lexical = [...known.values()].sort((left, right) => right.score - left.score || left.article - right.article);
  const said = leaders.length ? saidBy(query.pieces, chosen, count, leaders[0].article) : undefined;
  const fused = fuse(pairs(lexical), near, fusion, said).filter(([article]) => accept(article));
  const byMeaningAlone = fused.filter(([article]) => !known.has(article)).length;
  return {
    total: byWords.total + byMeaningAlone,
    best: fused
      .slice(0, limit)
      .map(([article, score]) => ({ article, score, section: known.get(article)?.section ?? 0 })),
  };
}

/**
 * @param {readonly Ranked[]} ranked
 * @returns {[number, number][]}
 */
function pairs(ranked) {
  return ranked.map(({ article, score }) => [article, score]);
}
