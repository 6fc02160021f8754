/**
 * Owns the way from a Python test into the browser's search modules: `node search_driver.mjs <address of the modules>`.
 *
 * Reads a list of jobs on standard input and writes an answer for each. A job is one of
 * - `{module, calls: [[name, ...given]]}`, answered by what each call returns;
 * - `{forms, texts}`, answered by `{marked, snippet}` for each text;
 * - `{manifest, files: {name: base64}, queries: [[text, options]]}`, the files of an index as a host has them, answered
 *   by how each query is understood and ranked, and by the answer to it.
 */

import { readFileSync } from "node:fs";

const modules = process.argv[2];
const FOLDER = "https://shop.example/help/assets/annai/search/ja/";

/** @param {{module: string, calls: [string, ...unknown[]][]}} job */
async function called({ module, calls }) {
  const functions = await import(`${modules}/${module}.mjs`);
  return calls.map(([name, ...given]) => functions[name](...given));
}

/** @param {{manifest: string, files: Record<string, string>, queries: [string, object][]}} job */
async function searched({ manifest, files, queries }) {
  const { openSearch } = await import(`${modules}/engine.mjs`);
  const { bestOf, score } = await import(`${modules}/rank.mjs`);
  const requests = [];
  const fetch = async (address) => {
    const name = address.slice(FOLDER.length);
    requests.push(name);
    return name in files ? new Response(Buffer.from(files[name], "base64")) : new Response("", { status: 404 });
  };
  const engine = await openSearch(FOLDER + manifest, { fetch });
  const told = [];
  for (const [text, options] of queries) {
    const query = await engine.analyse(text);
    const chosen = await engine.chosen(query);
    const { articles, ranking } = engine.index.manifest;
    const { best } = bestOf(score(chosen, articles, ranking), articles);
    told.push({
      terms: query.terms.map(({ term, weight, concept }) => [term, weight, concept]),
      pieces: query.pieces.map(({ typed, kind, keys }) => [typed, kind, keys]),
      chosen: chosen.map(({ term, df }) => [term.term, df]),
      ranking: best.map(({ article, score: worth, section }) => [article, worth, section ? section - 1 : null]),
      answer: await engine.search(text, options),
    });
  }
  return { told, requests };
}

/** @param {{forms: object[], texts: string[]}} job */
async function marked({ forms, texts }) {
  const { Marker } = await import(`${modules}/snippet.mjs`);
  const marker = new Marker(forms);
  return texts.map((text) => ({ marked: marker.mark(text), snippet: marker.snippet(text) }));
}

/** @param {any} job */
function answer(job) {
  if (job.module) return called(job);
  return job.forms ? marked(job) : searched(job);
}

const answers = [];
for (const job of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(job));
process.stdout.write(JSON.stringify(answers));
