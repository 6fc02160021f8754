/** Owns what a calendar's state is at a moment, in the page's words: open until, closed until, reply by. Pure. */

import { clock, closesAt, deadline, duration, isOpen, nextOpening, spoken, wallClock } from "./open-time.mjs";

/** @typedef {import("./open-time.mjs").Calendar} Calendar */

/**
 * @typedef {object} CalendarFile
 * @property {string} format
 * @property {string} from first day that is known
 * @property {string} until last day that is known
 * @property {Record<string, Calendar>} calendars
 */

/**
 * @typedef {object} State
 * @property {boolean} open
 * @property {string} text
 */

/**
 * Whether the file still knows the days around a moment; pages that are older show the weekly hours alone.
 * @param {CalendarFile} file
 * @param {Calendar} calendar
 * @param {number} moment
 */
export function isKnown(file, calendar, moment) {
  const { day } = wallClock(moment, calendar.tz);
  return file.format === "annai-calendars/1" && file.from <= day && day <= file.until;
}

/**
 * @param {Calendar} calendar
 * @param {number} moment
 * @param {string} language
 * @param {Record<string, string>} words
 * @returns {State}
 */
export function stateAt(calendar, moment, language, words) {
  if (calendar.always) return { open: true, text: words.openAlways };
  if (isOpen(calendar, moment)) {
    const end = closesAt(calendar, moment);
    return { open: true, text: end === null ? words.openAlways : fill(words.openUntil, clock(end, calendar.tz)) };
  }
  const next = nextOpening(calendar, moment);
  if (next === null) return { open: false, text: words.closed };
  return { open: false, text: fill(words.closedUntil, spoken(next, calendar.tz, language)) };
}

/**
 * When an answer comes to what is sent now; empty where the calendar never opens.
 * @param {Calendar} calendar
 * @param {string} within
 * @param {number} moment
 * @param {string} language
 * @param {Record<string, string>} words
 */
export function replyAt(calendar, within, moment, language, words) {
  const due = deadline(calendar, duration(within), moment);
  return due === null ? "" : fill(words.replyBy, spoken(due, calendar.tz, language));
}

/** @param {string} pattern @param {string} value */
function fill(pattern, value) {
  return pattern.replace("{value}", () => value);
}
