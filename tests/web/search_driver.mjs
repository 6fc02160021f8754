/**
 * Owns the way from a Python test into the browser's search modules.
 *
 * Reads `{module, calls: [[name, ...arguments]]}` on standard input, and writes an answer for each call. Arguments of
 * modules: node search_driver.mjs <the folder of modules, as an address>.
 */

import { readFileSync } from "node:fs";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"));
const functions = await import(`${process.argv[2]}/${module}.mjs`);
process.stdout.write(JSON.stringify(calls.map(([name, ...given]) => functions[name](...given))));
