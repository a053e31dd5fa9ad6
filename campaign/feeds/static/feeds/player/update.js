// A newer player. In: the service worker beside this page. Out: the page starts anew once its new parts are all there.
"use strict";

(() => {
  const HOUR = 3600000;
  const workers = window.CAMPAIGN_BUNDLE || window.CAMPAIGN_PLAYER ? null : navigator.serviceWorker;
  const hadOne = Boolean(workers?.controller); // the very first one changes nothing

  async function watch() {
    const known = await workers.register("worker.js", { scope: "./" });
    setInterval(() => known.update().catch(() => {}), HOUR * (1 + Math.random()));
  }

  workers?.addEventListener("controllerchange", () => hadOne && location.reload());
  workers && watch().catch(() => {});
})();
