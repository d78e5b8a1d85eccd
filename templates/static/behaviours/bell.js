// Says how many notifications wait, anew whenever something comes in. The answer brings its own behaviour.

export default function bell(link) {
  async function hear({ detail }) {
    if (!("inbox" in detail)) return;
    const answer = await fetch(link.dataset.url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || !link.isConnected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (!fresh?.dataset.behaviour) return;
    document.removeEventListener("live", hear);
    const isFocused = document.activeElement === link;
    link.replaceWith(fresh);
    if (isFocused) fresh.focus();
  }

  document.addEventListener("live", hear);
}
