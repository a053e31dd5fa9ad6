// A content pack on its way. In: the form of the page, or the page of an import. Out: how much is sent, how far it is.
"use strict";

const form = document.querySelector("[data-pack]");
if (form) form.addEventListener("submit", send);

function send(event) {
  const file = form.querySelector("input[type=file]").files[0];
  const told = form.querySelector("[data-told]");
  if (!file) return;
  event.preventDefault();
  if (file.size > Number(form.dataset.most) * 1000000) { told.textContent = form.dataset.large; return; }
  const bar = form.querySelector("progress"), button = form.querySelector("button");
  const request = new XMLHttpRequest();
  let last = -1;
  request.open("POST", location.href);
  request.upload.addEventListener("progress", (sent) => {
    const percent = sent.lengthComputable ? Math.floor(100 * sent.loaded / sent.total) : 0;
    bar.hidden = false;
    bar.value = percent;
    // said aloud at every fourth
    if (Math.floor(percent / 25) !== last) {
      last = Math.floor(percent / 25);
      told.textContent = percent === 100 ? form.dataset.whole : `${form.dataset.sent} ${percent} %`;
    }
  });
  request.addEventListener("load", () => {
    if (request.status < 300 && request.responseURL !== location.href) { location.assign(request.responseURL); return; }
    button.disabled = false;
    bar.hidden = true;
    told.textContent = "";
    // what is wrong is put above the form, in which the file is still chosen
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fault = page.querySelector("[role=alert]");
    if (!fault) { told.textContent = form.dataset.lost; return; }
    for (const old of document.querySelectorAll("main > [role=alert]")) old.remove();
    form.closest(".two").before(document.adoptNode(fault));
    fault.focus();
  });
  request.addEventListener("error", () => {
    button.disabled = false;
    bar.hidden = true;
    told.textContent = form.dataset.lost;
  });
  button.disabled = true;
  request.send(new FormData(form));
}

async function follow() {
  const part = document.querySelector("[data-import][data-open]");
  if (!part) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { "X-Part": "import" }, redirect: "error" });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-import]");
        if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceWith(fresh);
      }
    } catch {
      // away for a moment
    }
  }
  setTimeout(follow, 1500);
}

follow();
