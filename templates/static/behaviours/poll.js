// Replaces an element by the fragment its data-url answers, until a fragment comes without this behaviour.

const SLOWEST = 30;

export default function poll(element) {
  let seconds = Number(element.dataset.seconds) || 1;

  async function refresh() {
    if (!element.isConnected) return;
    try {
      const answer = await fetch(element.dataset.url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      // The fragment brings its own behaviour, and with it the next round.
      if (fragment) return element.replaceWith(fragment);
    } catch {
      // A network that is away for a moment is asked less and less often.
      seconds = Math.min(seconds * 2, SLOWEST);
    }
    setTimeout(refresh, seconds * 1000);
  }

  setTimeout(refresh, seconds * 1000);
}
