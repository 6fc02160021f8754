/**
 * Owns what is in the files of a site's index: its manifest, the lexicon, postings, what is shown of the articles.
 *
 * Written by the Python module annai.search.sinks.browser. A small site's index is one file, with the same parts.
 */

import { Lexicon, lastUpTo } from "./lexicon.mjs";
import { Postings } from "./postings.mjs";
import { Shards, SearchUnavailable } from "./shards.mjs";
import { FORMAT as STUDENT_FORMAT, Student } from "./student.mjs";

/** @typedef {[anchor: string, heading: string, text: string]} Section */

/**
 * @typedef {object} Manifest
 * @property {string} format
 * @property {number} articles how many there are
 * @property {number} unknown what a lattice pays for a character that no key takes in
 * @property {import("./rank.mjs").Ranking} ranking
 * @property {string[]} kinds
 * @property {[id: string, title: string][]} categories
 * @property {[string, string][]} lexicon
 * @property {[number, string][]} postings
 * @property {[number, string][]} docs
 * @property {string} facets
 * @property {string} [all] the one file of a small site
 * @property {import("./student.mjs").StudentManifest} [student]
 */

/** @typedef {{kind: string, url: string, id: string, title: string, summary: string, category: string, sections: Section[]}} Article */
/** @typedef {{postings: Postings, forms: string[]}} Term where a term is, and how it is written in the texts */
/** @typedef {{kinds: number[], categories: number[]}} PackedFacets run lengths: a value, how many articles have it, ... */
/** @typedef {[df: number, forms: string[], packed: number[]]} PackedTerm */

const FORMAT = "annai-search/1";

/** Of what kind and in which category each article is. */
export class Facets {
  /**
   * @param {PackedFacets} packed
   * @param {Manifest} manifest
   */
  constructor(packed, manifest) {
    this.kinds = spread(packed.kinds, manifest.articles);
    this.categories = spread(packed.categories, manifest.articles);
    this.manifest = manifest;
  }

  /**
   * @param {number} article
   * @param {readonly string[]} [kinds]
   * @param {readonly string[]} [categories]
   */
  accepts(article, kinds, categories) {
    const kind = this.manifest.kinds[this.kinds[article]];
    const category = this.manifest.categories[this.categories[article]]?.[0] ?? "";
    return (!kinds || kinds.includes(kind)) && (!categories || categories.includes(category));
  }
}

export class Index {
  /**
   * @param {Manifest} manifest
   * @param {Shards} shards
   */
  constructor(manifest, shards) {
    this.manifest = manifest;
    this.shards = shards;
    this.lexicon = new Lexicon(
      manifest.all ? [""] : manifest.lexicon.map(([key]) => key),
      (at, lacking) => this.#part("lexicon", manifest.lexicon?.[at]?.[1], lacking),
      manifest.unknown,
    );
    /** @type {Map<number, Term>} */
    this.terms = new Map();
    /** @type {Facets | null} */
    this.known = null;
    const { student } = manifest;
    this.student =
      student?.format === STUDENT_FORMAT ? new Student(student, (name, lacking) => shards.get(name, lacking)) : null;
    this.firstTerms = manifest.all ? [0] : manifest.postings.map(([term]) => term);
    this.firstArticles = manifest.all ? [0] : manifest.docs.map(([article]) => article);
  }

  /**
   * Opens the index that a manifest describes.
   * @param {string} address
   * @param {typeof fetch} [fetcher]
   * @throws {SearchUnavailable}
   */
  static async open(address, fetcher) {
    const shards = new Shards(address, fetcher);
    await shards.load([address]);
    const manifest = /** @type {Manifest} */ (shards.get(address, new Set()));
    if (manifest.format !== FORMAT) throw new SearchUnavailable(address, "broken");
    if (manifest.all) await shards.load([manifest.all]);
    return new Index(manifest, shards);
  }

  /**
   * @param {number} number
   * @param {Set<string>} lacking
   * @returns {Term | null}
   */
  term(number, lacking) {
    const known = this.terms.get(number);
    if (known) return known;
    const shard = this.#shardOf("postings", this.firstTerms, number, lacking);
    if (!shard) return null;
    const [df, forms, packed] = /** @type {PackedTerm} */ (shard.terms[number - shard.first]);
    const term = { postings: new Postings(df, packed), forms };
    this.terms.set(number, term);
    return term;
  }

  /**
   * @param {number} number
   * @param {Set<string>} lacking
   * @returns {Article | null}
   */
  article(number, lacking) {
    const shard = this.#shardOf("docs", this.firstArticles, number, lacking);
    return shard?.articles[number - shard.first] ?? null;
  }

  /**
   * @param {Set<string>} lacking
   * @returns {Facets}
   */
  facets(lacking) {
    const packed = this.#part("facets", this.manifest.facets, lacking);
    if (packed) this.known ??= new Facets(packed, this.manifest);
    return this.known ?? new Facets({ kinds: [], categories: [] }, this.manifest);
  }

  /**
   * @param {"postings" | "docs"} kind
   * @param {number[]} firsts
   * @param {number} number
   * @param {Set<string>} lacking
   */
  #shardOf(kind, firsts, number, lacking) {
    return this.#part(kind, this.manifest[kind]?.[lastUpTo(firsts, number)]?.[1], lacking);
  }

  /**
   * @param {"lexicon" | "postings" | "docs" | "facets"} kind
   * @param {string | undefined} file
   * @param {Set<string>} lacking
   */
  #part(kind, file, lacking) {
    if (this.manifest.all) return this.shards.get(this.manifest.all, lacking)?.[kind];
    return file === undefined ? undefined : this.shards.get(file, lacking);
  }
}

/**
 * @param {readonly number[]} runs a value, how often, ...
 * @param {number} count
 */
function spread(runs, count) {
  const values = new Int16Array(count).fill(-1);
  let start = 0;
  for (let at = 0; at < runs.length; at += 2) {
    values.fill(runs[at], start, start + runs[at + 1]);
    start += runs[at + 1];
  }
  return values;
}
