/* Keeps what is typed on this device until the server has it: a lost connection loses nothing. Gives it back on a button. */

import { isTouched, shownIn, typedIn } from "./typed.js";

const DAYS = 30;
const OURS = "draft:";
// Whatever belongs to the page and not to the person.
const OF_PAGE = new Set(["csrf_token", "revision", "save", "shown", "window", "seen", "started"]);
// The site composes letters and tidies spaces: the same words all the same.
const plain = (words) => words.normalize("NFC").replace(/\s+/g, " ").trim();

export function start(form) {
  const data = form.dataset;
  // The name may change: a text that was new has a number once the site has saved it.
  const name = () => `${OURS}${data.keep}`;
  const typed = () => typedIn(form).filter(([key]) => !OF_PAGE.has(key));
  const read = (key = name()) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const forget = (key = name()) => { try { localStorage.removeItem(key); } catch { /* a browser that keeps nothing */ } };
  const told = document.createElement("p");
  told.className = "field__hint";
  told.textContent = data.words;
  form.append(told);
  clean();

  // What the server shows holds all that was typed: it has it, though it may have filled in more.
  const shown = shownIn(form);
  const has = ([key, value]) => !plain(value) || shown.some(([name, there]) => name === key && plain(there) === plain(value));
  // What was typed before the draft had a number.
  const before = data.before && read(`${OURS}${data.before}`);
  if (before && before.typed.every(has)) forget(`${OURS}${data.before}`);
  const kept = read();
  if (kept && kept.typed.every(has)) forget();
  else if (kept) offer(kept.typed);

  let timer;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    try { localStorage.setItem(name(), JSON.stringify({ at: Date.now(), typed: typed() })); } catch { /* full or forbidden */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  form.addEventListener("change", keep);
  form.addEventListener("submit", keep);
  // A page that is closed in the middle of a word.
  addEventListener("pagehide", () => { if (timer) keep(); });
  if (isTouched(form)) keep();

  /* Beside the form, never into it by itself: the server may know something newer. */
  function offer(pairs) {
    const box = document.createElement("div");
    box.className = "notice notice--warning";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = data.found;
    const line = document.createElement("p");
    line.className = "buttons";
    line.append(button(data.restore, () => { restore(pairs); box.remove(); form.dispatchEvent(new Event("change")); }, " button--primary"));
    line.append(button(data.drop, () => { forget(); box.remove(); }, " button--secondary"));
    box.append(words, line);
    form.before(box);
  }

  function button(text, act, tone) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button${tone}`;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function restore(pairs) {
    for (const control of form.elements) {
      if (!control.name || OF_PAGE.has(control.name) || control.type === "submit") continue;
      const values = pairs.filter(([key]) => key === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
    }
  }

  function clean() {
    try {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(OURS))) {
        const { at } = JSON.parse(localStorage.getItem(key)) || {};
        if (!at || Date.now() - at > DAYS * 864e5) localStorage.removeItem(key);
      }
    } catch { /* a browser that keeps nothing */ }
  }
}
