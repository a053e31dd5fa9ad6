// What both pages have: the status line, the list of keys, small builders.
"use strict";

// What was still asked for when the page is left fails, and is nobody's fault.
let leaving = false;
addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("unhandledrejection", (event) => { if (leaving) event.preventDefault(); });

const status = document.getElementById("status");

export function tellStatus(words, kind = "") {
  status.textContent = words;
  status.className = `status ${kind}`;
}

export function listenForHelp() {
  const keys = document.getElementById("keys");
  const show = () => (keys.open ? keys.close() : keys.showModal());
  document.querySelector('[data-act="help"]').addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.matches("input, select, textarea")) show();
  });
}

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") element.className = value;
    else if (key.startsWith("data-") || key.startsWith("aria-") || key === "role") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function fill(words, ...values) {
  return values.reduce((text, value, index) => text.replace(values.length > 1 ? `%${index + 1}` : "%s", value), words);
}
