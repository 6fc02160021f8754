/** Owns the fold of a tree's outline, which stands open where there is no JavaScript and in print. */

/** Lets the outline's button open and close it, and opens it for a link into it. */
export function watchOutline() {
  const button = document.querySelector("[data-outline]");
  const outline = button?.closest(".outline");
  if (!button || !outline) return;
  const opened = button.textContent ?? "";
  const closed = button.getAttribute("data-close") ?? opened;
  /** @param {boolean} open */
  const set = (open) => {
    outline.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? closed : opened;
  };
  button.addEventListener("click", () => set(!outline.classList.contains("is-open")));
  const follow = () => {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && outline.contains(target)) {
      set(true);
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", follow);
  follow();
}
