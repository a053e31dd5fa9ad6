// Goes to a second of the loop. In: links with data-second, on findings and on the contact sheet's pictures.
// Without this script, or without a video on the page, such a link opens the loop's file at that second.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-second]");
  const video = (link?.closest("[data-figure]") ?? document).querySelector(".stage video");
  if (!link || !video || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  video.pause();
  seek(video, Number(link.dataset.second));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  video.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
});

// The middle of a frame rather than its first instant, where browsers may still show the one before.
function seek(video, second) {
  const go = () => { video.currentTime = second + 0.01; };
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) go();
  else {
    video.addEventListener("loadedmetadata", go, { once: true });
    video.load();
  }
}

// Nothing starts to move by itself for those who asked for calm.
if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
  for (const video of document.querySelectorAll("video[autoplay]")) {
    video.removeAttribute("autoplay");
    video.pause();
  }
}
