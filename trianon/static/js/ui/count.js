/* Characters left, counted as the server counts them: by code points, with a line's end as one. */

export function start(hint) {
  const control = document.getElementById(hint.dataset.for);
  const max = Number(hint.dataset.max);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const spoken = document.createElement("span");
  spoken.className = "hidden";
  spoken.setAttribute("role", "status");
  hint.after(spoken);
  let timer;
  const show = () => {
    const left = max - [...control.value].length;
    const words = (left < 0 ? hint.dataset.over : hint.dataset.left).replace("{n}", number.format(Math.abs(left)));
    hint.textContent = words;
    hint.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    // Spoken when the person pauses, and only near the end.
    timer = setTimeout(() => { spoken.textContent = left < max / 10 ? words : ""; }, 1000);
  };
  control.addEventListener("input", show);
  show();
}
