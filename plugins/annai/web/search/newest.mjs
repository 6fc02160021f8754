/**
 * Owns whose turn it is: of queries that come faster than they are answered, only the newest counts.
 */

import { openSearch } from "./engine.mjs";

/** @typedef {import("./engine.mjs").Answer} Answer */
/** @typedef {import("./engine.mjs").Engine} Engine */
/** @typedef {import("./engine.mjs").SearchOptions} SearchOptions */
/** @typedef {{stale: true}} Stale a newer query has taken this one's place */

class Overtaken extends Error {}

export class NewestFirst {
  /** @param {string} manifest its address */
  constructor(manifest) {
    this.manifest = manifest;
    this.newest = 0;
    /** @type {Promise<Engine> | null} */
    this.engine = null;
  }

  /** The engine, opened when first needed; where that failed, it is tried again at the next call. */
  open() {
    this.engine ??= openSearch(this.manifest).catch((error) => {
      this.engine = null;
      throw error;
    });
    return this.engine;
  }

  /**
   * @param {string} text
   * @param {SearchOptions} [options]
   * @returns {Promise<Answer | Stale>}
   */
  async search(text, options = {}) {
    this.newest += 1;
    const turn = this.newest;
    const check = () => {
      if (turn !== this.newest) throw new Overtaken();
    };
    try {
      // Queries that already wait at the door come first, and this one may not be needed any more.
      await new Promise((resolve) => setTimeout(resolve));
      check();
      const engine = await this.open();
      check();
      return await engine.search(text, { ...options, check });
    } catch (error) {
      if (error instanceof Overtaken) return { stale: true };
      throw error;
    }
  }
}
