/**
 * Owns the ranking: impacts of terms by unit, an article by its head and its best sections, a bonus for coverage.
 *
 * The twin of the Python module annai.search.rank. Both add the same numbers in the same order, so that their scores
 * are equal to the last bit.
 */

import { NO_CONCEPT } from "./query.mjs";

/** @typedef {import("./query.mjs").QueryTerm} QueryTerm */

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

/** Articles that have any term, in order, each with its score and its best unit but the head (0: none). */
/** @typedef {{articles: Int32Array, scores: Float64Array, sections: Int32Array}} Scored */

/**
 * Where a term is: `articles` in order; of article n those numbers of `units` and `impacts` that lie between
 * `starts[n]` and `starts[n + 1]`.
 */
export class Postings {
  /**
   * @param {number} df the number of articles
   * @param {readonly number[]} packed [article, counted from the one before, units, unit, impact, ...], ...
   */
  constructor(df, packed) {
    this.articles = new Int32Array(df);
    this.starts = new Int32Array(df + 1);
    const most = packed.length >> 1;
    this.units = new Uint16Array(most);
    this.impacts = new Uint8Array(most);
    let article = 0;
    let size = 0;
    for (let at = 0, number = 0; at < packed.length; number += 1) {
      article += packed[at];
      this.articles[number] = article;
      const end = at + 2 + 2 * packed[at + 1];
      for (at += 2; at < end; at += 2) {
        this.units[size] = packed[at];
        this.impacts[size] = packed[at + 1];
        size += 1;
      }
      this.starts[number + 1] = size;
    }
  }

  /** The number of articles that hold the term. */
  get df() {
    return this.articles.length;
  }
}

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
 * @param {readonly {term: QueryTerm, postings: Postings}[]} chosen in the order of `chosenTerms()`
 * @param {number} count of all articles
 * @param {Ranking} ranking
 * @returns {Scored}
 */
export function score(chosen, count, ranking) {
  const worths = chosen.map(({ term, postings }) => (term.weight / 100) * rarity(postings.df, count));
  const whole = wholeWorth(chosen, worths);
  const places = placesOf(chosen, count);
  const sums = new Float64Array(places.size);
  for (const [number, { postings }] of chosen.entries()) {
    const { articles, starts, units, impacts } = postings;
    const worth = worths[number];
    for (let at = 0; at < articles.length; at += 1) {
      const first = places.first[articles[at]];
      for (let unit = starts[at]; unit < starts[at + 1]; unit += 1) {
        sums[first + units[unit]] += (worth * impacts[unit]) / 100;
      }
    }
  }
  const covered = new Coverage(chosen, worths, count);
  const scores = new Float64Array(places.articles.length);
  const sections = new Int32Array(places.articles.length);
  const best = new Float64Array(1 + ranking.most_further);
  for (const [number, article] of places.articles.entries()) {
    const first = places.first[article];
    best.fill(0);
    for (let unit = 1; unit < places.units[article]; unit += 1) {
      // The first of those that are equally good.
      if (sums[first + unit] > best[0]) sections[number] = unit;
      keepBest(best, sums[first + unit]);
    }
    let total = ranking.head * sums[first];
    if (sections[number]) {
      let further = 0;
      for (let at = 1; at < best.length; at += 1) further += best[at];
      total += best[0] + ranking.further * further;
    }
    const share = whole ? covered.of(article) / whole : 0;
    scores[number] = total * (1 + ranking.coverage * share);
  }
  return { articles: places.articles, scores, sections };
}

/**
 * The best of scored articles, best first; equal ones in their order.
 * @param {Scored} scored
 * @param {number} limit
 * @param {(article: number) => boolean} [accept] which count at all
 * @returns {{total: number, best: {article: number, score: number, section: number}[]}} all that count, and the best
 */
export function bestOf({ articles, scores, sections }, limit, accept = () => true) {
  let total = 0;
  /** @type {number[]} */
  const best = [];
  for (let at = 0; at < articles.length; at += 1) {
    if (!accept(articles[at])) continue;
    total += 1;
    if (best.length === limit && (limit === 0 || scores[at] <= scores[best[limit - 1]])) continue;
    let place = best.length;
    while (place > 0 && scores[best[place - 1]] < scores[at]) place -= 1;
    best.splice(place, 0, at);
    if (best.length > limit) best.pop();
  }
  return {
    total,
    best: best.map((at) => ({ article: articles[at], score: scores[at], section: sections[at] })),
  };
}

/**
 * What a query would be worth to an article with the best term for each of its concepts.
 * @param {readonly {term: QueryTerm}[]} chosen
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
 * @param {readonly {postings: Postings}[]} chosen
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

/** How much of a query each article has: of each concept, the worth of the best term that it holds. */
class Coverage {
  /**
   * @param {readonly {term: QueryTerm, postings: Postings}[]} chosen
   * @param {readonly number[]} worths
   * @param {number} count
   */
  constructor(chosen, worths, count) {
    this.chosen = chosen;
    this.worths = worths;
    let size = 0;
    for (const { postings } of chosen) size += postings.df;
    /** Of each article its terms in their order, as a list: the first and the last entry, and what follows each. */
    this.heads = new Int32Array(count).fill(-1);
    this.next = new Int32Array(size).fill(-1);
    this.terms = new Int32Array(size);
    const tails = new Int32Array(count);
    let entry = 0;
    for (const [number, { term, postings }] of chosen.entries()) {
      if (term.concept === NO_CONCEPT) continue;
      for (const article of postings.articles) {
        this.terms[entry] = number;
        if (this.heads[article] < 0) this.heads[article] = entry;
        else this.next[tails[article]] = entry;
        tails[article] = entry;
        entry += 1;
      }
    }
    /** @type {number[]} */
    this.concepts = [];
    this.best = new Float64Array(1 + chosen.reduce((most, { term }) => Math.max(most, term.concept), 0));
  }

  /**
   * The concepts are added in the order in which the article is met with them.
   * @param {number} article
   */
  of(article) {
    const { best, concepts } = this;
    concepts.length = 0;
    for (let entry = this.heads[article]; entry >= 0; entry = this.next[entry]) {
      const number = this.terms[entry];
      const { concept } = this.chosen[number].term;
      if (best[concept] === 0) concepts.push(concept);
      if (this.worths[number] > best[concept]) best[concept] = this.worths[number];
    }
    let sum = 0;
    for (const concept of concepts) {
      sum += best[concept];
      best[concept] = 0;
    }
    return sum;
  }
}
