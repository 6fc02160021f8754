/** Owns the search box: results below it while one types, a plain form where the search cannot be loaded. */

import { SearchWorker } from "./search-worker.mjs";
import { announce, frameData } from "./words.mjs";

/** @typedef {import("./search-worker.mjs").Found} Found */

const IN_BOX = 6;
const IN_PAGE = 30;

/** @type {SearchWorker | null} */
let shared = null;

/** @returns {SearchWorker | null} the page's one worker; null on a site without search */
function searchWorker() {
  const { search } = frameData();
  if (!search?.worker || !search.index) return null;
  shared ??= new SearchWorker(new URL(search.worker, location.href), new URL(search.index, location.href));
  return shared;
}

/**
 * @param {Found[]} found
 * @returns {HTMLOListElement}
 */
function resultList(found) {
  const list = document.createElement("ol");
  list.className = "found";
  for (const { href, title, text } of found) {
    const link = document.createElement("a");
    link.className = "found__link";
    link.href = href;
    link.append(line("found__title", title), line("found__text", text));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  return list;
}

/**
 * @param {string} name
 * @param {import("./search-worker.mjs").Piece[]} parts
 */
function line(name, parts) {
  const element = document.createElement("span");
  element.className = name;
  for (const { text, marked } of parts) {
    if (!marked) {
      element.append(text);
      continue;
    }
    const mark = document.createElement("mark");
    mark.textContent = text;
    element.append(mark);
  }
  return element;
}

/**
 * @param {number} count
 * @param {string} query
 */
function countText(count, query) {
  const { words } = frameData();
  if (count === 0) return words.none.replace("{query}", query);
  return count === 1 ? words.one : words.many.replace("{count}", String(count));
}

class SearchBox extends HTMLElement {
  dismissed = false;

  connectedCallback() {
    this.abort = new AbortController();
    const { signal } = this.abort;
    const field = this.querySelector("input");
    const form = this.querySelector("form");
    if (!field || !form) return;
    this.field = field;
    this.inPage = document.querySelector("[data-annai='results']");
    if (this.inPage && this.closest(".bar")) return;
    this.panel = document.createElement("div");
    this.panel.className = "search__panel";
    this.panel.hidden = true;
    if (!this.inPage) this.append(this.panel);
    // `input`, not `keyup`: text may be pasted, dictated or come from an IME.
    field.addEventListener("input", () => {
      this.dismissed = false;
      void this.search();
    }, { signal });
    field.addEventListener("focus", () => {
      if (field.value && !this.dismissed) void this.search();
    }, { signal });
    form.addEventListener("submit", (event) => this.submit(event), { signal });
    this.addEventListener("keydown", (event) => this.move(event), { signal });
    this.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.close();
    }, { signal });
    if (this.inPage || document.body.classList.contains("kind-not-found")) this.start();
    // What was typed while this module came.
    else if (field.value && document.activeElement === field) void this.search();
  }

  disconnectedCallback() {
    this.abort?.abort();
  }

  /** On the search page the query of the address, on the page for lost addresses their words. */
  start() {
    if (!this.field) return;
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) this.field.value = asked;
    else if (!this.inPage) this.field.value = wordsOfAddress(location.pathname);
    if (this.field.value && this.inPage) void this.search();
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    if (!this.inPage || !this.field) return;
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("q", this.field.value);
    history.replaceState(null, "", address);
    void this.search();
  }

  async search() {
    const query = this.field?.value.trim() ?? "";
    if (!query) {
      this.close();
      this.inPage?.replaceChildren();
      return;
    }
    const { words } = frameData();
    try {
      const worker = searchWorker();
      if (!worker) return;
      const found = await worker.find(query);
      if (query !== this.field?.value.trim() || this.dismissed) return;
      this.show(query, found);
    } catch {
      this.note(words.searchFailed);
    }
  }

  /**
   * @param {string} query
   * @param {Found[]} found
   */
  show(query, found) {
    const { words, search } = frameData();
    const count = countText(found.length, query);
    const head = document.createElement("p");
    head.className = "search__count";
    head.textContent = found.length ? count : `${count} ${words.noneHint}`;
    announce(count);
    if (this.inPage) {
      this.inPage.replaceChildren(head, resultList(found.slice(0, IN_PAGE)));
      return;
    }
    if (!this.panel) return;
    this.panel.replaceChildren(head, resultList(found.slice(0, IN_BOX)));
    if (found.length > IN_BOX && search) {
      const all = document.createElement("a");
      all.className = "search__all";
      all.href = `${search.action}?q=${encodeURIComponent(query)}`;
      all.textContent = words.all;
      this.panel.append(all);
    }
    this.panel.hidden = false;
  }

  /** @param {string} text */
  note(text) {
    const line = document.createElement("p");
    line.className = "search__count";
    line.textContent = text;
    announce(text);
    if (this.inPage) this.inPage.replaceChildren(line);
    else if (this.panel) {
      this.panel.replaceChildren(line);
      this.panel.hidden = false;
    }
  }

  close() {
    if (this.panel) this.panel.hidden = true;
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      // Closed until something else is typed; the field keeps the words.
      this.dismissed = true;
      this.field?.focus();
      this.close();
      event.preventDefault();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...(this.panel?.querySelectorAll("a") ?? [])];
    if (this.panel?.hidden || links.length === 0) return;
    event.preventDefault();
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    if (to < 0) this.field?.focus();
    else links[Math.min(to, links.length - 1)].focus();
  }
}

/**
 * @param {string} path
 * @returns {string} the words of an address: its last parts, without marks and suffix
 */
export function wordsOfAddress(path) {
  let words = path;
  try {
    words = decodeURIComponent(path);
  } catch {
    // A broken escape: take the address as it is.
  }
  return words.replace(/\.[a-z]+$/i, "").split("/").filter(Boolean).slice(-1).join(" ").replace(/[-_+]+/g, " ").slice(0, 60);
}

customElements.define("annai-search", SearchBox);
