/** Owns what a bundle holds (annai-bundle/1, described in annai.bundles.files), and how its parts are found. Pure. */

/** @typedef {string | {text: string, lang: string}} Phrase text; with its language where a translation is missing */
/** @typedef {{tree: string, node: string}} Place a node of a tree */
/** @typedef {Place | {return: string}} Go where a step leads */

/**
 * @typedef {object} Answer
 * @property {string} id
 * @property {Phrase} label
 * @property {Phrase} [hint]
 * @property {Go} go
 */

/**
 * @typedef {object} Question
 * @property {"question"} kind
 * @property {Phrase} ask
 * @property {Phrase} [help]
 * @property {string} [fact]
 * @property {Answer[]} answers
 * @property {Go} [unsure]
 * @property {string} [unsureAs] the answer that it stands for
 */

/**
 * @typedef {object} Route
 * @property {"route"} kind
 * @property {{when: Record<string, string[]>, go: Go}[]} [rules]
 * @property {Go} [else]
 */

/**
 * @typedef {object} Call
 * @property {"call"} kind
 * @property {string} tree
 * @property {Record<string, Go>} [returns]
 */

/**
 * @typedef {object} Outcome
 * @property {"outcome"} kind
 * @property {Phrase} title
 * @property {string} [address]
 */

/** @typedef {Question | Route | Call | Outcome} Node */

/**
 * @typedef {object} Bundle
 * @property {"annai-bundle/1"} format
 * @property {string} language
 * @property {string} tree
 * @property {number} version
 * @property {Phrase} title
 * @property {string} root the way from the bundle's file to the site's root
 * @property {string} address
 * @property {string} [start]
 * @property {string[]} [entries]
 * @property {Record<string, Node>} nodes
 * @property {Record<string, Go>} [moved] where former ids of nodes lead now
 * @property {Record<string, {title: Phrase, address: string, bundle: string}>} [trees]
 * @property {Record<string, {levels?: string[]}>} [facts]
 */

/** @typedef {ReadonlyMap<string, Bundle>} Trees the bundles that are loaded, by tree id */

export const FORMAT = "annai-bundle/1";

/**
 * An entry of a record that came as JSON: never one of Object's own, whatever ids there are.
 * @template T
 * @param {Record<string, T> | undefined} record
 * @param {string} key
 * @returns {T | null}
 */
export function entryOf(record, key) {
  return record && Object.hasOwn(record, key) ? record[key] : null;
}

/**
 * @param {Trees} trees
 * @param {Place} place
 * @returns {Node | null}
 */
export function nodeAt(trees, place) {
  return entryOf(trees.get(place.tree)?.nodes, place.node);
}

/**
 * The question at a place, null where there is none.
 * @param {Trees} trees
 * @param {Place} place
 */
export function questionAt(trees, place) {
  const node = nodeAt(trees, place);
  return node?.kind === "question" ? node : null;
}

/**
 * Where a link to a node of a tree begins: former ids lead where the node is now, and an id that the tree does not
 * have (or an empty one) to the tree's beginning.
 * @param {Bundle} bundle
 * @param {string} id
 * @returns {Place | null} null for a tree without a beginning
 */
export function beginningOf(bundle, id) {
  if (entryOf(bundle.nodes, id)) return { tree: bundle.tree, node: id };
  const moved = entryOf(bundle.moved, id);
  if (moved && "node" in moved) return moved;
  const first = bundle.start ?? bundle.entries?.[0];
  return first === undefined ? null : { tree: bundle.tree, node: first };
}

/**
 * Whether a tree has, or had, a node of this id.
 * @param {Bundle} bundle
 * @param {string} id
 */
export function knowsNode(bundle, id) {
  return entryOf(bundle.nodes, id) !== null || entryOf(bundle.moved, id) !== null;
}

/**
 * The ids that a question had before it was renamed.
 * @param {Trees} trees
 * @param {Place} place
 * @returns {string[]}
 */
export function formerIds(trees, place) {
  const moved = trees.get(place.tree)?.moved ?? {};
  return Object.keys(moved).filter((id) => {
    const go = moved[id];
    return "node" in go && go.tree === place.tree && go.node === place.node;
  });
}

/** @param {Phrase} phrase */
export function textOf(phrase) {
  return typeof phrase === "string" ? phrase : phrase.text;
}
