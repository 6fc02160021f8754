/** Owns the fold of a tree's outline, which stands open where there is no JavaScript and in print. */

/**
 * Lets the outline's button open and close it, and opens it for a link into it. Where customers are led by a stepper,
 * links to a node are the stepper's; then only those inside the outline lead to another place in it.
 */
export function watchOutline() {
  const button = document.querySelector("[data-outline]");
  const outline = button?.closest(".outline");
  if (!button || !outline) return;
  const stepper = document.querySelector('annai-flow[data-audience="public"]');
  const isLed = () => stepper !== null && !stepper.classList.contains("is-failed");
  const opened = button.textContent ?? "";
  const closed = button.getAttribute("data-close") ?? opened;
  /** @param {boolean} open */
  const set = (open) => {
    outline.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? closed : opened;
  };
  button.addEventListener("click", () => set(!outline.classList.contains("is-open")));
  /** @param {string} hash */
  const inOutline = (hash) => {
    const target = hash.length > 1 ? document.getElementById(decoded(hash.slice(1))) : null;
    return target && outline.contains(target) ? target : null;
  };
  const follow = () => {
    const target = isLed() ? null : inOutline(location.hash);
    if (!target) return;
    set(true);
    target.scrollIntoView();
  };
  outline.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[href^="#"]');
    const target = link && isLed() ? inOutline(link.getAttribute("href") ?? "") : null;
    if (!target || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target.tabIndex = -1;
    target.focus();
  });
  addEventListener("hashchange", follow);
  stepper?.addEventListener("annai-flow-failed", follow);
  follow();
}

/** @param {string} fragment */
function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A broken escape: no node has one.
    return "";
  }
}
