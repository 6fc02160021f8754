/**
 * Owns the arithmetic of opening hours: open now, the next opening, a deadline, and how a moment is said.
 *
 * The twin of the Python module annai.trees.calendars; both are held to the same vectors. Pure: no DOM, no clock.
 * Moments are milliseconds since 1970, whole minutes; days are "YYYY-MM-DD" in the calendar's own clock.
 */

/**
 * @typedef {object} Calendar
 * @property {string} tz IANA time zone
 * @property {number[][][]} weekly spans of each weekday, Monday first, in minutes after midnight
 * @property {string[]} closed days on which the weekly hours do not hold
 * @property {boolean} [always]
 */

/** @typedef {{start: number, end: number}} Opening */
/** @typedef {{days: number, minutes: number}} Duration */

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A calendar that is closed this long (days) is not going to open again. */
const LONGEST_CLOSURE = 400;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = { ja: [..."月火水木金土日"], en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] };

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} tz */
function formatOf(tz) {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: tz,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(tz, format);
  }
  return format;
}

/**
 * The clock on the wall of a time zone.
 * @param {number} moment
 * @param {string} tz
 * @returns {{day: string, minutes: number}}
 */
export function wallClock(moment, tz) {
  /** @type {Record<string, string>} */
  const parts = {};
  for (const part of formatOf(tz).formatToParts(moment)) parts[part.type] = part.value;
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

/**
 * The moment of a minute of a day's local clock.
 * @param {string} day
 * @param {number} minutes may be 1440, the end of the day
 * @param {string} tz
 */
export function momentAt(day, minutes, tz) {
  const wanted = Date.parse(`${day}T00:00Z`) + minutes * MINUTE;
  let moment = wanted;
  // An offset depends on the moment, which depends on the offset: twice is enough outside the skipped hour.
  for (let round = 0; round < 2; round += 1) {
    const wall = wallClock(moment, tz);
    moment += wanted - (Date.parse(`${wall.day}T00:00Z`) + wall.minutes * MINUTE);
  }
  return moment;
}

/** @param {string} day @param {number} count */
function later(day, count) {
  return new Date(Date.parse(`${day}T00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** @param {string} day Monday is 0 */
function weekday(day) {
  return (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
}

/**
 * The open spans of a day, in minutes after midnight.
 * @param {Calendar} calendar
 * @param {string} day
 */
export function spansOn(calendar, day) {
  return calendar.closed.includes(day) ? [] : calendar.weekly[weekday(day)];
}

/**
 * @param {Calendar} calendar
 * @param {string} day
 * @returns {Opening[]}
 */
function openingsOn(calendar, day) {
  return spansOn(calendar, day).map(([start, end]) => ({
    start: momentAt(day, start, calendar.tz),
    end: momentAt(day, end, calendar.tz),
  }));
}

/**
 * The openings from a moment on, the first cut to start no earlier; ends after a closure of 400 days.
 * @param {Calendar} calendar
 * @param {number} moment
 * @returns {Generator<Opening>}
 */
export function* openingsFrom(calendar, moment) {
  const now = Math.floor(moment / MINUTE) * MINUTE;
  let day = wallClock(now, calendar.tz).day;
  let closed = 0;
  while (closed <= LONGEST_CLOSURE) {
    const openings = openingsOn(calendar, day);
    closed = openings.length ? 0 : closed + 1;
    for (const opening of openings) {
      if (opening.end > now) yield { start: Math.max(opening.start, now), end: opening.end };
    }
    day = later(day, 1);
  }
}

/**
 * @param {Calendar} calendar
 * @param {number} moment
 */
export function isOpen(calendar, moment) {
  const now = Math.floor(moment / MINUTE) * MINUTE;
  return openingsOn(calendar, wallClock(now, calendar.tz).day).some(({ start, end }) => start <= now && now < end);
}

/**
 * When it is open next: the moment itself (whole minutes) where it is open, null where it never opens again.
 * @param {Calendar} calendar
 * @param {number} moment
 */
export function nextOpening(calendar, moment) {
  for (const opening of openingsFrom(calendar, moment)) return opening.start;
  return null;
}

/**
 * When it closes, for a calendar that is open; spans that touch count as one. null: not within two weeks.
 * @param {Calendar} calendar
 * @param {number} moment
 */
export function closesAt(calendar, moment) {
  let end = null;
  for (const opening of openingsFrom(calendar, moment)) {
    if (end !== null && opening.start > end) return end;
    end = opening.end;
    if (end - moment > 14 * DAY) return null;
  }
  return end;
}

/**
 * @param {string} text P1D, PT2H30M
 * @returns {Duration}
 */
export function duration(text) {
  const found = /^P(?:(\d+)D|T(?:(\d+)H)?(?:(\d+)M)?)$/.exec(text);
  if (!found) throw new RangeError(`not a duration: ${text}`);
  return { days: Number(found[1] ?? 0), minutes: Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0) };
}

/**
 * The moment by which something is done that was promised at `moment`; null where the calendar never opens.
 *
 * PTn: n open minutes from now, or from the next opening. PnD: the close of the n-th open day after today.
 * @param {Calendar} calendar
 * @param {Duration} within
 * @param {number} moment
 */
export function deadline(calendar, within, moment) {
  if (within.days) return closeOfDay(calendar, within.days, moment);
  let left = within.minutes * MINUTE;
  for (const { start, end } of openingsFrom(calendar, moment)) {
    if (left <= end - start) return start + left;
    left -= end - start;
  }
  return null;
}

/** @param {Calendar} calendar @param {number} days @param {number} moment */
function closeOfDay(calendar, days, moment) {
  let day = wallClock(moment, calendar.tz).day;
  let left = days;
  for (let closed = 0; closed <= LONGEST_CLOSURE; ) {
    day = later(day, 1);
    const spans = spansOn(calendar, day);
    closed = spans.length ? 0 : closed + 1;
    if (spans.length && (left -= 1) === 0) return momentAt(day, spans[spans.length - 1][1], calendar.tz);
  }
  return null;
}

/**
 * A moment as it is said: 11月24日（火）19時, or Tue 24 Nov, 19:00; minutes only where not 0 in Japanese.
 * @param {number} moment
 * @param {string} tz
 * @param {string} language
 */
export function spoken(moment, tz, language) {
  const { day, minutes } = wallClock(moment, tz);
  const [, month, date] = day.split("-").map(Number);
  const hour = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (language.startsWith("ja")) {
    return `${month}月${date}日（${WEEKDAYS.ja[weekday(day)]}）${hour}時${rest ? `${rest}分` : ""}`;
  }
  return `${WEEKDAYS.en[weekday(day)]} ${date} ${MONTHS[month - 1]}, ${pad(hour)}:${pad(rest)}`;
}

/**
 * The time of day only, 18:00; the end of a day is 24:00.
 * @param {number} moment
 * @param {string} tz
 */
export function clock(moment, tz) {
  const { minutes } = wallClock(moment, tz);
  return minutes === 0 ? "24:00" : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}`;
}

/** @param {number} number */
function pad(number) {
  return String(number).padStart(2, "0");
}
