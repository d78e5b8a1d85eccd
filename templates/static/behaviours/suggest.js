// Offers what the server knows that fits what is being typed.

export default function suggest(field) {
  let asked = 0;
  field.addEventListener("input", async () => {
    const turn = ++asked;
    const answer = await fetch(`${field.dataset.url}?q=${encodeURIComponent(field.value)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    field.list.replaceChildren(...(await answer.json()).map((name) => new Option("", name)));
  });
}
