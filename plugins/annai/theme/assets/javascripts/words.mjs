/** Owns what the frame's modules read from the page: its words, and where the search lies. */

/**
 * @typedef {object} FrameData
 * @property {string} language
 * @property {{worker: string, index: string, action: string} | null} search
 * @property {Record<string, string>} words
 * @property {Record<string, string>} [hours] how the state of opening hours is said; `{value}` is a time
 * @property {Record<string, string> | null} [flow] the words of guided flows, on their pages
 */

/** @returns {FrameData} the data block of the frame, or one without words where there is none */
export function frameData() {
  const block = document.getElementById("annai-frame");
  if (!block?.textContent) return { language: document.documentElement.lang, search: null, words: {} };
  return JSON.parse(block.textContent);
}

/**
 * Says something to those who listen to the page; visible nowhere.
 * @param {string} text
 */
export function announce(text) {
  const live = document.getElementById("annai-live");
  if (!live) return;
  // The same words twice would not be read again.
  live.textContent = "";
  setTimeout(() => {
    live.textContent = text;
  }, 50);
}
