/**
 * Owns the search worker: queries in, answers out, away from the page that is being typed in.
 *
 * The manifest's address comes with the first message, `{manifest}`, which also opens the index; then `{id, text,
 * options}` is answered by `{id, answer}` or `{id, failed: reason}`.
 */

// All that is imported below these, so that a browser knows of every file at once and not of one after the other.
import "./engine.mjs";
import "./fold.mjs";
import "./index.mjs";
import "./kana.mjs";
import "./latin.mjs";
import "./lattice.mjs";
import "./lexicon.mjs";
import "./meaning.mjs";
import "./pieces.mjs";
import "./porter.mjs";
import "./postings.mjs";
import "./query.mjs";
import "./rank.mjs";
import "./snippet.mjs";
import "./student.mjs";
import "./suggest.mjs";

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
