/** Owns the parts that the flow's elements are drawn from: elements, texts in their language, the list of answers. */

import { frameData } from "../words.mjs";
import { questionAt, textOf } from "./bundle.mjs";
import { addressAt } from "./journey.mjs";
import { writeAddress } from "./address.mjs";

/** @typedef {import("./bundle.mjs").Phrase} Phrase */
/** @typedef {import("./bundle.mjs").Trees} Trees */
/** @typedef {import("./engine.mjs").Step} Step */
/** @typedef {import("./journey.mjs").Journey} Journey */

const SVG = "http://www.w3.org/2000/svg";
/** The arrow of a way back, as the theme's icons have it. */
const BACK = "M19 12H5M11 6l-6 6 6 6";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @returns {Record<string, string>} the words of the flow, by key */
export function flowWords() {
  return frameData().flow ?? {};
}

/**
 * A pattern with its places filled.
 * @param {string | undefined} pattern
 * @param {Record<string, string | number>} values
 */
export function filled(pattern, values) {
  return (pattern ?? "").replace(/\{([a-z]+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * Texts that the page has with the places where a line may break, which bundles do not tell.
 * @returns {Map<string, Node>} by text; copies, since the page's own are drawn over
 */
function brokenTexts() {
  const found = new Map();
  for (const place of document.querySelectorAll(".flow__title, .asked__ask, .answer__label, .node__title > :last-child")) {
    const text = place.querySelector("a") ?? place;
    if (text.querySelector("wbr")) found.set(text.textContent ?? "", text.cloneNode(true));
  }
  return found;
}

/** @type {Map<string, Node> | null} */
let broken = null;

/**
 * A text as it stands on the page: marked where it is in another language, broken where the page knows how.
 * @param {Phrase} phrase
 * @returns {Node[]}
 */
export function spoken(phrase) {
  if (typeof phrase !== "string") return [element("span", { lang: phrase.lang }, [phrase.text])];
  broken ??= brokenTexts();
  const known = broken.get(phrase);
  return known ? [...known.cloneNode(true).childNodes] : [document.createTextNode(phrase)];
}

/** @returns {SVGSVGElement} */
export function backIcon() {
  const icon = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" })) {
    icon.setAttribute(name, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", BACK);
  icon.append(path);
  return icon;
}

/**
 * The words of an answer that was given.
 * @param {Trees} trees
 * @param {Step} step
 * @returns {Phrase}
 */
function labelOf(trees, { answer, standing }) {
  const chosen = questionAt(trees, standing.place)?.answers.find(({ id }) => id === answer);
  return chosen?.label ?? flowWords().unsure ?? answer;
}

/**
 * Answers that were given, each with a link to change it.
 * @param {Trees} trees
 * @param {Journey} journey
 * @param {Step[]} steps those that are listed
 * @param {string} page the address of the flow's page, empty where it is this one
 * @param {string} title
 */
export function answerList(trees, journey, steps, page, title) {
  const words = flowWords();
  const rows = steps.map((step) => {
    const ask = questionAt(trees, step.standing.place)?.ask ?? step.key;
    const change = element("a", { href: `${page}#${writeAddress(addressAt(journey, step.key, true))}` }, [
      element("span", { "aria-hidden": "true" }, [words.change ?? ""]),
      element("span", { class: "visually-hidden" }, [filled(words.changeOf, { question: textOf(ask) })]),
    ]);
    return element("div", { class: "given__row" }, [
      element("dt", { class: "given__ask" }, spoken(ask)),
      element("dd", { class: "given__answer" }, spoken(labelOf(trees, step))),
      element("dd", { class: "given__change" }, [change]),
    ]);
  });
  return element("section", { class: "given", "aria-labelledby": "flow-given" }, [
    element("h2", { class: "given__title", id: "flow-given" }, [title]),
    element("dl", { class: "given__list" }, rows),
  ]);
}

/**
 * Lets the page's links to its other languages lead to the same step; ids are the same in each.
 * @param {string} fragment empty for a page that was opened as it is
 */
export function keepStepInOtherLanguages(fragment) {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    if (link instanceof HTMLAnchorElement) link.hash = fragment;
  }
}
