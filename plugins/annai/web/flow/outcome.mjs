/** Owns <annai-outcome>: where a flow led to this outcome, the answers that did, and the ways back to them. */

import { readAddress, treeOf, writeAddress } from "./address.mjs";
import { Walker } from "./engine.mjs";
import { addressAt, journeyTo } from "./journey.mjs";
import { answerList, backIcon, element, flowWords, keepStepInOtherLanguages } from "./parts.mjs";
import { Shelf } from "./shelf.mjs";

/** @typedef {import("./address.mjs").FlowAddress} FlowAddress */

/**
 * The address of a bundle, which the flow's page names.
 * @param {URL} page
 * @returns {Promise<string>} empty where there is none
 */
async function bundleOf(page) {
  const answer = await fetch(page);
  if (!answer.ok) return "";
  const flow = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("annai-flow");
  const bundle = flow?.getAttribute("data-bundle");
  return bundle ? new URL(bundle, page).href : "";
}

class AnnaiOutcome extends HTMLElement {
  /** @type {AbortController | null} */
  #connection = null;
  /** The fragment that is told about now. */
  #fragment = "";

  connectedCallback() {
    this.#connection = new AbortController();
    addEventListener("hashchange", () => this.#arrive(), { signal: this.#connection.signal });
    this.#arrive();
    if (this.#fragment) this.#lead();
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#connection = null;
  }

  #arrive() {
    const address = readAddress(location.hash);
    if (address.answers.size === 0) {
      // A link within the page (skip to the content): the answers stay in the address.
      if (this.#fragment) history.replaceState(history.state, "", `#${this.#fragment}`);
      return;
    }
    this.#fragment = writeAddress(address);
    keepStepInOtherLanguages(this.#fragment);
    // Outcomes lie below their flow; the walk may have begun in the flow of another tree.
    const [first] = address.answers.keys();
    const page = new URL(`../../${treeOf(first)}/`, location.href.replace(/[?#].*/, ""));
    this.#back(page, address);
    this.#list(page, address).catch(() => {
      // Without the bundle there is no list; the page is whole without it.
    });
  }

  /**
   * Who answered the last question hears what came of it; who comes back or reloads stays where the page was left.
   */
  #lead() {
    const [entry] = performance.getEntriesByType("navigation");
    if (entry instanceof PerformanceNavigationTiming && entry.type !== "navigate") return;
    const heading = this.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  /**
   * The way back leads to the last question, with every answer.
   * @param {URL} page
   * @param {FlowAddress} address
   */
  #back(page, address) {
    const ways = document.querySelector(".outcome__back");
    if (!ways) return;
    let link = ways.querySelector("[data-flow-back]") ?? (ways.childElementCount > 1 ? ways.firstElementChild : null);
    if (!link) {
      link = element("a", {}, [backIcon(), flowWords().lastQuestion ?? ""]);
      ways.prepend(link, " ");
    }
    link.setAttribute("data-flow-back", "");
    const last = [...address.answers.keys()].at(-1) ?? null;
    link.setAttribute("href", `${page.href}#${writeAddress({ ...address, at: last, change: false })}`);
  }

  /**
   * @param {URL} page
   * @param {FlowAddress} address
   */
  async #list(page, address) {
    const bundle = await bundleOf(page);
    if (!bundle) return;
    const shelf = await Shelf.open(bundle);
    const walker = new Walker(shelf.trees);
    const travel = () => journeyTo(walker, shelf.first, { ...address, at: null });
    const journey = await shelf.settle(travel, (made) => made?.last.needs ?? null);
    if (!journey || this.#fragment !== writeAddress(address)) return;
    document.querySelector(".given")?.remove();
    const { tree, node } = journey.last.place;
    // Answers that lead elsewhere by now are not shown as the reason for this page.
    if (journey.last.end !== "outcome" || tree !== this.dataset.tree || node !== this.dataset.outcome) return;
    const list = answerList(shelf.trees, journey, journey.steps, page.href, flowWords().yourAnswers ?? "");
    document.querySelector(".outcome__back")?.before(list);
    this.#back(page, addressAt(journey, null));
  }
}

customElements.define("annai-outcome", AnnaiOutcome);
