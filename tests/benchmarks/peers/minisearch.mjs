// MiniSearch with an index made at build time.
import MiniSearch from "/minisearch.mjs";
import { options } from "/minisearch_options.mjs";

/** @returns {Promise<(text: string, limit: number) => Promise<Array<[string, number]>>>} */
export async function open() {
  const { language } = await (await fetch("/settings.json")).json();
  const index = MiniSearch.loadJSON(await (await fetch("/index.json")).text(), options(language));
  return async (text, limit) => index.search(text).slice(0, limit).map(({ id, score }) => [id, score]);
}
