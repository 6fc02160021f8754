/** Owns copying: a button in a `data-copy-scope` copies its `data-copy-source`, and says so only when it is true. */

import { announce, frameData } from "./words.mjs";

const SHOWN_MS = 2000;

/**
 * The text of an element as it is to be pasted, line breaks kept. A place that nobody has filled is left out of a
 * query, where one types on, and stands as 【label】 in words to a customer, where it must not be overlooked.
 * @param {Element} source
 * @returns {string}
 */
export function textToCopy(source) {
  let text = "";
  for (const node of source.childNodes) {
    if (node instanceof Text) text += node.data.replace(/\s*\n\s*/g, "");
    else if (node instanceof HTMLBRElement) text += "\n";
    else if (node instanceof Element) {
      if (!node.matches("[data-fill]:not(.is-filled)")) text += textToCopy(node);
      else if (!node.closest("[data-copy-bare]")) text += `【${node.textContent?.trim()}】`;
    }
  }
  return text;
}

/**
 * Puts text on the clipboard; on plain-http pages, where there is no Clipboard API, from a selected field.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there
 */
export async function copyText(text) {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, for want of permission or focus: try the field.
    }
  }
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}

/** Lets every copy button of the page work, also those that are added later. */
export function watchCopyButtons() {
  document.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-copy]");
    const source = button?.closest("[data-copy-scope]")?.querySelector("[data-copy-source]");
    if (!button || !source) return;
    const { words } = frameData();
    if (await copyText(textToCopy(source))) {
      show(button, words.copied);
    } else {
      getSelection()?.selectAllChildren(source);
      announce(words.copyFailed);
    }
  });
}

/**
 * @param {Element} button
 * @param {string} text
 */
function show(button, text) {
  const label = button.querySelector("[data-copy-label]");
  announce(text);
  if (!label || button.classList.contains("is-done")) return;
  const before = label.textContent;
  label.textContent = text;
  button.classList.add("is-done");
  setTimeout(() => {
    label.textContent = before;
    button.classList.remove("is-done");
  }, SHOWN_MS);
}
