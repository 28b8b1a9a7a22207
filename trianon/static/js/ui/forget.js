/* The server has the whole draft: nothing of it needs to stay on this device. With data-title, only what bears this title. */

export function start(element) {
  try {
    const { draft, title } = element.dataset;
    const isOf = (one) => `${one}:`.startsWith(`draft:${draft}:`);
    for (const key of Object.keys(localStorage).filter(isOf)) {
      const { typed } = JSON.parse(localStorage.getItem(key)) || {};
      const bears = (pair) => pair[0] === "title" && pair[1].trim() === title;
      if (title === undefined || (typed || []).some(bears)) localStorage.removeItem(key);
    }
  } catch { /* a browser that keeps nothing */ }
}
