/** Owns the talk with Material's search worker: set up once, then one query at a time, the newest wins. */

/**
 * @typedef {object} Found
 * @property {string} href
 * @property {Piece[]} title
 * @property {Piece[]} text
 *
 * @typedef {{text: string, marked: boolean}} Piece
 */

const SETUP = 0;
const QUERY = 2;
const RESULT = 3;
const CONTEXT = 40;
const LONGEST = 110;

export class SearchWorker {
  /**
   * @param {URL} worker
   * @param {URL} index
   */
  constructor(worker, index) {
    this.index = index;
    /** Results name pages relative to the site's root, which is the index file's parent's parent. */
    this.base = new URL("../", index);
    this.worker = new Worker(worker);
    this.ready = this.#setUp();
    /** @type {{query: string, resolve: (found: Found[]) => void} | null} */
    this.waiting = null;
    this.busy = false;
  }

  async #setUp() {
    const response = await fetch(this.index);
    if (!response.ok) throw new Error(`search index: ${response.status}`);
    const data = await response.json();
    data.options = { suggest: false };
    await new Promise((resolve, reject) => {
      this.worker.addEventListener("error", reject, { once: true });
      this.worker.addEventListener("message", resolve, { once: true });
      this.worker.postMessage({ type: SETUP, data });
    });
  }

  /**
   * @param {string} query
   * @returns {Promise<Found[]>} best first, one a page; never settles for a query that a newer one overtook
   */
  async find(query) {
    await this.ready;
    return new Promise((resolve) => {
      this.waiting = { query, resolve };
      if (!this.busy) this.#next();
    });
  }

  #next() {
    if (!this.waiting) return;
    const { query, resolve } = this.waiting;
    this.waiting = null;
    this.busy = true;
    const listen = (/** @type {MessageEvent} */ event) => {
      if (event.data.type !== RESULT) return;
      this.worker.removeEventListener("message", listen);
      this.busy = false;
      if (this.waiting) this.#next();
      else resolve(event.data.data.items.map((/** @type {Item[]} */ items) => this.#page(items)));
    };
    this.worker.addEventListener("message", listen);
    this.worker.postMessage({ type: QUERY, data: query });
  }

  /**
   * @typedef {{location: string, title: string, text: string, score: number}} Item
   * @param {Item[]} items the sections of one page
   * @returns {Found}
   */
  #page(items) {
    const whole = items.find((item) => !item.location.includes("#")) ?? items[0];
    const best = [...items].sort((one, other) => other.score - one.score)[0];
    return {
      href: new URL(whole.location, this.base).href,
      title: pieces(whole.title),
      text: excerpt(pieces(best.text)),
    };
  }
}

/**
 * Cuts HTML with `<mark>` in it into text; nothing of it becomes an element of the page.
 * @param {string} html
 * @returns {Piece[]}
 */
export function pieces(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const walker = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_TEXT);
  /** @type {Piece[]} */
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.nodeValue ?? "").replace(/\s+/g, " ");
    if (text) found.push({ text, marked: node.parentElement?.closest("mark") !== null });
  }
  return found;
}

/**
 * The part of a text around its first mark.
 * @param {Piece[]} whole
 * @returns {Piece[]}
 */
export function excerpt(whole) {
  const first = whole.findIndex((piece) => piece.marked);
  const before = whole.slice(0, Math.max(first, 0)).reduce((sum, piece) => sum + piece.text.length, 0);
  let skip = Math.max(before - CONTEXT, 0);
  let room = LONGEST;
  /** @type {Piece[]} */
  const kept = skip > 0 ? [{ text: "…", marked: false }] : [];
  for (const piece of whole) {
    if (skip >= piece.text.length) {
      skip -= piece.text.length;
      continue;
    }
    const text = piece.text.slice(skip, skip + room);
    skip = 0;
    room -= text.length;
    kept.push({ text, marked: piece.marked });
    if (room <= 0) {
      kept.push({ text: "…", marked: false });
      break;
    }
  }
  return kept;
}
