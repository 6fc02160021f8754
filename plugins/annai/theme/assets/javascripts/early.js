// Runs before anything is drawn: says that there is JavaScript, and which colours were chosen, so that nothing jumps.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem("annai.scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // Storage is refused: the system's own setting stands.
  }
})();
