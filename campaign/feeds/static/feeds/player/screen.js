// The device's screen. In: nothing. Out: it stays awake, and a touch or a key fills it with the player.
"use strict";

(() => {
  const stayAwake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  const fill = () => document.fullscreenElement || document.documentElement.requestFullscreen?.()?.catch(() => {});

  // a browser takes the lock back whenever the page was hidden
  document.addEventListener("visibilitychange", stayAwake);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, fill);
  stayAwake();
})();
