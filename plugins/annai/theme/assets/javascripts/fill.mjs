/** Owns the values that an agent types once: they go into every query, script and link of the page, and nowhere else. */

/** Lets the fields of a `data-fill-form` fill the `data-fill` places and the `data-fill-link` links. */
export function watchFillForms() {
  for (const form of document.querySelectorAll("form[data-fill-form]")) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", fillPage);
  }
  // A browser puts values back when one returns to a page.
  addEventListener("pageshow", fillPage);
}

function fillPage() {
  /** @type {Map<string, string>} */
  const values = new Map();
  for (const field of document.querySelectorAll("input[data-fill-input]")) {
    if (!(field instanceof HTMLInputElement)) continue;
    // Full-width digits and letters, as an IME gives them, are what the tools do not find.
    const value = field.value.normalize("NFKC").trim();
    const fits = value !== "" && (!field.pattern || new RegExp(`^(?:${field.pattern})$`, "u").test(value));
    field.classList.toggle("is-odd", value !== "" && !fits);
    if (value !== "") values.set(field.dataset.fillInput ?? "", value);
  }
  for (const place of document.querySelectorAll("[data-fill]")) {
    if (!(place instanceof HTMLElement)) continue;
    place.dataset.label ??= place.textContent ?? "";
    const value = values.get(place.dataset.fill ?? "");
    place.classList.toggle("is-filled", value !== undefined);
    place.textContent = value ?? place.dataset.label;
  }
  for (const link of document.querySelectorAll("a[data-fill-link]")) {
    if (link instanceof HTMLAnchorElement) fillLink(link, values);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Map<string, string>} values
 */
function fillLink(link, values) {
  let complete = true;
  const address = (link.dataset.fillLink ?? "").replace(/\{([a-z][a-z0-9-]*)\}/g, (_, id) => {
    const value = values.get(id);
    if (value === undefined) complete = false;
    return encodeURIComponent(value ?? "");
  });
  if (complete) {
    link.href = address;
    link.removeAttribute("aria-disabled");
    link.removeAttribute("role");
  } else {
    link.removeAttribute("href");
    link.setAttribute("aria-disabled", "true");
    link.setAttribute("role", "link");
  }
}
