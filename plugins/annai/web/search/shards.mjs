/**
 * Owns fetching a site's index: its manifest, and the shards that a search turns out to need, each once.
 *
 * Shards are named by a hash of their content, so that a browser's own cache may keep them for ever.
 */

const GZIP = [0x1f, 0x8b];

/** A file of the index cannot be had: `reason` tells a lost connection from a site that was published anew. */
export class SearchUnavailable extends Error {
  /**
   * @param {string} address
   * @param {"offline" | "missing" | "broken"} reason
   * @param {unknown} [cause]
   */
  constructor(address, reason, cause) {
    super(`search index: ${reason}: ${address}`, { cause });
    this.name = "SearchUnavailable";
    this.reason = reason;
  }
}

/** Files beside each other, by name. What has arrived stays; what failed is fetched again when it is next needed. */
export class Shards {
  /**
   * @param {string} base the address that names are relative to
   * @param {typeof fetch} [fetcher]
   */
  constructor(base, fetcher = (...request) => fetch(...request)) {
    this.base = base;
    this.fetcher = fetcher;
    /** Bytes that have come so far, as they were sent. */
    this.bytes = 0;
    /** @type {Map<string, any>} */
    this.here = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.coming = new Map();
  }

  /**
   * A file's content if it is here; else its name is put with those that are lacking.
   * @param {string} name
   * @param {Set<string>} lacking
   * @returns {any}
   */
  get(name, lacking) {
    const found = this.here.get(name);
    if (found === undefined) lacking.add(name);
    return found;
  }

  /**
   * Fetches files side by side.
   * @param {Iterable<string>} names
   * @throws {SearchUnavailable} after all have come that can
   */
  async load(names) {
    const results = await Promise.allSettled([...names].map((name) => this.#fetched(name)));
    for (const result of results) {
      if (result.status === "rejected") throw result.reason;
    }
  }

  /**
   * What a calculation gives once all the files are here that it asks for: it is repeated until it lacks none.
   * @template Value
   * @param {(lacking: Set<string>) => Value} calculate
   * @param {() => void} [check] throws where nobody waits for the value any longer
   * @returns {Promise<Value>}
   */
  async complete(calculate, check) {
    for (;;) {
      /** @type {Set<string>} */
      const lacking = new Set();
      const value = calculate(lacking);
      if (lacking.size === 0) return value;
      await this.load(lacking);
      check?.();
    }
  }

  /** @param {string} name */
  #fetched(name) {
    if (this.here.has(name)) return Promise.resolve();
    let coming = this.coming.get(name);
    if (!coming) {
      coming = this.#fetch(name).finally(() => this.coming.delete(name));
      this.coming.set(name, coming);
    }
    return coming;
  }

  /** @param {string} name */
  async #fetch(name) {
    const address = new URL(name, this.base).href;
    // A name stands for one content, whatever a host says of how long that may be kept.
    const kept = this.#received(address, "force-cache");
    // But a browser keeps failures too, from before a site was all there.
    const anew = kept.catch((error) => {
      if (error.reason === "offline") throw error;
      return this.#received(address, "reload");
    });
    this.here.set(name, await anew);
  }

  /**
   * @param {string} address
   * @param {RequestCache} cache
   */
  async #received(address, cache) {
    /** @type {Response} */
    let response;
    /** @type {Uint8Array<ArrayBuffer>} */
    let data;
    try {
      response = await this.fetcher(address, { cache });
      data = response.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
    } catch (error) {
      throw new SearchUnavailable(address, "offline", error);
    }
    if (!response.ok) throw new SearchUnavailable(address, "missing");
    const packed = data[0] === GZIP[0] && data[1] === GZIP[1];
    // A server that says so itself has had the browser unpack the file on its way.
    const sent = packed ? 0 : Number(response.headers.get("content-length"));
    this.bytes += sent || data.byteLength;
    try {
      return JSON.parse(packed ? await unpacked(data) : new TextDecoder().decode(data));
    } catch (error) {
      throw new SearchUnavailable(address, "broken", error);
    }
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<string>}
 */
function unpacked(data) {
  return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
