/* Saves what is typed on the site while one types, says when, and brings a part of the page up to date with the answer. */

import { isTouched } from "./typed.js";

const PAUSE = 3000;

export function start(form) {
  const data = form.dataset;
  const part = document.getElementById(data.part);
  const told = document.createElement("p");
  told.className = "field__hint field__hint--told";
  told.setAttribute("role", "status");
  form.append(told);
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let saved = typed(), timer, running = false, sent = false;

  async function save() {
    const now = typed();
    // One after the other: what is typed meanwhile goes with the next.
    if (running || sent || now === saved) return;
    running = true;
    try {
      const answer = await fetch(data.save, { method: "POST", body: new URLSearchParams(now) });
      const said = await answer.json();
      say(said.words, !answer.ok);
      if (answer.ok && said.save) {
        saved = now;
        forget();
        data.keep = said.keep;
        data.save = said.save;
        form.action = said.address;
        history.replaceState(null, "", said.address);
        if (part && part.innerHTML.trim() !== said.part.trim()) part.innerHTML = said.part;
      }
    } catch {
      // No line, or no session any more: this device keeps it, and it is tried again with the next words or the line.
      say(data.unsaved, true);
    }
    running = false;
    // Kept on this device and saved here with the next pause.
    if (typed() !== now) form.dispatchEvent(new Event("change"));
  }
  // Said again only when it is something else; what is not saved stands out.
  function say(words, isTrouble) {
    told.classList.toggle("field__error", isTrouble);
    if (told.textContent !== words) told.textContent = words;
  }
  // What the site does not take meanwhile, such as a note to somebody, stays on this device with the rest.
  const isOnlyHere = () => (data.here || "").split(" ").some((name) => form.elements[name]?.value.trim());
  function forget() {
    if (isOnlyHere()) return;
    try { localStorage.removeItem(`draft:${data.keep}`); } catch { /* a browser that keeps nothing */ }
  }
  function later() { clearTimeout(timer); timer = setTimeout(save, PAUSE); }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // What is sent needs no draft; whoever comes back through the history goes on.
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  addEventListener("online", later);
  addEventListener("pageshow", () => { sent = false; });
  if (isTouched(form)) {
    saved = "";
    later();
  }
}
