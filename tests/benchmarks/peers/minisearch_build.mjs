// Makes MiniSearch's index: node minisearch_build.mjs <package> <language>, documents on standard input.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { options } from "./minisearch_options.mjs";

const [module, language] = process.argv.slice(2);
const { default: MiniSearch } = await import(pathToFileURL(module).href);
const index = new MiniSearch(options(language));
index.addAll(JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify(index));
