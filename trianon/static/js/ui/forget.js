/* The server has the whole draft: nothing of it needs to stay on this device. */

export function start(element) {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`draft:${element.dataset.draft}:`))) {
      localStorage.removeItem(key);
    }
  } catch { /* a browser that keeps nothing */ }
}
