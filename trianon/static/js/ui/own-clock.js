/* The visitor's own time as a third line, when it is neither that of Paris nor that of Moscow. */

const face = (date) => `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;

function offset(date, timeZone) {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName").value;
}

export function start(block) {
  const at = new Date(block.dataset.at);
  const own = offset(at);
  const lines = block.querySelector("dl");
  const known = ["Europe/Paris", "Europe/Moscow"].some((zone) => offset(at, zone) === own);
  if (known || lines.children.length > 2 || Number.isNaN(at.getTime())) return;
  const line = lines.firstElementChild.cloneNode(true);
  line.querySelector("dt").textContent = block.dataset.label;
  line.querySelector("time").textContent = face(at);
  const end = line.querySelector(".clocks__end");
  if (end) end.textContent = `–${face(new Date(at.getTime() + block.dataset.minutes * 60000))}`;
  // Another day there than on the first line: say which.
  if (new Intl.DateTimeFormat("sv").format(at) !== line.querySelector("time").dateTime.slice(0, 10)) {
    const day = document.createElement("span");
    day.className = "clocks__other-day";
    day.textContent = at.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
    line.querySelector("dd").append(" ", day);
  }
  line.querySelector("time").dateTime = at.toISOString();
  lines.append(line);
}
