/** Owns the boxes that narrow down a list on the page: every word typed must occur, in any width or case. */

/**
 * One spelling for what is typed in several: width, case, hiragana and katakana.
 * @param {string} text
 * @returns {string}
 */
export function folded(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** Lets each `data-filter` box filter the `data-filter-item` of the element whose id it holds. */
export function watchFilters() {
  for (const box of document.querySelectorAll("[data-filter]")) {
    const field = box.querySelector("input");
    const target = document.getElementById(box.getAttribute("data-filter") ?? "");
    if (!field || !target) continue;
    const items = [...target.querySelectorAll("[data-filter-item]")].map((item) => ({
      item,
      text: folded(item.textContent ?? ""),
    }));
    const groups = [...target.querySelectorAll("[data-filter-group]")];
    const none = box.querySelector("[data-filter-none]");
    const apply = () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      let left = 0;
      for (const { item, text } of items) {
        const fits = words.every((word) => text.includes(word));
        item.toggleAttribute("hidden", !fits);
        if (fits) left += 1;
      }
      for (const group of groups) {
        group.toggleAttribute("hidden", !group.querySelector("[data-filter-item]:not([hidden])"));
      }
      none?.toggleAttribute("hidden", left > 0);
    };
    field.addEventListener("input", apply);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value) {
        field.value = "";
        apply();
      }
    });
    if (field.value) apply();
  }
}
