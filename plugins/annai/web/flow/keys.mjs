/** Owns the number keys on a tree's page of the manual: a digit follows the answer that bears it. */

const DIGIT = /^(?:Digit|Numpad)([0-9])$/;

/**
 * The step that the keys speak of: the one that the address names, else the first question.
 * @returns {Element | null}
 */
function currentStep() {
  const named = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  return named?.closest(".node") ?? document.querySelector("annai-flow .asked");
}

/** Lets digits choose, where nobody is typing and no other modifier is held; full-width digits count too. */
export function watchAnswerKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    const at = event.target;
    if (at instanceof Element && at.closest("input, textarea, select, [contenteditable]")) return;
    const digit = DIGIT.exec(event.code)?.[1];
    const step = digit === undefined ? null : currentStep();
    for (const key of step?.querySelectorAll(".answer__key") ?? []) {
      if (key.textContent?.trim() !== digit) continue;
      const link = key.closest("a") ?? key.parentElement?.querySelector("a.goto");
      if (link instanceof HTMLAnchorElement) {
        event.preventDefault();
        link.click();
      }
      return;
    }
  });
}
