/**
 * Owns answering a query from a site's index: analysis, ranking, and results that show what matched. No DOM.
 */

import { Index } from "./index.mjs";
import { bestByMeaning } from "./meaning.mjs";
import { NO_CONCEPT, analyseQuery } from "./query.mjs";
import { bestOf, chosenTerms, rarity, score } from "./rank.mjs";
import { Marker } from "./snippet.mjs";
import { nearest } from "./suggest.mjs";

/** @typedef {import("./index.mjs").Article} Article */
/** @typedef {import("./index.mjs").Term} Term */
/** @typedef {import("./pieces.mjs").Piece} Piece */
/** @typedef {import("./query.mjs").Query} Query */
/** @typedef {import("./query.mjs").QueryTerm} QueryTerm */
/** @typedef {import("./snippet.mjs").Form} Form */
/** @typedef {import("./snippet.mjs").Marked} Marked */
/** @typedef {{term: QueryTerm, df: number, postings: import("./postings.mjs").Postings, forms: string[]}} Chosen */

/**
 * @typedef {object} SearchOptions
 * @property {number} [limit] the most results, 8 where it is not given
 * @property {readonly string[]} [kinds] only results of these kinds
 * @property {readonly string[]} [categories] only results of the categories with these ids
 * @property {() => void} [check] called between the steps; throws where nobody waits for the answer any longer
 */

/**
 * @typedef {object} Result
 * @property {string} id
 * @property {string} kind
 * @property {string} url the page's address
 * @property {Marked} title
 * @property {{anchor: string, title: Marked} | null} section that answers best; null for the page's beginning
 * @property {Marked} snippet
 * @property {number} score compares within one answer only
 * @property {string} category its id; empty where there is none
 */

/**
 * @typedef {object} Answer
 * @property {{text: string, pieces: Piece[]}} query as it was understood
 * @property {number} total how many articles were found, of the kinds and categories asked for
 * @property {Result[]} results best first
 * @property {{text: string}[]} suggestions the nearest words of the site, where the query has none of its words
 * @property {number} bytes that have been fetched so far
 */

const LIMIT = 8;
/** From the manifest's folder, `assets/annai/search/<language>/`, to the top of the site. */
const TOP = "../../../../";

/**
 * Opens the index of a manifest; what a query needs of it is fetched when it is asked.
 * @param {string | URL} manifestUrl absolute
 * @param {{fetch?: typeof fetch}} [means]
 * @returns {Promise<Engine>}
 * @throws {import("./shards.mjs").SearchUnavailable}
 */
export async function openSearch(manifestUrl, means = {}) {
  const address = new URL(manifestUrl).href;
  return new Engine(await Index.open(address, means.fetch), new URL(TOP, address));
}

export class Engine {
  /**
   * @param {Index} index
   * @param {URL} top of the site
   */
  constructor(index, top) {
    this.index = index;
    this.top = top;
  }

  /** Bytes fetched so far. */
  get bytes() {
    return this.index.shards.bytes;
  }

  /**
   * What a query stands for in this site's words.
   * @param {string} text
   * @param {() => void} [check]
   * @returns {Promise<Query>}
   */
  analyse(text, check) {
    const { lexicon, shards } = this.index;
    return shards.complete((lacking) => analyseQuery(text, lexicon.keys(lacking)), check);
  }

  /**
   * The terms that are looked for, rarest first, with where they are.
   * @param {Query} query
   * @param {() => void} [check]
   * @returns {Promise<Chosen[]>}
   */
  async chosen(query, check) {
    const { manifest, shards } = this.index;
    const known = await shards.complete(
      (lacking) => query.terms.map(({ term }) => this.index.term(term, lacking)),
      check,
    );
    const terms = query.terms.map((term, at) => {
      const { postings, forms } = /** @type {Term} */ (known[at]);
      return { term, df: postings.df, postings, forms };
    });
    return chosenTerms(terms, manifest.articles, manifest.ranking);
  }

  /**
   * @param {string} text
   * @param {SearchOptions} [options]
   * @returns {Promise<Answer>}
   * @throws {import("./shards.mjs").SearchUnavailable} a file of the index cannot be had; the next call tries again
   */
  async search(text, { limit = LIMIT, kinds, categories, check } = {}) {
    const { manifest, shards } = this.index;
    const query = await this.analyse(text, check);
    const chosen = await this.chosen(query, check);
    const accept = await this.#accepted(kinds, categories, check);
    const scored = score(chosen, manifest.articles, manifest.ranking);
    const { student } = this.index;
    const { total, best } = student
      ? await bestByMeaning(student, shards, { query, chosen, scored, count: manifest.articles }, limit, accept, check)
      : bestOf(scored, limit, accept);
    const articles = await shards.complete(
      (lacking) => best.map(({ article }) => this.index.article(article, lacking)),
      check,
    );
    const marker = new Marker(formsOf(query, chosen, manifest.articles));
    const suggestions = chosen.length ? [] : await this.#suggestions(query, check);
    return {
      query: { text, pieces: query.pieces.map(({ typed, kind, keys }) => ({ typed, kind, keys })) },
      total,
      results: best.map((found, at) => this.#result(/** @type {Article} */ (articles[at]), found, marker)),
      suggestions,
      bytes: this.bytes,
    };
  }

  /**
   * @param {Article} article
   * @param {{score: number, section: number}} found
   * @param {Marker} marker
   * @returns {Result}
   */
  #result(article, { score: worth, section: unit }, marker) {
    // The head, which is unit 0, has no text of its own: the page's beginning stands for it.
    const [anchor, heading, text] = article.sections[Math.max(0, unit - 1)] ?? ["", "", ""];
    return {
      id: article.id,
      kind: article.kind,
      url: new URL(article.url.replace(/^\/+/, ""), this.top).href,
      title: marker.mark(article.title),
      section: unit && anchor ? { anchor, title: marker.mark(heading) } : null,
      snippet: marker.snippet((unit ? "" : article.summary) || text || article.summary),
      score: worth,
      category: article.category,
    };
  }

  /**
   * @param {readonly string[] | undefined} kinds
   * @param {readonly string[] | undefined} categories
   * @param {() => void} [check]
   */
  async #accepted(kinds, categories, check) {
    if (!kinds && !categories) return undefined;
    const facets = await this.index.shards.complete((lacking) => this.index.facets(lacking), check);
    return (/** @type {number} */ article) => facets.accepts(article, kinds, categories);
  }

  /**
   * @param {Query} query
   * @param {() => void} [check]
   */
  async #suggestions(query, check) {
    const { index } = this;
    const pieces = query.pieces.map(({ typed }) => typed);
    const texts = await index.shards.complete((lacking) => {
      const words = nearest(pieces, index.lexicon.keys(lacking));
      return words.map((word) => ("text" in word ? word.text : index.term(word.term, lacking)?.forms[0]));
    }, check);
    return [...new Set(texts)].flatMap((text) => (text ? [{ text }] : []));
  }
}

/**
 * What a text may hold of a query: the ways in which its terms are written, and what was typed.
 * @param {Query} query
 * @param {readonly Chosen[]} chosen
 * @param {number} count of all articles
 * @returns {Form[]}
 */
function formsOf(query, chosen, count) {
  /** @type {Map<string, Form>} */
  const forms = new Map();
  /** @type {(form: string, weight: number, term: number) => void} */
  const add = (form, weight, term) => {
    if ((forms.get(form)?.weight ?? 0) < weight) forms.set(form, { form, weight, term });
  };
  /** @type {Map<number, number>} */
  const worths = new Map();
  for (const { term, df, forms: written } of chosen) {
    if (term.concept === NO_CONCEPT) continue;
    const worth = (term.weight / 100) * rarity(df, count);
    worths.set(term.term, worth);
    for (const form of written) add(form, worth, term.term);
  }
  for (const { typed, kind, keys, terms } of query.pieces) {
    const [first] = terms.flatMap(([term]) => (worths.has(term) ? [term] : []));
    if (first === undefined) continue;
    const worth = worths.get(first) ?? 0;
    // Readings are keys that nobody writes.
    for (const form of kind === "reading" ? [typed] : [typed, ...keys]) add(form, worth, first);
  }
  return [...forms.values()];
}
