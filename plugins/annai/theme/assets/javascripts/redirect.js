// Leads on from a former address, with the query and the fragment that a meta refresh would drop.
(function () {
  "use strict";
  const target = document.currentScript?.dataset.target;
  if (!target) return;
  const to = new URL(target, location.href);
  if (to.origin !== location.origin) return;
  if (location.search) to.search = location.search;
  if (location.hash) to.hash = location.hash;
  location.replace(to);
})();
