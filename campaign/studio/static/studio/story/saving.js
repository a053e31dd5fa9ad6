// A draft that saves itself. In: what is typed. Out: the server knows it soon; nothing is lost when the network or the
// session is, nor when somebody else writes at the same time.
"use strict";

const PAUSE = 700; // ms after the last key
const AGAIN = 5000; // ms until what could not be sent is sent again
const NEWS = 3000;
const LARGEST = 60000; // what a page that is closed may still send

export class Saving {
  base = new Map();
  clashes = new Map();
  #timer = 0;
  #sending = false;
  #lost = false;
  #ended = false;
  #resent = new Map();

  constructor(form, desk, { onState, onTaken, onClash, onHere, onAlert, onMissing }) {
    Object.assign(this, { form, desk, onState, onTaken, onClash, onHere, onAlert, onMissing });
    this.key = `story.${desk.draft}`;
    this.token = form.elements.csrfmiddlewaretoken.value;
    this.revision = desk.revision;
    this.base = this.read();
    this.#restore();
    addEventListener("online", () => this.send());
    addEventListener("focus", () => this.#lost && this.send());
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
    setInterval(() => this.#hear(), NEWS);
  }

  // Every input of the item, by its name.
  read() {
    const found = new Map();
    for (const field of this.form.elements) {
      if (!field.name || field.disabled || !isInput(field.name)) continue;
      found.set(field.name, field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.replaceAll("\r\n", "\n"));
    }
    return found;
  }

  // What differs from what the server has; a list that changed goes along whole.
  diff() {
    const now = this.read(), changed = {}, base = {};
    for (const [name, text] of now) if (text !== (this.base.get(name) ?? "") && !this.clashes.has(name)) changed[name] = text;
    for (const count of Object.keys(changed).filter((name) => name.endsWith(".rows"))) {
      const path = count.slice(0, -4);
      for (const [name, text] of now) if (name.startsWith(path)) changed[name] = text;
      for (const [name, text] of this.base) if (name.startsWith(path)) base[name] = text;
    }
    for (const name of Object.keys(changed)) {
      base[name] = this.base.get(name) ?? "";
      for (let parts = name.split("."); parts.length > 1; parts.pop()) {
        const count = `${parts.slice(0, -1).join(".")}.rows`;
        if (this.base.has(count)) base[count] = this.base.get(count);
      }
    }
    return { changed, base };
  }

  get isClean() {
    return !Object.keys(this.diff().changed).length;
  }

  typed(soon = false) {
    this.#keep();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), soon ? 0 : PAUSE);
  }

  // Everything there is to save is saved when this is done, or told.
  async flush() {
    clearTimeout(this.#timer);
    while (this.#sending) await new Promise((done) => setTimeout(done, 50));
    await this.send();
      return !this.#lost && !this.#ended && this.isClean;
  }

  async send() {
    if (this.#sending || this.#ended) return;
    const { changed, base } = this.diff();
    if (!Object.keys(changed).length) {
      localStorage.removeItem(this.key);
      if (this.#lost) {
        this.#lost = false;
        this.onAlert("");
      }
      return;
    }
    this.#sending = true;
    if (!this.#lost) this.onState(this.desk.words.saving);
    try {
      await this.#post(changed, base);
    } catch {
      this.#lose(this.desk.words.unsaved);
    } finally {
      this.#sending = false;
    }
    if (!this.isClean && !this.#ended) this.#timer = setTimeout(() => this.send(), this.#lost ? AGAIN : PAUSE);
  }

  async #post(changed, base) {
    const answer = await fetch(this.desk.save, {
      method: "POST", redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ changed, base }),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return this.#lose(this.desk.words.signed_out, true);
    if (answer.status === 403) {
      await this.#renew();
      return this.#lose(this.desk.words.signed_out, true);
    }
    const said = answer.status >= 500 ? null : await answer.json();
    if (!said) throw new Error(String(answer.status));
    if (said.gone) return this.#end();
    if (answer.status === 422) {
      this.onState(this.desk.words.refused.replace("%(why)s", said.why), true);
      this.#lost = true;
      return undefined;
    }
    this.#saved(said, changed);
    return undefined;
  }

  #saved(said, changed) {
    for (const name of said.taken) this.base.set(name, changed[name]);
    for (const count of said.taken.filter((name) => name.endsWith(".rows")))
      for (const name of [...this.base.keys()]) if (name.startsWith(count.slice(0, -4)) && !(name in changed)) this.base.delete(name);
    if (said.revision === this.revision + 1) this.revision = said.revision; // else somebody else saved in between
    for (const { name, theirs, by } of said.aside) this.#clash(name, theirs, by);
    if (this.#lost) this.onAlert("");
    this.#lost = false;
    this.form.elements.revision.value = this.revision;
    this.onState(this.desk.words.saved.replace("%(time)s", said.at));
    this.onMissing(said.missing);
    if (this.isClean) localStorage.removeItem(this.key);
  }

  // Two texts for one input: the person decides; until then neither overwrites the other.
  #clash(name, theirs, by) {
    this.clashes.set(name, { theirs, by });
    this.onClash(name, theirs, by);
  }

  settle(name, mine) {
    const clash = this.clashes.get(name);
    if (!clash) return;
    this.clashes.delete(name);
    this.base.set(name, clash.theirs);
    if (!mine) this.write(name, clash.theirs);
    this.typed(true);
  }

  write(name, text) {
    const field = this.form.elements.namedItem(name);
    if (!field || field instanceof RadioNodeList) return false;
    if (field.type === "checkbox") field.checked = text !== "";
    else field.value = text;
    field.dispatchEvent(new CustomEvent("story:written", { bubbles: true }));
    return true;
  }

  async #hear() {
    if (this.#ended || this.#sending || document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(`${this.desk.news}?since=${this.revision}`, { redirect: "manual" });
      if (answer.status === 410) return this.#end();
      if (!answer.ok) return;
      const said = await answer.json();
      this.token = said.token;
      this.onHere(said.here);
      if (this.#sending) return; // what we hear may be older than what is being said
      for (const [name, news] of Object.entries(said.news)) this.#take(name, news);
      this.revision = Math.max(this.revision, said.revision);
      this.form.elements.revision.value = this.revision;
    } catch {
      // no network: whatever is typed is kept, and told when it is to be saved
    }
  }

  #take(name, { text, by, label }) {
    const mine = this.read().get(name);
    if (text === this.base.get(name) || (mine === undefined && text === "")) return;
    if (mine === undefined) return this.onTaken(name, by, label, true);
    if (mine === (this.base.get(name) ?? "") || mine === text) {
      this.base.set(name, text);
      if (mine !== text) {
        this.write(name, text);
        this.onTaken(name, by, label, false);
      }
    } else this.#clash(name, text, by);
    return undefined;
  }

  async #renew() {
    const answer = await fetch(`${this.desk.news}?since=${this.revision}`, { redirect: "manual" });
    if (answer.ok) this.token = (await answer.json()).token;
  }

  #lose(words, signIn = false) {
    this.#lost = true;
    this.#keep();
    this.onState(words, true);
    this.onAlert(words, signIn);
  }

  #end() {
    this.#ended = true;
    this.onAlert(this.desk.words.gone);
    this.onState(this.desk.words.gone, true);
  }

  #keep() {
    const { changed, base } = this.diff();
    try {
      if (Object.keys(changed).length) localStorage.setItem(this.key, JSON.stringify({ changed, base }));
    } catch {
      // no room, or not allowed: then the page itself is all there is
    }
  }

  // What an earlier page had typed and could not send.
  #restore() {
    const kept = readKept(this.key);
    if (!kept) return;
    let back = 0;
    for (const [name, text] of Object.entries(kept.changed)) {
      const now = this.base.get(name);
      if (now === undefined || now === text) continue;
      if (now === (kept.base[name] ?? "")) {
        this.write(name, text);
        back += 1;
      } else {
        this.write(name, text);
        setTimeout(() => this.#clash(name, now, ""));
      }
    }
    if (back) {
      setTimeout(() => this.onAlert(this.desk.words.restored));
      this.typed();
    } else localStorage.removeItem(this.key);
  }

  #leave() {
    if (this.#ended) return;
    this.#keep();
    const { changed, base } = this.diff();
    const body = JSON.stringify({ changed, base });
    if (!Object.keys(changed).length || body.length > LARGEST || this.#sending) return;
    const sent = fetch(this.desk.save, {
      method: "POST", keepalive: true, redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token }, body,
    });
    sent.then(async (answer) => answer.ok && this.#saved(await answer.json(), changed)).catch(() => {});
  }
}

export function isInput(name) {
  return /^(values|title|source|doubt|alt|reasons)\.|^(tags|until|fictional|slug|consents|template)$/.test(name);
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
