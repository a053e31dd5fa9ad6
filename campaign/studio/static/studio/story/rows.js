// Lists of a form: rows added, moved and removed, their inputs numbered anew. In: a form. Out: change events.
"use strict";

export function watchRows(form, { onChange, say, words }) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const rows = button?.closest("[data-rows]");
    if (!rows) return;
    event.preventDefault();
    const row = button.closest(".one-row"), list = rows.querySelector(":scope > .row-list");
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    const acts = {
      "add-row": () => list.append(rows.querySelector(":scope > template").content.cloneNode(true)),
      "drop-row": () => row.remove(),
      "row-up": () => row.previousElementSibling?.before(row),
      "row-down": () => row.nextElementSibling?.after(row),
    };
    acts[button.dataset.act]();
    numberRows(rows, words);
    if (button.dataset.act === "add-row") list.lastElementChild.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    else if (button.isConnected) button.focus();
    else (next?.isConnected ? next : rows).querySelector("[data-act]")?.focus();
    if (button.dataset.act === "drop-row") say(words.removed);
    onChange(rows);
  });
  dressRows(form, words);
}

export function dressRows(root, words) {
  for (const rows of root.querySelectorAll("[data-rows]")) numberRows(rows, words);
}

function numberRows(rows, words) {
  const { path } = rows.dataset, items = [...rows.querySelector(":scope > .row-list").children];
  const start = new RegExp(`^(id_|upload\\.)?${path.replaceAll(".", "\\.")}\\.\\d+(?=\\.|$|_)`);
  items.forEach((item, index) => {
    for (const acts of item.querySelectorAll(".row-acts")) acts.hidden = false;
    for (const element of item.querySelectorAll("*")) {
      for (const name of ["name", "id", "for", "data-path", "aria-describedby", "aria-labelledby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.split(" ").map((one) => one.replace(start, `$1${path}.${index + 1}`)).join(" "));
      }
    }
    const legend = item.querySelector(":scope > fieldset > legend");
    if (legend) legend.textContent = words.row.replace("%(number)s", index + 1);
  });
  const count = rows.querySelector(`[name="${CSS.escape(path)}.rows"]`) ?? rows.querySelector('[name$=".rows"]');
  if (count) count.value = items.length;
}
