/* Offers places while their name is typed, in either script. Without it the server asks which place is meant. */

const PAUSE = 150;

export function start(input) {
  const data = input.dataset;
  const side = document.getElementById(data.side);
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = `${input.id}-list`;
  list.className = "complete";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`).textContent.trim());
  list.hidden = true;
  told.className = "hidden";
  told.setAttribute("role", "status");
  input.after(list, told);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let timer, asked = 0, active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    active = (place + list.children.length) % list.children.length;
    [...list.children].forEach((option, here) => option.setAttribute("aria-selected", String(here === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    input.value = option.dataset.name;
    const pick = document.getElementById(data.pick);
    if (pick) pick.value = option.dataset.id;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (places) => {
    list.replaceChildren(...places.map((place, here) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${here}`;
      option.className = "complete__option";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = place.label;
      option.dataset.id = place.id;
      option.dataset.name = place.name;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    told.textContent = places.length ? data.some.replace("{n}", places.length) : data.none;
    close();
    if (places.length) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
  };
  const ask = async () => {
    const mine = ++asked;
    const query = new URLSearchParams({ q: input.value, side: side ? side.value : "" });
    try {
      const answer = await fetch(`${data.source}?${query}`);
      // A slow answer to letters that have changed since is not shown.
      if (answer.ok && mine === asked) show((await answer.json()).places);
    } catch { close(); }
  };

  input.addEventListener("input", () => {
    const pick = document.getElementById(data.pick);
    if (pick) pick.value = "";
    clearTimeout(timer);
    if (input.value.trim().length < 2) { asked++; close(); } else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(active < 1 ? list.children.length - 1 : active - 1); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); choose(list.children[active]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  input.addEventListener("blur", close);
}
