// Shows itself when something that the page shows was changed after the page was made.

export default function changed(notice) {
  const since = Number(document.body.dataset.since);
  const topics = notice.dataset.topics.split(" ");
  document.addEventListener("live", ({ detail }) => {
    if (topics.some((topic) => detail[topic] > since)) notice.hidden = false;
  });
}
