// Behind an @ in a text, offers the colleagues whose name begins with what follows.

export default function mentions(form) {
  const field = form.querySelector("textarea");
  const list = document.createElement("div");
  list.className = "menu-list at-start";
  list.setAttribute("role", "listbox");
  list.id = `${field.id}-mentions`;
  field.setAttribute("aria-autocomplete", "list");
  list.setAttribute("aria-label", field.labels[0].textContent);
  let asked = 0;

  const typed = () => field.value.slice(0, field.selectionStart).match(/(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u)?.[1];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(button) {
    chosen()?.setAttribute("aria-selected", "false");
    button?.setAttribute("aria-selected", "true");
    if (button) field.setAttribute("aria-activedescendant", button.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    asked += 1;
    choose(null);
    field.removeAttribute("aria-controls");
    list.remove();
  }

  function take(name) {
    const end = field.selectionStart;
    field.setRangeText(`@${name} `, end - typed().length - 1, end, "end");
    close();
    field.focus();
  }

  async function offer() {
    const text = typed();
    const turn = ++asked;
    if (text === undefined) return close();
    const answer = await fetch(`/colleagues?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const people = answer?.ok ? await answer.json() : [];
    if (turn !== asked) return;
    if (!people.length) return close();
    list.replaceChildren(...people.map((person, index) => {
      const button = document.createElement("button");
      const detail = document.createElement("small");
      button.type = "button";
      button.className = "menu-item";
      button.id = `${list.id}-${index}`;
      button.tabIndex = -1;
      button.setAttribute("role", "option");
      detail.textContent = person.detail;
      button.append(person.name, detail);
      // Before the field loses the focus.
      button.addEventListener("mousedown", (event) => { event.preventDefault(); take(person.name); });
      button.dataset.name = person.name;
      return button;
    }));
    field.after(list);
    field.setAttribute("aria-controls", list.id);
    choose(list.firstElementChild);
  }

  field.addEventListener("input", offer);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const current = list.isConnected && chosen();
    if (!current) return;
    if (event.key === "ArrowDown") choose(current.nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(current.previousElementSibling ?? list.lastElementChild);
    else if (event.key === "Enter" || event.key === "Tab") take(current.dataset.name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
