/* Long work: the page asks every two seconds how far it is, and loads itself anew when the work is over. */

const PAUSE = 2000;

export function start(block) {
  async function look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector('[data-ui="progress"]');
      if (!fresh || fresh.dataset.state !== block.dataset.state) return location.reload();
      block.querySelector("progress").value = fresh.querySelector("progress").value;
      const words = block.querySelector('[data-part="words"]');
      const now = fresh.querySelector('[data-part="words"]').textContent;
      if (words.textContent !== now) words.textContent = now;
    } catch {
      // The network is away for a moment: ask again.
    }
    setTimeout(look, PAUSE);
  }
  setTimeout(look, PAUSE);
}
