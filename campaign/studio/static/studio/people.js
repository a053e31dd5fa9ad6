// Comforts of the pages about people: a password can be looked at, an address copied, codes printed.
// Without scripts every form posts as it is.
"use strict";

(() => {
  for (const input of document.querySelectorAll("input[data-show]")) {
    const row = document.createElement("div");
    const button = document.createElement("button");
    row.className = "shown-row";
    button.type = "button";
    button.className = "button second";
    const tell = () => {
      button.textContent = input.type === "password" ? input.dataset.show : input.dataset.hide;
      button.setAttribute("aria-label", `${button.textContent} ${input.dataset.what}`);
    };
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      tell();
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
    input.replaceWith(row);
    row.append(input, button);
    if (input.autofocus) input.focus();
    tell();
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
    });
  }

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const place = document.getElementById("id_place");
  const only = document.querySelector("[data-only]");
  if (place && only) {
    const fit = () => { only.hidden = place.value !== only.dataset.only; };
    place.addEventListener("change", fit);
    fit();
  }
})();
