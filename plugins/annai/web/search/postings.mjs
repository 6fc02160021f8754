/** Owns where a term is: the articles and units that hold it, unpacked for ranking. */

import { lastUpTo } from "./lexicon.mjs";

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

  /** @param {number} article */
  has(article) {
    return this.articles[lastUpTo(this.articles, article)] === article;
  }
}
