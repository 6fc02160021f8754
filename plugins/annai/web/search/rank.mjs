/**
 * Owns the ranking: impacts of terms by unit, an article by its head and its best sections, a bonus for coverage.
 *
 * The twin of the Python module annai.search.rank. Both add the same numbers in the same order, so that their scores
 * are equal to the last bit.
 */

import { lastUpTo } from "./lexicon.mjs";
import { NO_CONCEPT } from "./query.mjs";

/** @typedef {import("./postings.mjs").Postings} Postings */
/** @typedef {import("./query.mjs").QueryTerm} QueryTerm */
/** @typedef {{term: QueryTerm, df: number, postings: Postings}} Weighed a term, how many articles hold it, and where */

/** One more than the highest impact. */
const IMPACTS = 256;
/** Sums of the same numbers in another order may differ in their last bits. */
const ROUNDING = 1 + 1e-9;

/**
 * The settings of the ranking, from the manifest; the Python module says what each means and why it is what it is.
 * @typedef {object} Ranking
 * @property {number} head
 * @property {number} further
 * @property {number} most_further
 * @property {number} coverage
 * @property {number} common
 * @property {number} smallest
 * @property {number} most_terms
 */

/** An article with its score, and its best unit but the head (0: none). */
/** @typedef {{article: number, score: number, section: number}} Ranked */

/**
 * Articles that have any term, in order: what each has of the terms' worth, and its best unit but the head (0: none).
 * A score is that times `factor()`, which is at most `most`: it is only asked for those that can be among the best.
 * @typedef {object} Scored
 * @property {Int32Array} articles
 * @property {Float64Array} worths
 * @property {Int32Array} sections
 * @property {(article: number) => number} factor
 * @property {number} most
 */

/**
 * The terms that are looked for, rarest first. Those that most articles have are left out unless nothing else is left.
 * @template {{df: number}} Known
 * @param {readonly Known[]} terms that the site has, in the order of the query
 * @param {number} count of all articles
 * @param {Ranking} ranking
 * @returns {Known[]}
 */
export function chosenTerms(terms, count, ranking) {
  const telling = count > ranking.smallest ? terms.filter(({ df }) => df <= ranking.common * count) : terms;
  const known = telling.length ? telling : terms;
  return known.toSorted((left, right) => left.df - right.df).slice(0, ranking.most_terms);
}

/**
 * How much a term says that `df` of `count` articles hold: BM25's inverse document frequency.
 * @param {number} df
 * @param {number} count
 */
export function rarity(df, count) {
  return Math.log(1 + (count - df + 0.5) / (df + 0.5));
}

/**
 * Scores the articles that have any of the terms.
 * @param {readonly Weighed[]} chosen in the order of `chosenTerms()`
 * @param {number} count of all articles
 * @param {Ranking} ranking
 * @returns {Scored}
 */
export function score(chosen, count, ranking) {
  const worths = chosen.map(({ term, df }) => (term.weight / 100) * rarity(df, count));
  const places = placesOf(chosen, count);
  const sums = sumsOf(chosen, worths, places);
  const { articles, first, units } = places;
  const totals = new Float64Array(articles.length);
  const sections = new Int32Array(articles.length);
  const best = new Float64Array(1 + ranking.most_further);
  for (let number = 0; number < articles.length; number += 1) {
    const start = first[articles[number]];
    const end = start + units[articles[number]];
    let total = ranking.head * sums[start];
    if (end - start > 1) {
      best.fill(0);
      for (let place = start + 1; place < end; place += 1) {
        // The first of those that are equally good.
        if (sums[place] > best[0]) sections[number] = place - start;
        keepBest(best, sums[place]);
      }
      let further = 0;
      for (let at = 1; at < best.length; at += 1) further += best[at];
      total += best[0] + ranking.further * further;
    }
    totals[number] = total;
  }
  const whole = wholeWorth(chosen, worths);
  const factor = (/** @type {number} */ article) =>
    1 + ranking.coverage * (whole ? coveredBy(article, chosen, worths) / whole : 0);
  return { articles, worths: totals, sections, factor, most: (1 + ranking.coverage) * ROUNDING };
}

/**
 * The best of scored articles, best first; equal ones in their order.
 * @param {Scored} scored
 * @param {number} limit
 * @param {(article: number) => boolean} [accept] which count at all
 * @returns {{total: number, best: Ranked[]}} how many count, and the best of them
 */
export function bestOf(scored, limit, accept = () => true) {
  const { articles, worths, sections, factor, most } = scored;
  /** @type {number[]} */
  const counting = [];
  for (let at = 0; at < articles.length; at += 1) {
    if (accept(articles[at])) counting.push(at);
  }
  const promising = new Best(limit);
  for (const at of counting) promising.add(at, worths[at]);
  // So many articles score at least as much as the least of these.
  let least = promising.isFull ? Infinity : 0;
  for (const at of promising.places) least = Math.min(least, worths[at] * factor(articles[at]));
  const best = new Best(limit);
  for (const at of counting) {
    if (worths[at] * most >= least) best.add(at, worths[at] * factor(articles[at]));
  }
  return {
    total: counting.length,
    best: best.places.map((at, place) => ({
      article: articles[at],
      score: best.scores[place],
      section: sections[at],
    })),
  };
}

/**
 * One of the scored articles; null for one that has none of the terms.
 * @param {Scored} scored
 * @param {number} article
 * @returns {Ranked | null}
 */
export function scoreOf({ articles, worths, sections, factor }, article) {
  const at = lastUpTo(articles, article);
  if (articles[at] !== article) return null;
  return { article, score: worths[at] * factor(article), section: sections[at] };
}

/** The places with the highest scores, highest first; of equal ones those that came first. */
class Best {
  /** @param {number} limit */
  constructor(limit) {
    this.limit = limit;
    /** @type {number[]} */
    this.places = [];
    /** @type {number[]} */
    this.scores = [];
  }

  get isFull() {
    return this.places.length >= this.limit;
  }

  /**
   * @param {number} place
   * @param {number} score
   */
  add(place, score) {
    let at = this.places.length;
    if (this.isFull && (at === 0 || score <= this.scores[at - 1])) return;
    while (at > 0 && this.scores[at - 1] < score) at -= 1;
    this.places.splice(at, 0, place);
    this.scores.splice(at, 0, score);
    if (this.places.length > this.limit) {
      this.places.pop();
      this.scores.pop();
    }
  }
}

/**
 * What a query would be worth to an article with the best term for each of its concepts.
 * @param {readonly Weighed[]} chosen
 * @param {readonly number[]} worths
 */
function wholeWorth(chosen, worths) {
  /** @type {Map<number, number>} */
  const concepts = new Map();
  for (const [number, { term }] of chosen.entries()) {
    if (term.concept !== NO_CONCEPT) {
      concepts.set(term.concept, Math.max(concepts.get(term.concept) ?? 0, worths[number]));
    }
  }
  let sum = 0;
  for (const worth of concepts.values()) sum += worth;
  return sum;
}

/**
 * A place for the score of each unit of each article that has any of the terms: those of an article lie side by side.
 * @param {readonly Weighed[]} chosen
 * @param {number} count
 */
function placesOf(chosen, count) {
  /** Units of each article up to the last that has a term; 0 where none has. */
  const most = new Uint16Array(count);
  let touched = 0;
  for (const { postings } of chosen) {
    const { articles, starts, units } = postings;
    for (let at = 0; at < articles.length; at += 1) {
      const article = articles[at];
      const last = units[starts[at + 1] - 1] + 1;
      if (most[article] === 0) touched += 1;
      if (last > most[article]) most[article] = last;
    }
  }
  const found = new Int32Array(touched);
  const first = new Int32Array(count);
  let size = 0;
  let number = 0;
  for (let article = 0; article < count; article += 1) {
    if (most[article] === 0) continue;
    found[number] = article;
    number += 1;
    first[article] = size;
    size += most[article];
  }
  return { articles: found, first, units: most, size };
}

/**
 * Puts a score among the best, which are in order, best first.
 * @param {Float64Array} best
 * @param {number} score
 */
function keepBest(best, score) {
  let place = best.length - 1;
  if (score <= best[place]) return;
  while (place > 0 && best[place - 1] < score) {
    best[place] = best[place - 1];
    place -= 1;
  }
  best[place] = score;
}

/**
 * How much of a query an article has: of each concept, the worth of the best term that it holds, added in the order in
 * which the terms come upon the concepts.
 * @param {number} article
 * @param {readonly Weighed[]} chosen
 * @param {readonly number[]} worths
 */
function coveredBy(article, chosen, worths) {
  /** @type {Map<number, number>} */
  const best = new Map();
  for (let number = 0; number < chosen.length; number += 1) {
    const { term, postings } = chosen[number];
    if (term.concept === NO_CONCEPT || worths[number] <= (best.get(term.concept) ?? 0)) continue;
    if (postings.has(article)) best.set(term.concept, worths[number]);
  }
  let sum = 0;
  for (const worth of best.values()) sum += worth;
  return sum;
}

/**
 * What the terms are worth in each unit.
 * @param {readonly Weighed[]} chosen
 * @param {readonly number[]} worths
 * @param {ReturnType<typeof placesOf>} places
 */
function sumsOf(chosen, worths, places) {
  const sums = new Float64Array(places.size);
  const shares = new Float64Array(IMPACTS);
  for (let number = 0; number < chosen.length; number += 1) {
    const { articles, starts, units, impacts } = chosen[number].postings;
    for (let impact = 0; impact < IMPACTS; impact += 1) shares[impact] = (worths[number] * impact) / 100;
    for (let at = 0; at < articles.length; at += 1) {
      const first = places.first[articles[at]];
      const end = starts[at + 1];
      for (let unit = starts[at]; unit < end; unit += 1) sums[first + units[unit]] += shares[impacts[unit]];
    }
  }
  return sums;
}
