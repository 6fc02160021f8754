/**
 * Owns the steps of a flow on its page: each shows one question and has an address of its own.
 *
 * All that they know is in the address: a link, the browser's history and a reload lead to the same step.
 */

import { announce } from "../words.mjs";
import { readAddress, writeAddress } from "./address.mjs";
import { knowsNode, nodeAt, questionAt, textOf } from "./bundle.mjs";
import { Walker, atMost, keyOf } from "./engine.mjs";
import { addressAt, addressBefore, addressOf, answered, journeyTo } from "./journey.mjs";
import { answerList, backIcon, element, filled, flowWords, keepStepInOtherLanguages, spoken } from "./parts.mjs";
import { QuestionForm } from "./question-form.mjs";

/** @typedef {import("./address.mjs").FlowAddress} FlowAddress */
/** @typedef {import("./bundle.mjs").Question} Question */
/** @typedef {import("./journey.mjs").Journey} Journey */
/** @typedef {import("./shelf.mjs").Shelf} Shelf */

/** So many trees at most are loaded ahead: for jumps without waiting, and to know how many questions are left. */
const AHEAD = 4;
/** When that begins (ms after a step), so that nothing that is wanted now waits for it. */
const IDLE = 300;

export class Steps {
  /** @type {Journey | null} */
  #journey = null;
  /** @type {QuestionForm | null} */
  #form = null;
  /** Answers given on this page, for who comes back to a question. @type {Map<string, string>} */
  #remembered = new Map();
  /** Counts arrivals: one that waits for a tree is overtaken by the next. */
  #arrivals = 0;
  #title = document.title;
  #heading = document.querySelector(".flow__title");

  /**
   * @param {HTMLElement} mount
   * @param {Shelf} shelf
   * @param {AbortSignal} gone says that the element was taken away
   * @param {(fault: unknown) => void} fail called where a step cannot be shown
   */
  constructor(mount, shelf, gone, fail) {
    this.mount = mount;
    this.shelf = shelf;
    this.gone = gone;
    this.fail = fail;
    this.walker = new Walker(shelf.trees);
  }

  /**
   * Shows what the address of the page says.
   * @throws {Error} where the first step cannot be shown
   */
  async arrive() {
    const address = readAddress(location.hash);
    const own = address.answers.size > 0 || knowsNode(this.shelf.first, address.entry);
    if (!own && this.#journey && location.hash.length > 1) {
      // A link within the page (skip to the content): the step stays where it is, and so does its address.
      this.#write("replaceState", addressOf(this.#journey));
      return;
    }
    const arrival = (this.#arrivals += 1);
    const { journey, failed } = await this.#travel(address);
    if (arrival !== this.#arrivals || this.gone.aborted) return;
    if (journey.shown.end !== null) {
      this.#leave(journey, true);
      return;
    }
    if (own) this.#write("replaceState", addressOf(journey));
    const led = own || this.#journey !== null || this.mount.contains(document.activeElement);
    this.#show(journey, led, own && !failed ? this.#changes(address, journey) : []);
    if (failed) this.#form?.complain(flowWords().loadFailed ?? "");
  }

  /**
   * The journey to an address; as far as its trees can be had.
   * @param {FlowAddress} address
   */
  async #travel(address) {
    /** @param {FlowAddress} to */
    const work = (to) => {
      const journey = journeyTo(this.walker, this.shelf.first, to, this.#remembered);
      if (!journey) throw new Error("the tree has no beginning");
      return journey;
    };
    try {
      return { journey: await this.shelf.settle(() => work(address), ({ last }) => last.needs), failed: false };
    } catch (fault) {
      const journey = work(address);
      const last = journey.steps.at(-1);
      if (!last) throw fault;
      return { journey: journey.shown.needs === null ? journey : work(addressAt(journey, last.key)), failed: true };
    }
  }

  /**
   * Goes on with an answer.
   * @param {string} answer
   */
  async #proceed(answer) {
    const journey = this.#journey;
    const form = this.#form;
    if (!journey || !form) return;
    const arrival = (this.#arrivals += 1);
    this.mount.setAttribute("aria-busy", "true");
    let moved;
    try {
      const work = () => answered(this.walker, this.shelf.first, journey, answer);
      moved = await this.shelf.settle(work, (found) => found?.next.last.needs ?? null);
    } catch {
      if (arrival === this.#arrivals) form.complain(flowWords().loadFailed ?? "");
      return;
    } finally {
      this.mount.removeAttribute("aria-busy");
    }
    if (!moved || arrival !== this.#arrivals || this.gone.aborted) return;
    for (const [key, given] of moved.here.answers) this.#remembered.set(key, given);
    // Who comes back to this step, by whatever way, finds the answer chosen.
    this.#write("replaceState", moved.here);
    if (moved.next.shown.end !== null) {
      this.#leave(moved.next, false);
      return;
    }
    const next = journeyTo(this.walker, this.shelf.first, addressOf(moved.next), this.#remembered) ?? moved.next;
    this.#write("pushState", addressOf(next), keyOf(journey.shown.place));
    this.#show(next, true);
  }

  /**
   * @param {"pushState" | "replaceState"} how
   * @param {FlowAddress} address
   * @param {string} [behind] key of the question that the history's last entry shows
   */
  #write(how, address, behind) {
    history[how](how === "pushState" ? { annaiFlow: behind } : history.state, "", `#${writeAddress(address)}`);
  }

  /**
   * An outcome has a page of its own, which takes the answers along.
   * @param {Journey} journey
   * @param {boolean} replace whether the page that is left could only lead there again
   * @throws {Error} where there is no such page
   */
  #leave(journey, replace) {
    const node = nodeAt(this.shelf.trees, journey.shown.place);
    if (node?.kind !== "outcome" || !node.address) throw new Error(`${keyOf(journey.shown.place)} has no page`);
    const url = this.shelf.url(node.address);
    url.hash = writeAddress(addressAt(journey, null));
    if (replace) location.replace(url);
    else location.assign(url);
  }

  /**
   * @param {Journey} journey
   * @param {boolean} led whether the reader is taken to the question
   * @param {string[]} [notes] what is to be said above it
   */
  #show(journey, led, notes = []) {
    const question = questionAt(this.shelf.trees, journey.shown.place);
    if (!question) throw new Error(`${keyOf(journey.shown.place)} is no question`);
    const form = new QuestionForm(question, journey.given, (answer) => this.#proceed(answer).catch(this.fail));
    this.#journey = journey;
    this.#form = form;
    const before = journey.steps.slice(0, journey.place);
    const parts = [form.form, ...this.#ways(journey)];
    if (notes.length > 0) {
      parts.unshift(element("div", { class: "steps__note" }, notes.map((text) => element("p", {}, [text]))));
      announce(notes.join(" "));
    }
    if (before.length > 0) {
      parts.push(answerList(this.shelf.trees, journey, before, "", flowWords().given ?? ""));
    }
    this.mount.replaceChildren(...parts);
    this.mount.classList.add("is-ready");
    this.#name(journey, question);
    this.#count(journey, AHEAD);
    keepStepInOtherLanguages(location.hash);
    if (led) this.#lead(form);
  }

  /**
   * The ways back: to the question before, and to the first.
   * @param {Journey} journey
   * @returns {HTMLElement[]}
   */
  #ways(journey) {
    const before = addressBefore(journey);
    if (!before) return [];
    const words = flowWords();
    const back = element("a", { href: `#${writeAddress(before)}` }, [backIcon(), words.previous ?? ""]);
    back.addEventListener("click", (event) => {
      // One step back is one step back in the browser, too.
      if (history.state?.annaiFlow !== before.at || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.back();
    });
    const entry = { entry: journey.entry, answers: new Map(), at: null, change: false, version: journey.version };
    const restart = element("a", { href: `#${writeAddress(entry)}` }, [words.restart ?? ""]);
    restart.addEventListener("click", () => this.#remembered.clear());
    return [element("p", { class: "steps__ways" }, [back, " ", restart])];
  }

  /**
   * Names the step: the document's title, the heading of the tree, and the way out to a person.
   * @param {Journey} journey
   * @param {Question} question
   */
  #name(journey, question) {
    const { tree, node } = journey.shown.place;
    const own = textOf(this.shelf.first.title);
    const title = this.shelf.trees.get(tree)?.title ?? own;
    const page = this.#title.replace(own, () => textOf(title));
    document.title = filled(flowWords().stepTitle, { question: textOf(question.ask), title: page });
    if (this.#heading && this.#heading.textContent !== textOf(title)) this.#heading.replaceChildren(...spoken(title));
    const contact = this.mount.dataset.contact?.replace(/[?#].*/, "");
    const out = document.querySelector(".flow__out a");
    if (contact) out?.setAttribute("href", `${contact}?from=tree:${tree}/${node}`);
  }

  /**
   * Says how many questions are left at most, where that is known. Trees that could be reached are loaded for it, if
   * they are few.
   * @param {Journey} journey
   * @param {number} ahead how many trees may still be loaded
   */
  #count(journey, ahead) {
    const words = flowWords();
    const most = atMost(this.walker, journey.shown);
    if (most !== null && this.#form) {
      const pattern = most === 0 ? words.leftNone : most === 1 ? words.leftOne : words.leftMany;
      this.#form.left.textContent = filled(pattern, { count: most });
    }
    const named = [...this.shelf.trees.values()].flatMap((bundle) => Object.keys(bundle.trees ?? {}));
    const missing = [...new Set(named)].filter((tree) => !this.shelf.trees.has(tree));
    if (most !== null || missing.length === 0 || missing.length > ahead || savesData()) return;
    setTimeout(() => {
      if (this.#journey !== journey || this.gone.aborted) return;
      this.shelf.load(missing[0]).then(
        () => this.#journey === journey && this.#count(journey, ahead - 1),
        () => {
          // The number stays away; a step that needs the tree tries again.
        },
      );
    }, IDLE);
  }

  /**
   * What has changed since a link was made, in words.
   * @param {FlowAddress} address
   * @param {Journey} journey
   * @returns {string[]}
   */
  #changes(address, journey) {
    const words = flowWords();
    const said = [];
    if (address.version !== null && address.version !== journey.version) said.push(words.revised ?? "");
    if (journey.dropped.length > 0) {
      const asked = journey.dropped.flatMap((key) => {
        const [tree, node] = key.split(".");
        const question = questionAt(this.shelf.trees, { tree, node });
        return question ? [filled(words.quoted, { question: textOf(question.ask) })] : [];
      });
      said.push(asked.length > 0 ? filled(words.lost, { questions: asked.join(" ") }) : (words.lostSome ?? ""));
    }
    return said;
  }

  /**
   * Takes the reader to the question: no motion, and no scrolling where it stands in sight already.
   * @param {QuestionForm} form
   */
  #lead({ form, heading }) {
    heading.focus({ preventScroll: true });
    const first = this.mount.firstElementChild ?? form;
    const { top } = form.getBoundingClientRect();
    if (first.getBoundingClientRect().top < 0 || top > innerHeight / 2) {
      first.scrollIntoView({ block: "start", behavior: "instant" });
    }
  }
}

/** Whether the visitor's browser asks for as little data as possible. */
function savesData() {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (navigator);
  return connection?.saveData === true;
}
