// The table of a statistic. Corrections are kept as they are made, and told in words beside the cell; nothing that is
// being typed is replaced. Arrows up and down and Enter go from row to row, cells copied elsewhere are spread out.
(() => {
  const form = document.getElementById("table-form");
  if (!form) return;
  const saved = document.getElementById("saved"), faults = document.getElementById("faults"), told = document.getElementById("told");
  let waiting = 0, running = false, again = false, dirty = false;

  const find = (row, column) => document.getElementById(`c-${row}-${column}`);

  const show = (answer) => {
    form.elements.stamp.value = answer.stamp;
    for (const [id, { look, says }] of Object.entries(answer.cells)) {
      const input = document.getElementById(id);
      if (!input) continue;
      const place = input.parentElement, words = place.querySelector(".says");
      place.className = look;
      if (words.textContent !== says) words.textContent = says;
      if (says) input.setAttribute("aria-describedby", words.id); else input.removeAttribute("aria-describedby");
    }
    for (const row of form.querySelectorAll("tr[data-line]")) row.classList.toggle("left-out", answer.left.includes(Number(row.dataset.line)));
    for (const [number, [role, guessed]] of Object.entries(answer.roles)) {
      form.elements[`role.${number}`].value = role;
      form.elements[`guess.${number}`].value = guessed;
    }
    told.replaceChildren(...answer.told.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    showFaults(answer.faults);
    saved.textContent = answer.saved;
  };

  const showFaults = (list) => {
    if (!list.length) { faults.replaceChildren(); return; }
    const note = Object.assign(document.createElement("div"), { className: "note error" });
    const names = Object.assign(document.createElement("ul"), { className: "names" });
    for (const [id, label, what] of list) {
      const line = document.createElement("li");
      if (id) line.append(Object.assign(document.createElement("a"), { href: `#${id}`, textContent: label }), ": ");
      line.append(what);
      names.append(line);
    }
    note.append(names);
    faults.replaceChildren(note);
  };

  const send = async () => {
    if (running) { again = true; return; }
    running = true;
    dirty = false;
    const body = new FormData(form);
    body.set("act", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
      const said = await answer.json();
      if (said.conflict) saved.textContent = said.conflict; else show(said);
      if (said.conflict) form.elements.stamp.value = said.stamp;
    } catch {
      dirty = true;
      saved.textContent = form.dataset.lost;
    }
    running = false;
    if (again) { again = false; send(); }
  };

  const later = () => { dirty = true; clearTimeout(waiting); waiting = setTimeout(send, 600); };

  form.addEventListener("input", (event) => { if (event.target.matches("input[name]")) later(); });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select[data-again]")) { clearTimeout(waiting); form.requestSubmit(form.querySelector("button[value=save]")); }
  });
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  form.addEventListener("keydown", (event) => {
    const { row, column } = event.target.dataset ?? {};
    if (row === undefined || event.isComposing) return;
    const step = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey) ? 1 : event.key === "ArrowUp" || event.key === "Enter" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const next = find(Number(row) + step, column);
    if (next) { next.focus(); next.select(); }
  });

  form.addEventListener("paste", (event) => {
    const { row, column } = event.target.dataset ?? {};
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (row === undefined || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => line.split("\t").forEach((cell, across) => {
      const input = find(Number(row) + down, Number(column) + across);
      if (input) input.value = cell.trim();
    }));
    later();
  });
})();
