/* Single keys for whoever turns them on, by the list that is on the page; a key with Ctrl works without that.
   Each line names its keys in both scripts, and what it presses, checks or goes to. */

const KEPT = "desk-keys";
const TYPED_INTO = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])";

export function start(box) {
  const toggle = box.querySelector("[data-toggle]");
  const lines = [...box.querySelectorAll("[data-keys]")];
  let on = read();
  const show = () => {
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
  };
  // Without this script there are no keys, and nothing is said of any.
  box.hidden = false;
  toggle.addEventListener("click", () => { on = !on; write(on); show(); });
  show();

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const pressed = (event.ctrlKey ? "ctrl+" : "") + (digit ? digit[1] : event.key.toLowerCase());
    if (!event.ctrlKey && (!on || event.target.matches(TYPED_INTO))) return;
    const line = lines.find((one) => one.dataset.keys.split(" ").includes(pressed));
    if (line && act(line.dataset)) event.preventDefault();
  });
}

function act({ does, target, at }) {
  const found = [...document.querySelectorAll(target)].filter((one) => !one.disabled);
  const here = found.indexOf(document.activeElement);
  if (does === "next" || does === "before") {
    const place = does === "next" ? here + 1 : here < 0 ? found.length - 1 : here - 1;
    found[Math.min(Math.max(place, 0), found.length - 1)]?.focus();
    return found.length > 0;
  }
  const one = found[Number(at ?? 0)];
  if (!one) return false;
  one.focus();
  if (does === "press") one.click();
  return true;
}

function read() {
  try { return localStorage.getItem(KEPT) === "on"; } catch { return false; }
}

function write(on) {
  try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
}
