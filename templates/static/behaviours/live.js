// Hears of changes and tells the page by a `live` event, whose detail is when each kind of record was last changed.
// All tabs share one stream: whoever holds the lock listens and tells the others; when it closes, the next one does.

const AGAIN = 30_000;

export default function live(body) {
  if (!navigator.locks || !window.BroadcastChannel || !window.EventSource) return;
  const tabs = new BroadcastChannel("live");
  const known = {};
  let latest = Number(body.dataset.since);

  function tell(news) {
    for (const [topic, time] of Object.entries(news)) {
      known[topic] = Math.max(known[topic] ?? 0, time);
      latest = Math.max(latest, time);
    }
    document.dispatchEvent(new CustomEvent("live", { detail: news }));
  }

  function open() {
    const source = new EventSource(`${body.dataset.live}?since=${latest}`);
    source.addEventListener("changed", ({ data }) => {
      const news = Object.fromEntries(data.split(" ").map((pair) => pair.split("=")).map(([topic, time]) => [topic, Number(time)]));
      tell(news);
      tabs.postMessage({ news });
    });
    // Cut lines are mended by the browser; a refusal is for us to try again, unless somebody has logged out.
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN); });
    // A tab that was opened a moment ago asks what it has missed.
    tabs.addEventListener("message", ({ data }) => { if (data.asks) tabs.postMessage({ news: known }); });
  }

  tabs.addEventListener("message", ({ data }) => { if (data.news) tell(data.news); });
  tabs.postMessage({ asks: true });
  // Not at once: pages that are left within a moment need no stream.
  setTimeout(() => navigator.locks.request("live", () => new Promise(open)), 1000);
}
