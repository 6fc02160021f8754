/**
 * Owns meaning at query time: a query's vector from its terms, how near articles are to it, and the fused order.
 *
 * The twin of the Python modules annai.search.student and annai.search.student_shards: vectors are signed bytes, their
 * sums integers, so that both come to the same numbers. No DOM.
 */

import { NO_CONCEPT } from "./query.mjs";
import { rarity } from "./rank.mjs";

/** @typedef {import("./query.mjs").QueryTerm} QueryTerm */
/** @typedef {ArrayLike<number>} Vector */
/** @typedef {{article: number, head: Vector[], body: Vector[]}} Member an article: its title's and its sections' vectors */
/** @typedef {{percent: number, pieces: number}} Said how much of a query the best article by words says as typed */

/**
 * @typedef {object} Fusion
 * @property {number} strength
 * @property {number} said
 * @property {number} settled
 * @property {number} head
 * @property {number} least
 * @property {number} most
 * @property {number} probes
 * @property {number} clusters
 * @property {number} leaders
 */

/**
 * @typedef {object} StudentManifest
 * @property {string} format
 * @property {number} dimensions
 * @property {number} coarse the dimensions of a cluster's middle
 * @property {Fusion} fusion
 * @property {[first: number, file: string][]} terms
 * @property {string} middles
 * @property {string[]} clusters
 */

export const FORMAT = "annai-student/1";
const WHOLE = 100;
/** What is written another way or read so is the word itself. */
const AS_TYPED = 80;

/** A student's files: what is here of them is decoded once. */
export class Student {
  /**
   * @param {StudentManifest} manifest
   * @param {(name: string, lacking: Set<string>) => any} file gives a file's content, or names it as lacking
   */
  constructor(manifest, file) {
    this.manifest = manifest;
    this.file = file;
    /** @type {Map<string, any>} */
    this.decoded = new Map();
  }

  /**
   * How near articles are to a query, 0 to 1, for those of the clusters that are looked into.
   * @param {readonly QueryTerm[]} terms
   * @param {readonly (readonly [article: number, score: number])[]} lexical best first
   * @param {Set<string>} lacking
   * @returns {Map<number, number>} incomplete where anything was lacking
   */
  near(terms, lexical, lacking) {
    const { dimensions, fusion, coarse } = this.manifest;
    /** @type {{vector: Vector, weight: number}[]} */
    const known = [];
    for (const { term, weight, concept } of terms) {
      const vector = this.#term(term, lacking);
      // A pair of characters counts as it did in training, whatever it counts in the ranking.
      if (vector) known.push({ vector, weight: concept === NO_CONCEPT ? WHOLE : weight });
    }
    const middles = this.#middles(lacking);
    /** @type {Map<number, number>} */
    const found = new Map();
    if (lacking.size) return found;
    const vector = queryVector(known, dimensions);
    const length = norm(vector);
    if (!length || !middles) return found;
    for (const cluster of lookedInto(vector.subarray(0, coarse), middles, lexical, fusion)) {
      for (const member of this.#cluster(cluster, lacking)) {
        found.set(member.article, nearness(vector, length, member, fusion.head));
      }
    }
    return found;
  }

  /**
   * @param {number} number
   * @param {Set<string>} lacking
   * @returns {Vector | undefined}
   */
  #term(number, lacking) {
    const { terms, dimensions } = this.manifest;
    let at = terms.length - 1;
    while (at >= 0 && terms[at][0] > number) at -= 1;
    if (at < 0) return undefined;
    const shard = this.#part(terms[at][1], lacking, ({ terms: numbers, vectors }) => {
      const unpacked = vectorsOf(vectors, dimensions);
      return new Map(numbers.map((/** @type {number} */ own, /** @type {number} */ place) => [own, unpacked[place]]));
    });
    return shard?.get(number);
  }

  /**
   * @param {Set<string>} lacking
   * @returns {{places: number[], vectors: Vector[]} | undefined}
   */
  #middles(lacking) {
    const { middles, coarse } = this.manifest;
    return this.#part(middles, lacking, ({ places, vectors }) => ({ places, vectors: vectorsOf(vectors, coarse) }));
  }

  /**
   * @param {number} cluster
   * @param {Set<string>} lacking
   * @returns {Member[]}
   */
  #cluster(cluster, lacking) {
    const { clusters, dimensions } = this.manifest;
    const members = this.#part(clusters[cluster], lacking, ({ articles, vectors }) => {
      const unpacked = vectorsOf(vectors, dimensions);
      let at = 0;
      return articles.map((/** @type {[number, number, number]} */ [article, head, body]) => {
        const member = {
          article,
          head: unpacked.slice(at, at + head),
          body: unpacked.slice(at + head, at + head + body),
        };
        at += head + body;
        return member;
      });
    });
    return members ?? [];
  }

  /**
   * @template Part
   * @param {string} name
   * @param {Set<string>} lacking
   * @param {(content: any) => Part} decode
   * @returns {Part | undefined}
   */
  #part(name, lacking, decode) {
    const known = this.decoded.get(name);
    if (known) return known;
    const content = this.file(name, lacking);
    if (content === undefined) return undefined;
    const part = decode(content);
    this.decoded.set(name, part);
    return part;
  }
}

/**
 * The articles by words and meaning together, best first; scores in percent of the best score by words.
 * @param {readonly (readonly [article: number, score: number])[]} lexical best first
 * @param {Map<number, number>} near
 * @param {Fusion} fusion
 * @param {Said} said of the first by words
 * @returns {[article: number, score: number][]}
 */
export function fuse(lexical, near, fusion, said = { percent: 0, pieces: 0 }) {
  const top = lexical.length ? lexical[0][1] : 0;
  const strength = (fusion.strength * (10_000 - fusion.said * said.percent)) / 10_000;
  const bonus = (/** @type {number} */ nearby) => strength * nearby * nearby;
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const [article, score] of lexical) {
    scores.set(article, (100 * score) / top + bonus(near.get(article) ?? 0));
  }
  if (strength) {
    const unsaid = [...near].filter(([article, nearby]) => !scores.has(article) && 100 * nearby >= fusion.least);
    unsaid.sort((left, right) => right[1] - left[1] || left[0] - right[0]);
    for (const [article, nearby] of unsaid.slice(0, fusion.most)) scores.set(article, bonus(nearby));
  }
  let first = -1;
  if (lexical.length && said.percent === WHOLE && said.pieces <= fusion.settled) {
    first = lexical[0][0];
    let most = 0;
    for (const score of scores.values()) most = Math.max(most, score);
    scores.set(first, most);
  }
  const place = (/** @type {number} */ article) => (article === first ? -1 : article);
  return [...scores].sort((left, right) => right[1] - left[1] || place(left[0]) - place(right[0]));
}

/**
 * How much of a query an article says as it was typed, each piece weighed by its rarity.
 * @param {readonly {kind: string}[]} pieces of the query
 * @param {readonly {term: QueryTerm, df: number, postings: {articles: ArrayLike<number>}}[]} chosen rarest first
 * @param {number} count of all articles
 * @param {number} article
 * @returns {Said}
 */
export function saidBy(pieces, chosen, count, article) {
  /** @type {Map<number, number>} */
  const worths = new Map();
  /** @type {Map<number, number>} */
  const has = new Map();
  for (const { term, df, postings } of chosen) {
    if (term.concept === NO_CONCEPT) continue;
    const worth = rarity(df, count);
    worths.set(term.concept, Math.max(worths.get(term.concept) ?? 0, (worth * term.weight) / WHOLE));
    if (term.weight >= AS_TYPED && includes(postings.articles, article)) {
      has.set(term.concept, Math.max(has.get(term.concept) ?? 0, worth));
    }
  }
  const unknown = pieces.filter(({ kind }) => kind === "unknown").length;
  const everything = total(worths.values()) + unknown * rarity(0, count);
  const percent = everything ? Math.floor((WHOLE * total(has.values())) / everything + 0.5) : 0;
  const whole = pieces.every(({ kind }) => kind === "word" || kind === "reading") && has.size === worths.size;
  return { percent: Math.min(percent, whole ? WHOLE : WHOLE - 1), pieces: pieces.length };
}

/**
 * The sum of terms' vectors by their weights in percent.
 * @param {readonly {vector: Vector, weight: number}[]} terms
 * @param {number} dimensions
 */
export function queryVector(terms, dimensions) {
  const sum = new Float64Array(dimensions);
  for (const { vector, weight } of terms) {
    for (let at = 0; at < dimensions; at += 1) sum[at] += weight * vector[at];
  }
  return sum;
}

/**
 * How near an article is: its best heading text and its best passage, weighed; never below 0.
 * @param {Vector} vector
 * @param {number} length of the vector
 * @param {Member} member
 * @param {number} head in percent
 */
export function nearness(vector, length, { head: heads, body: bodies }, head) {
  if (!heads.length && !bodies.length) return 0;
  const best = (/** @type {Vector[]} */ vectors) =>
    vectors.reduce((most, other) => Math.max(most, cosine(vector, length, other)), 0);
  const first = best(heads.length ? heads : bodies);
  const second = bodies.length ? best(bodies) : first;
  return (head * first + (WHOLE - head) * second) / WHOLE;
}

/**
 * @param {Vector} start the query's first dimensions
 * @param {{places: number[], vectors: Vector[]}} middles
 * @param {readonly (readonly [number, number])[]} lexical
 * @param {Fusion} fusion
 */
function lookedInto(start, { places, vectors }, lexical, { probes, clusters, leaders }) {
  const length = norm(start) || 1;
  const likeness = vectors.map((middle) => cosine(start, length, middle));
  const nearest = likeness.map((_, number) => number);
  nearest.sort((left, right) => likeness[right] - likeness[left] || left - right);
  const leading = lexical.slice(0, leaders).map(([article]) => places[article]);
  return [...new Set([...nearest.slice(0, probes), ...leading])].slice(0, clusters);
}

/** @param {Vector} vector */
function norm(vector) {
  return Math.sqrt(product(vector, vector));
}

/**
 * @param {Vector} vector
 * @param {number} length
 * @param {Vector} other
 */
function cosine(vector, length, other) {
  const own = norm(other);
  return own ? product(vector, other) / (length * own) : 0;
}

/**
 * @param {Vector} left
 * @param {Vector} right
 */
function product(left, right) {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += left[at] * right[at];
  return sum;
}

/** @param {Iterable<number>} numbers */
function total(numbers) {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/**
 * @param {ArrayLike<number>} articles in order
 * @param {number} article
 */
function includes(articles, article) {
  let low = 0;
  let high = articles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (articles[middle] < article) low = middle + 1;
    else high = middle;
  }
  return articles[low] === article;
}

/**
 * Signed bytes in base64 as vectors.
 * @param {string} packed
 * @param {number} dimensions
 */
function vectorsOf(packed, dimensions) {
  const bytes = Int8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const vectors = [];
  for (let at = 0; at < bytes.length; at += dimensions) vectors.push(bytes.subarray(at, at + dimensions));
  return vectors;
}
