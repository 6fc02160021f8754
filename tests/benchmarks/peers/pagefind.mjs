// Pagefind as its own interface uses it: a search, then the five results that are shown first.
import * as pagefind from "/pagefind/pagefind.js";

const SHOWN = 5;

/** @returns {Promise<(text: string, limit: number) => Promise<Array<[string, number]>>>} */
export async function open() {
  const settings = await (await fetch("/settings.json")).json();
  document.documentElement.lang = settings.language;
  await pagefind.init();
  return async (text, limit) => {
    const { results } = await pagefind.search(text);
    await Promise.all(results.slice(0, SHOWN).map((/** @type {any} */ result) => result.data()));
    return results.slice(0, limit).map((/** @type {any} */ result) => [result.id, result.score]);
  };
}
