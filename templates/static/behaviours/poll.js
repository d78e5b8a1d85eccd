// Replaces an element by the fragment its data-url answers. It asks at once when one of its data-topics has changed, and
// otherwise every data-seconds. A fragment without this behaviour says that the work is over: the page is loaded anew and shows
// what came of it.

const SLOWEST = 30;

export default function poll(element) {
  const topics = (element.dataset.topics ?? "").split(" ");
  let seconds = Number(element.dataset.seconds) || 1;
  let timer = setTimeout(refresh, seconds * 1000);

  function hear({ detail }) {
    if (!topics.some((topic) => topic in detail)) return;
    clearTimeout(timer);
    refresh();
  }

  async function refresh() {
    document.removeEventListener("live", hear);
    if (!element.isConnected) return;
    try {
      const answer = await fetch(element.dataset.url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (fragment && !fragment.dataset.behaviour) return location.reload();
      // The fragment brings its own behaviour, and with it the next round.
      if (fragment) return element.replaceWith(fragment);
    } catch {
      // A network that is away for a moment is asked less and less often.
      seconds = Math.min(seconds * 2, SLOWEST);
    }
    timer = setTimeout(refresh, seconds * 1000);
    document.addEventListener("live", hear);
  }

  document.addEventListener("live", hear);
}
