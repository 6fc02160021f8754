// Material's own search worker, run outside a browser: reads {index, queries} from stdin, prints the results.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";

const scripts = process.argv[2];
const worker = readdirSync(join(scripts, "workers")).find((name) => name.endsWith(".min.js"));

/** @type {Array<(event: { data: unknown }) => Promise<void>>} */
const handlers = [];
/** @type {Array<any>} */
const answers = [];
const scope = createContext({
  console: { ...console, warn() {} },
  addEventListener: (/** @type {string} */ _, /** @type {any} */ handler) => handlers.push(handler),
  postMessage: (/** @type {any} */ message) => answers.push(message),
});
scope.self = scope;
scope.importScripts = (/** @type {string[]} */ ...urls) => {
  for (const url of urls) runInContext(readFileSync(join(scripts, "workers", url), "utf8"), scope);
};
runInContext(readFileSync(join(scripts, "workers", worker), "utf8"), scope);

const SETUP = 0;
const QUERY = 2;
const { index, queries } = JSON.parse(readFileSync(0, "utf8"));
await handlers[0]({ data: { type: SETUP, data: { ...index, options: { suggest: false } } } });
answers.pop();
const results = [];
for (const query of queries) {
  await handlers[0]({ data: { type: QUERY, data: query } });
  results.push(answers.pop().data.items);
}
process.stdout.write(JSON.stringify(results));
