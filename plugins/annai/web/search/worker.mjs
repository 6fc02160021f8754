/**
 * Owns the search worker: queries in, answers out, away from the page that is being typed in.
 *
 * The manifest's address comes with the first message, `{manifest}`, which also opens the index; then `{id, text,
 * options}` is answered by `{id, answer}` or `{id, failed: reason}`.
 */

import { NewestFirst } from "./newest.mjs";
import { SearchUnavailable } from "./shards.mjs";

/** @typedef {{id: number, text: string, options: import("./engine.mjs").SearchOptions}} Asked */

/** @type {NewestFirst | null} */
let queries = null;

self.addEventListener("message", (/** @type {MessageEvent<{manifest: string} | Asked>} */ { data }) => {
  if ("manifest" in data) {
    queries = new NewestFirst(data.manifest);
    // Whoever searches is told of a failure; opening ahead of that is a courtesy.
    queries.open().catch(() => {});
  } else {
    answer(data);
  }
});

/** @param {Asked} asked */
async function answer({ id, text, options }) {
  try {
    self.postMessage({ id, answer: await queries?.search(text, options) });
  } catch (error) {
    self.postMessage({ id, failed: error instanceof SearchUnavailable ? error.reason : String(error) });
  }
}
