// The page in which a search is measured: the adapter beside it answers queries, this takes the times.

/** @typedef {(text: string, limit: number) => Promise<Array<[string, number]>>} Answer */

/** @type {Promise<Answer> | undefined} */
let opened;

/**
 * The results of queries, asked one after the other, each with the milliseconds that it took; the search is opened
 * with the first.
 * @param {string[]} queries
 * @param {number} limit
 * @returns {Promise<Array<[Array<[string, number]>, number]>>}
 */
async function answers(queries, limit) {
  opened ??= import(new URL("/adapter.mjs", location.href).href).then((adapter) => adapter.open());
  const answer = await opened;
  /** @type {Array<[Array<[string, number]>, number]>} */
  const found = [];
  for (const query of queries) {
    const start = performance.now();
    const results = await answer(query, limit);
    found.push([results, performance.now() - start]);
  }
  return found;
}

Object.assign(globalThis, { answers });
