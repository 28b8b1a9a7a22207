/* Counts the minutes until the door opens, and shows the page anew when it does: the server decides, not this clock. */

const MINUTE = 60000;

export function start(line) {
  const at = new Date(line.dataset.at).getTime();
  const tick = () => {
    const left = Math.ceil((at - Date.now()) / MINUTE);
    if (left <= 0) {
      location.reload();
      return;
    }
    line.textContent = line.dataset.words.replace("{n}", left);
    setTimeout(tick, Math.min(MINUTE, at - Date.now() + 1000));
  };
  // A clock that runs ahead must not load the page again and again.
  if (at > Date.now()) setTimeout(tick, Math.min(MINUTE, at - Date.now() + 1000));
}
