/**
 * Owns the fragment that a step of a flow has as its address: `#defect&returns.defect=damaged&_v=5`. Pure.
 *
 * First the node where the walk begins, then the answers in the order in which they were given, by tree and question,
 * and last what begins with `_`: `_at` (the question that is shown, though it and later ones are answered), `_change`
 * (the same, and once it is answered the walk goes on to the furthest step), `_v` (the tree's version). Whatever is not
 * made of ids is dropped, in both directions: nothing that anybody typed can stand in it.
 */

/**
 * @typedef {object} FlowAddress
 * @property {string} entry the node where the walk begins; empty: where its tree does
 * @property {Map<string, string>} answers by key, `returns.defect`; in order
 * @property {string | null} at the key of the question that is shown; null: the furthest
 * @property {boolean} change whether the walk goes on to the furthest step once `at` is answered
 * @property {number | null} version of the tree where the walk begins
 */

const ID = /^[a-z][a-z0-9-]{0,39}$/;
const KEY = /^[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}$/;
const VERSION = /^[1-9][0-9]{0,8}$/;

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    // A broken escape: no id has one.
    return "";
  }
}

/**
 * @param {string} fragment with or without its `#`
 * @returns {FlowAddress}
 */
export function readAddress(fragment) {
  /** @type {FlowAddress} */
  const address = { entry: "", answers: new Map(), at: null, change: false, version: null };
  for (const [place, part] of fragment.replace(/^#/, "").split("&").entries()) {
    const cut = part.indexOf("=");
    const name = decoded(cut < 0 ? part : part.slice(0, cut));
    const value = cut < 0 ? "" : decoded(part.slice(cut + 1));
    if (cut < 0) {
      if (place === 0 && ID.test(name)) address.entry = name;
    } else if (name === "_v") {
      if (VERSION.test(value)) address.version = Number(value);
    } else if (name === "_at" || name === "_change") {
      if (KEY.test(value)) {
        address.at = value;
        address.change = name === "_change";
      }
    } else if (KEY.test(name) && ID.test(value) && !address.answers.has(name)) {
      address.answers.set(name, value);
    }
  }
  return address;
}

/**
 * @param {FlowAddress} address
 * @returns {string} the fragment, without `#`
 */
export function writeAddress({ entry, answers, at, change, version }) {
  const parts = [ID.test(entry) ? entry : ""];
  for (const [key, answer] of answers) {
    if (KEY.test(key) && ID.test(answer)) parts.push(`${encodeURIComponent(key)}=${encodeURIComponent(answer)}`);
  }
  if (at !== null && KEY.test(at)) parts.push(`${change ? "_change" : "_at"}=${encodeURIComponent(at)}`);
  if (version !== null && VERSION.test(String(version))) parts.push(`_v=${version}`);
  return parts.join("&");
}

/**
 * The tree of a key.
 * @param {string} key
 */
export function treeOf(key) {
  return key.slice(0, key.indexOf("."));
}
