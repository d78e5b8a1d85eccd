// The window behind ⌘K: asks for what fits what is being typed, and goes where one says. The field keeps the focus; which entry
// is meant is told by aria-activedescendant.

const PAUSE = 60;

export default function palette(dialog) {
  const field = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const box = document.getElementById("search");
  const entries = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  let answered, asking, timer;

  function choose(entry) {
    chosen()?.setAttribute("aria-selected", "false");
    entry?.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", entry?.id ?? "");
    entry?.scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const text = field.value.trim();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(text)}`, { signal: asking.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      answered = text;
      list.scrollTop = 0;
      choose(entries()[0]);
      status.textContent = list.querySelector("[data-status]")?.textContent ?? "";
    } catch {
      // Overtaken by the next letter, or without a network: Enter leads to the page of results.
    }
  }

  function open(text) {
    if (dialog.open) return dialog.close();
    field.value = text;
    dialog.showModal();
    if (text !== answered || !text) ask();
  }

  async function go() {
    clearTimeout(timer);
    if (field.value.trim() !== answered) await ask();
    const entry = chosen();
    if (!entry || field.value.trim() !== answered) return field.form.submit();
    entry.click();
  }

  function walk(step) {
    const all = entries();
    const at = all.indexOf(chosen());
    choose(all[(at + step + all.length) % all.length]);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || (!step && event.key !== "Enter")) return;
    event.preventDefault();
    if (step) walk(step);
    else go();
  });
  list.addEventListener("mousemove", ({ target }) => {
    const entry = target.closest("[role=option]");
    if (entry && entry !== chosen()) choose(entry);
  });
  list.addEventListener("click", (event) => {
    const entry = event.target.closest("[role=option]");
    if (!entry) return;
    if (!event.ctrlKey && !event.metaKey) dialog.close();
    if (!entry.dataset.press) return;
    event.preventDefault();
    document.querySelector(entry.dataset.press)?.click();
  });
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });

  box?.addEventListener("click", () => open(box.value));
  box?.addEventListener("input", () => { open(box.value); box.value = ""; });
}
