/** Owns the elements that say what is open now: <annai-hours>, <annai-channels>, and notices in their time. */

import { frameData } from "../words.mjs";
import { isKnown, replyAt, stateAt } from "./state.mjs";

/** @typedef {import("./state.mjs").CalendarFile} CalendarFile */

/** How often the state is looked at again while a page stays open (ms). */
const AGAIN = 30_000;
/** @type {Map<string, Promise<CalendarFile | null>>} */
const files = new Map();

/** @param {string} source @returns {Promise<CalendarFile | null>} */
function calendarFile(source) {
  let file = files.get(source);
  if (!file) {
    file = fetch(source).then(
      (answer) => (answer.ok ? answer.json() : null),
      () => null,
    );
    files.set(source, file);
  }
  return file;
}

/** @returns {Record<string, string>} */
function hoursWords() {
  return frameData().hours ?? {};
}

/** An element whose text depends on the time; it looks again now and then, and stops when it is taken away. */
class TimedElement extends HTMLElement {
  /** @type {AbortController | null} */
  #connection = null;

  connectedCallback() {
    const connection = new AbortController();
    this.#connection = connection;
    const look = () => void this.show(Date.now());
    look();
    const timer = setInterval(look, AGAIN);
    connection.signal.addEventListener("abort", () => clearInterval(timer));
    document.addEventListener("visibilitychange", look, { signal: connection.signal });
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#connection = null;
  }

  /** @param {number} _moment */
  async show(_moment) {}
}

class AnnaiHours extends TimedElement {
  /**
   * @override
   * @param {number} moment
   */
  async show(moment) {
    const place = this.querySelector('[data-annai="now"]');
    const file = await calendarFile(this.dataset.source ?? "");
    const calendar = file?.calendars[this.dataset.calendar ?? ""];
    if (!place || !file || !calendar || !isKnown(file, calendar, moment)) return;
    const state = stateAt(calendar, moment, frameData().language, hoursWords());
    place.textContent = state.text;
    this.dataset.state = state.open ? "open" : "closed";
  }
}

class AnnaiChannels extends TimedElement {
  /** @type {HTMLElement[] | undefined} the items in the order of the page */
  #written;

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#keepContext();
  }

  /** Where the reader comes from goes along to the form or chat: they need not tell it again. */
  #keepContext() {
    const from = new URLSearchParams(location.search).get("from");
    if (!from || from.length > 300) return;
    for (const link of this.querySelectorAll('a[data-annai="go"]')) {
      if (link instanceof HTMLAnchorElement && link.protocol.startsWith("http")) {
        const way = new URL(link.href);
        way.searchParams.set("from", from);
        link.href = way.href;
      }
    }
  }

  /**
   * @override
   * @param {number} moment
   */
  async show(moment) {
    const items = [...this.querySelectorAll("[data-channel]")].filter((item) => item instanceof HTMLElement);
    /** @type {HTMLElement[]} */
    const open = [];
    /** @type {HTMLElement[]} */
    const closed = [];
    for (const item of items) {
      ((await this.#state(item, moment)) === false ? closed : open).push(item);
    }
    this.#main(items, open, closed);
  }

  /**
   * Writes an item's state; whether it is open, null where nobody knows.
   * @param {HTMLElement} item
   * @param {number} moment
   */
  async #state(item, moment) {
    const file = await calendarFile(item.dataset.source ?? "");
    const calendar = file?.calendars[item.dataset.calendar ?? ""];
    if (!file || !calendar || !isKnown(file, calendar, moment)) return null;
    const language = frameData().language;
    const words = hoursWords();
    const state = stateAt(calendar, moment, language, words);
    const line = item.querySelector('[data-annai="state"]');
    if (line) line.textContent = state.text;
    item.dataset.state = state.open ? "open" : "closed";
    const reply = item.querySelector('[data-annai="reply"]');
    const replies = file.calendars[item.dataset.replyCalendar ?? ""];
    if (reply && replies && item.dataset.reply) {
      const text = replyAt(replies, item.dataset.reply, moment, language, words);
      if (text && state.open) reply.textContent = text;
      else if (!state.open) reply.textContent = "";
    }
    return state.open;
  }

  /** @param {HTMLElement[]} items */
  #order(items) {
    const list = items[0]?.parentElement;
    if (!list) return;
    const before = [...list.children];
    if (items.every((item, place) => before[place] === item)) return;
    const at = document.activeElement;
    list.append(...items);
    if (at instanceof HTMLElement && list.contains(at)) at.focus({ preventScroll: true });
  }

  /**
   * The main way comes first: the first that is open; where none is, the fallback of the first. The others stay in the
   * order that they were written in, which puts what most people want before what few do.
   * @param {HTMLElement[]} items
   * @param {HTMLElement[]} open
   * @param {HTMLElement[]} closed
   */
  #main(items, open, closed) {
    const fallback = closed.find((item) => item.dataset.channel === closed[0]?.dataset.fallback);
    const main = open[0] ?? fallback;
    this.#written ??= items;
    if (main) this.#order([main, ...this.#written.filter((item) => item !== main)]);
    for (const item of items) {
      const chosen = item === main;
      item.classList.toggle("is-main", chosen);
      item.querySelector('[data-annai="go"]')?.classList.toggle("button--quiet", !chosen);
    }
  }
}

/** Shows notices in their time and hides them outside it, whatever the day of the build was. */
export function watchNotices() {
  const notices = [...document.querySelectorAll("[data-from][data-until]")].filter(
    (notice) => notice instanceof HTMLElement,
  );
  if (!notices.length) return;
  const look = () => {
    const now = Date.now();
    for (const notice of notices) {
      const from = Date.parse(notice.dataset.from ?? "");
      const until = Date.parse(notice.dataset.until ?? "");
      notice.hidden = !(from <= now && now < until);
    }
    const region = notices[0].closest(".notices");
    if (region instanceof HTMLElement) region.hidden = notices.every((notice) => notice.hidden);
  };
  look();
  setInterval(look, AGAIN);
}

customElements.define("annai-hours", AnnaiHours);
customElements.define("annai-channels", AnnaiChannels);
watchNotices();
