/**
 * Owns a page's way to its search: a worker where the browser allows one, else the engine in the page itself.
 */

/** @typedef {import("./engine.mjs").Answer} Answer */
/** @typedef {import("./engine.mjs").SearchOptions} SearchOptions */
/** @typedef {import("./newest.mjs").Stale} Stale */
/** @typedef {{resolve: (answer: Answer | Stale) => void, reject: (error: Error) => void}} Waiting */
/** @typedef {{id: number, answer: Answer | Stale} | {id: number, failed: string}} Told */

/** The index cannot be had just now; the next search tries again. `reason` is as in `SearchUnavailable`. */
export class SearchFailed extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(`search failed: ${reason}`);
    this.name = "SearchFailed";
    this.reason = reason;
  }
}

/**
 * @param {string | URL} manifestUrl
 * @param {string | URL} [workerUrl]
 */
export function searchClient(manifestUrl, workerUrl = new URL("worker.mjs", import.meta.url)) {
  return new SearchClient(new URL(manifestUrl, document.baseURI).href, new URL(workerUrl, document.baseURI).href);
}

export class SearchClient {
  /**
   * @param {string} manifest
   * @param {string} worker
   */
  constructor(manifest, worker) {
    this.manifest = manifest;
    this.address = worker;
    this.asked = 0;
    /** @type {{id: number, text: string, options: SearchOptions, waiting: Waiting} | null} */
    this.current = null;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<import("./newest.mjs").NewestFirst> | null} */
    this.inPage = null;
  }

  /** Opens the index ahead of the first query: for when the search box takes the focus. Never fails. */
  warm() {
    if (!this.worker && !this.inPage) this.#start();
  }

  /**
   * The answer, or `{stale: true}` as soon as a newer query is asked.
   * @param {string} text
   * @param {SearchOptions} [options]
   * @returns {Promise<Answer | Stale>}
   * @throws {SearchFailed}
   */
  search(text, options = {}) {
    this.warm();
    this.current?.waiting.resolve({ stale: true });
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve, reject) => {
      this.current = { id, text, options, waiting: { resolve, reject } };
      this.#ask();
    });
  }

  #start() {
    try {
      const worker = new Worker(this.address, { type: "module" });
      worker.addEventListener("message", ({ data }) => this.#hear(data));
      // A worker that a policy forbids, or that an old browser cannot load, tells so by an error.
      worker.addEventListener("error", () => this.#fallBack());
      worker.postMessage({ manifest: this.manifest });
      this.worker = worker;
    } catch {
      this.#fallBack();
    }
  }

  #fallBack() {
    this.worker?.terminate();
    this.worker = null;
    this.inPage ??= import("./newest.mjs")
      .then(({ NewestFirst }) => new NewestFirst(this.manifest))
      .catch((error) => {
        this.inPage = null;
        throw error;
      });
    if (this.current) this.#ask();
  }

  #ask() {
    if (!this.current) return;
    const { id, text, options } = this.current;
    if (this.worker) this.worker.postMessage({ id, text, options });
    else this.#askInPage(id, text, options);
  }

  /**
   * @param {number} id
   * @param {string} text
   * @param {SearchOptions} options
   */
  async #askInPage(id, text, options) {
    try {
      const queries = await this.inPage;
      if (!queries) return;
      this.#hear({ id, answer: await queries.search(text, options) });
    } catch (error) {
      const reason = error instanceof Error && "reason" in error ? String(error.reason) : String(error);
      this.#hear({ id, failed: reason });
    }
  }

  /** @param {Told} told */
  #hear(told) {
    if (told.id !== this.current?.id) return;
    const { waiting } = this.current;
    this.current = null;
    if ("answer" in told) waiting.resolve(told.answer);
    else waiting.reject(new SearchFailed(told.failed));
  }
}
