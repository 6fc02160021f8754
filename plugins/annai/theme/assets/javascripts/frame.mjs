/** Owns the start of the frame's modules on a page. Each works alone; the search loads when it is wanted. */

import { watchCopyButtons } from "./copy.mjs";
import { watchFillForms } from "./fill.mjs";
import { watchFilters } from "./filter.mjs";
import { watchOutline } from "./outline.mjs";
import { watchScheme } from "./scheme.mjs";

watchScheme();
watchCopyButtons();
watchFillForms();
watchFilters();
watchOutline();

if (document.querySelector("annai-hours, annai-channels, [data-from][data-until]")) {
  void import("./hours/elements.mjs");
}

if (document.querySelector('annai-flow:not([data-audience="public"])')) {
  void import("./flow/keys.mjs").then(({ watchAnswerKeys }) => watchAnswerKeys());
}

const flow = document.querySelector('annai-flow[data-audience="public"]');
if (flow) {
  import("./flow/stepper.mjs").catch(() => {
    flow.classList.add("is-failed");
    flow.dispatchEvent(new Event("annai-flow-failed"));
  });
}
if (document.querySelector("annai-outcome") && location.hash) {
  void import("./flow/outcome.mjs");
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

/** A `/` puts the cursor into the search, where nobody is typing and no runner has the keys. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const at = /** @type {HTMLElement} */ (event.target);
  if (at.closest("input, textarea, select, [contenteditable], annai-flow")) return;
  const field = document.querySelector("annai-search input");
  if (field instanceof HTMLInputElement) {
    event.preventDefault();
    field.focus();
  }
});

const boxes = document.querySelectorAll("annai-search");
if (boxes.length > 0) {
  const load = () => import("./search-box.mjs");
  const asked = new URLSearchParams(location.search).has("q");
  const lost = document.body.classList.contains("kind-not-found");
  if (asked || lost) {
    void load();
  } else {
    for (const box of boxes) {
      box.addEventListener("focusin", load, { once: true });
      box.addEventListener("pointerenter", load, { once: true });
    }
  }
  const wanted = document.querySelector("annai-search [data-annai-autofocus]");
  // Only where a keyboard is likely: on a phone the keyboard would cover the page.
  if (wanted instanceof HTMLInputElement && matchMedia("(hover: hover) and (pointer: fine)").matches && !location.hash) {
    wanted.focus({ preventScroll: true });
  }
}
