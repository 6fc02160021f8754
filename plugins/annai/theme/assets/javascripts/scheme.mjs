/** Owns the choice between light and dark: as the system has it until the visitor says otherwise. */

const KEY = "annai.scheme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {boolean} whether the page is dark now */
function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches;
}

/** Lets the buttons of the frame switch the colours, and shows them what is set. */
export function watchScheme() {
  const buttons = document.querySelectorAll("[data-scheme-toggle]");
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(isDark()));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const scheme = isDark() ? "light" : "dark";
      root.dataset.scheme = scheme;
      try {
        localStorage.setItem(KEY, scheme);
      } catch {
        // Storage is refused: the choice holds for this page.
      }
      show();
    });
  }
  system.addEventListener("change", show);
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    if (event.newValue === "light" || event.newValue === "dark") root.dataset.scheme = event.newValue;
    else delete root.dataset.scheme;
    show();
  });
  show();
}
