/**
 * Owns <annai-flow> for customers: it asks one question at a time, or leaves the page as it came.
 *
 * The class `is-ready` says that the questions are there. Where the bundle cannot be had the element has the class
 * `is-failed`, shows what it brought, and sends `annai-flow-failed`.
 */

import { Shelf } from "./shelf.mjs";
import { Steps } from "./steps.mjs";

class AnnaiFlow extends HTMLElement {
  /** @type {AbortController | null} */
  #connection = null;

  async connectedCallback() {
    if (this.dataset.audience !== "public") return;
    const connection = new AbortController();
    this.#connection = connection;
    const asItCame = [...this.childNodes];
    /** @param {unknown} fault */
    const fail = (fault) => {
      connection.abort();
      this.replaceChildren(...asItCame);
      this.classList.remove("is-ready");
      this.classList.add("is-failed");
      this.dispatchEvent(new Event("annai-flow-failed"));
      console.warn(fault);
    };
    try {
      if (!this.dataset.bundle) throw new Error("the page names no bundle");
      const shelf = await Shelf.open(this.dataset.bundle);
      if (connection.signal.aborted) return;
      const steps = new Steps(this, shelf, connection.signal, fail);
      addEventListener("hashchange", () => steps.arrive().catch(fail), { signal: connection.signal });
      await steps.arrive();
    } catch (fault) {
      fail(fault);
    }
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#connection = null;
  }
}

customElements.define("annai-flow", AnnaiFlow);
