// What the widgets of photos, films and subtitles share. In: a widget's root. Out: its words, its file sent and told.
"use strict";

// A string of our own with %(gaps)s filled; %% is a per cent sign.
export const fill = (text, gaps = {}) => text.replace(/%(?:\((\w+)\)[sd]|%)/g, (all, name) => (name ? String(gaps[name] ?? "") : "%"));
export const reads = (root) => JSON.parse(root.querySelector(':scope > script[type="application/json"]').textContent);
export const token = () => document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
const DECIMAL = new Intl.NumberFormat(document.documentElement.lang || "bg").format(1.5).charAt(1);

// Seconds as people write them here, and back: 12,4 or 0:12.4; null for what is none.
export const write = (number, digits = 2) => String(Number(number.toFixed(digits))).replace(".", DECIMAL);
export function readSeconds(text) {
  const found = /^\s*(?:(?:(\d+):)?(\d{1,3}):)?(\d+(?:[.,]\d*)?|[.,]\d+)\s*$/.exec(text);
  return found ? Number(found[1] ?? 0) * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3].replace(",", ".")) : null;
}

// Calls start(root) once for each that is there, or comes later as a row is added.
export function watch(selector, start) {
  const known = new WeakSet();
  const look = () => {
    for (const root of document.querySelectorAll(selector)) {
      if (known.has(root)) continue;
      known.add(root);
      start(root);
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}

// What another person, or this one in another tab, wrote into an input comes by an event of its own.
export function listen(input, call) {
  for (const name of ["change", "story:written"]) input?.addEventListener(name, call);
}

// A hidden input cannot be gone to: whoever goes to it comes to what it is filled by.
export function lead(input, find) {
  input.focus = (how) => find()?.focus(how);
  input.scrollIntoView = (how) => find()?.scrollIntoView(how);
}

// As if somebody had typed it: whoever saves the page listens.
export function put(input, value) {
  if (input.value === value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function wait(call, pause) {
  let timer = 0;
  const later = (...what) => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; call(...what); }, pause);
  };
  later.now = (...what) => { clearTimeout(timer); timer = 0; call(...what); };
  later.waits = () => timer !== 0;
  return later;
}

// What the server said: its JSON, or the reason in words.
export async function ask(address, words, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json", ...options.headers }, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw Object.assign(new Error(words.lost), { lost: true });
  }
  return understand(answer.redirected, answer.status, await answer.text(), words);
}

function understand(redirected, status, text, words) {
  if (redirected || status === 401) throw Object.assign(new Error(words.signed_out ?? words.lost), { lost: true });
  let said = null;
  try { said = JSON.parse(text); } catch { throw Object.assign(new Error(words.lost), { lost: true }); }
  if (status >= 400) throw new Error(said.error ?? words.lost);
  return said;
}

// One input's file: chosen, dropped or pasted; sent with its progress, stopped, taken out.
export class Giver {
  #root; #desk; #request = null;

  constructor(root, desk, { onFile }) {
    [this.#root, this.#desk, this.onFile] = [root, desk, onFile];
    this.input = this.#find("[data-file]");
    this.choose = this.#find("[data-choose]");
    this.#find("[data-give]").classList.add("scripted");
    lead(this.input, () => this.choose);
    this.#find("[data-scripted]").hidden = false;
    this.#find("[data-drop-file]").hidden = false;
    this.choose.addEventListener("change", (event) => { event.stopPropagation(); if (this.choose.files.length) this.take(this.choose.files); });
    this.choose.addEventListener("input", (event) => event.stopPropagation());
    this.#find("[data-stop]").addEventListener("click", () => this.#request?.abort());
    this.#find("[data-drop-file]").addEventListener("click", () => { this.#show(""); put(this.input, ""); this.onFile("", null); this.choose.focus(); });
    listen(this.input, () => this.#show(this.input.value));
    root.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); this.take(event.clipboardData.files); } });
    for (const name of ["dragenter", "dragover"]) root.addEventListener(name, (event) => this.#drag(event, true));
    for (const name of ["dragleave", "dragend", "drop"]) root.addEventListener(name, (event) => this.#drag(event, false));
    root.addEventListener("drop", (event) => { if (this.#hasFiles(event)) { event.preventDefault(); this.take(event.dataTransfer.files); } });
  }

  get name() { return this.input.value; }
  get words() { return this.#desk.words; }

  async take(files) {
    const { words, most } = this.#desk, file = files[0];
    this.tell("");
    if (!file) return this.blame(words.no_file);
    if (file.size > most) return this.blame(fill(words.too_large, { name: file.name, size: (file.size / 1e6).toFixed(1), most: Math.round(most / 1e5) / 10 }));
    this.#request?.abort();
    this.#wait(true);
    try {
      const said = await this.#send(file);
      this.tell([fill(words.kept, { name: said.name }), files.length > 1 ? words.one : ""].join(" "));
      this.#show(said.name);
      put(this.input, said.name);
      this.onFile(said.name, said);
    } catch (error) {
      if (error.name === "AbortError") this.tell(words.stopped);
      else this.blame(error.message);
    }
    this.#wait(false);
    this.choose.value = ""; // it is sent already: the form must not send it once more
  }

  tell(words) { this.#find("[data-told]").textContent = words; if (words) this.#find("[data-fault]").textContent = ""; }
  blame(words) { this.#find("[data-told]").textContent = ""; this.#find("[data-fault]").textContent = words; }

  #find(selector) { return this.#root.querySelector(selector); }
  #hasFiles(event) { return [...(event.dataTransfer?.types ?? [])].includes("Files"); }

  #drag(event, over) {
    if (!this.#hasFiles(event)) return;
    event.preventDefault();
    this.#find("[data-give]").classList.toggle("over", over);
  }

  #show(name) {
    this.#find("[data-given]").hidden = !name;
    this.#find("[data-given-name]").textContent = name;
  }

  #wait(waits) {
    this.#find("[data-sending]").hidden = !waits;
    this.#find("progress").value = 0;
    if (!waits) this.#request = null;
  }

  #send(file) {
    const { words, upload } = this.#desk, request = new XMLHttpRequest(), body = new FormData();
    const bar = this.#find("progress"), label = this.#find("[data-told]");
    body.set("csrfmiddlewaretoken", token());
    body.set("name", this.input.name);
    body.set("file", file);
    this.#request = request;
    return new Promise((done, failed) => {
      let told = -1;
      request.upload.onprogress = ({ loaded, total }) => {
        const percent = Math.floor((loaded / total) * 100);
        bar.value = percent;
        if (percent >= told + 10 || percent === 100) { // not every step is worth saying aloud
          told = percent;
          label.textContent = percent < 100 ? fill(words.sending, { name: file.name, percent }) : fill(words.looking, { name: file.name });
        }
      };
      request.onerror = () => failed(new Error(words.lost));
      request.onabort = () => failed(new DOMException("", "AbortError"));
      request.onload = () => {
        try { done(understand(!request.responseURL.endsWith(upload), request.status, request.responseText, words)); } catch (error) { failed(error); }
      };
      request.open("POST", upload);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }
}
