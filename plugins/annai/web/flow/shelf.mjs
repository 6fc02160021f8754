/** Owns the bundles that a page has fetched: the one that it names, and those that a walk leads on to. */

import { FORMAT } from "./bundle.mjs";

/** @typedef {import("./bundle.mjs").Bundle} Bundle */

/**
 * @param {URL} url
 * @returns {Promise<Bundle>}
 */
async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  const bundle = await answer.json();
  if (bundle?.format !== FORMAT) throw new Error(`${url.pathname} is not ${FORMAT}`);
  return bundle;
}

export class Shelf {
  /** @type {Map<string, Bundle>} by tree id; grows as trees are loaded */
  trees = new Map();

  /**
   * @param {Bundle} bundle
   * @param {URL} url
   */
  constructor(bundle, url) {
    this.first = bundle;
    /** The site's root. */
    this.root = new URL(bundle.root, url);
    this.trees.set(bundle.tree, bundle);
  }

  /**
   * @param {string} address of a bundle, from the page
   * @returns {Promise<Shelf>} rejected where it cannot be had
   */
  static async open(address) {
    const url = new URL(address, document.baseURI);
    return new Shelf(await fetched(url), url);
  }

  /**
   * Loads a tree that one of the loaded trees leads to.
   * @param {string} tree
   * @returns {Promise<void>} rejected where it cannot be had; it may be tried again
   */
  async load(tree) {
    if (this.trees.has(tree)) return;
    for (const bundle of this.trees.values()) {
      const other = bundle.trees?.[tree];
      if (!other) continue;
      this.trees.set(tree, await fetched(this.url(other.bundle)));
      return;
    }
    throw new Error(`no bundle of ${tree}`);
  }

  /**
   * Works something out, with every tree loaded that it turns out to need.
   * @template T
   * @param {() => T} work
   * @param {(result: T) => string | null} needs the tree that is still missing
   * @returns {Promise<T>} rejected where a tree cannot be had
   */
  async settle(work, needs) {
    for (;;) {
      const result = work();
      const tree = needs(result);
      if (tree === null) return result;
      await this.load(tree);
    }
  }

  /**
   * Where an address from the site's root lies.
   * @param {string} address not percent-encoded
   */
  url(address) {
    return new URL(encodeURI(address).replace(/[?#]/g, encodeURIComponent), this.root);
  }
}
