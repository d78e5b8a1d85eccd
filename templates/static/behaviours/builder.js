// Lets the server draw the form anew when a part is added, taken away or changed, and stays where one was. The form itself
// stays, so that nothing that is chosen meanwhile goes past it.

export default function builder(form) {
  let asked = 0;

  const redraw = async (query, deed) => {
    const number = ++asked;
    // Without a network, what was chosen stays as it is, and can be sent later.
    const text = await fetch(`${form.action}?${query}`).then((answer) => (answer.ok ? answer.text() : null)).catch(() => null);
    // A button that is being pressed is not taken from under the finger: what it does comes first.
    while (form.matches(":active")) await new Promise((done) => setTimeout(done, 20));
    // Only the latest answer counts.
    if (text === null || number !== asked) return;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(form.id);
    const twin = (box) => [...fresh.elements].find(({ name, value }) => name === box.name && value === box.value);
    // What was typed or ticked while the answer was on its way stays.
    for (const control of deed.startsWith("remove:") ? [] : form.querySelectorAll("input, select:not([multiple])")) {
      const same = fresh.elements[control.name];
      if (!same || !query.has(control.name)) continue;
      if (control.type === "checkbox") Object.assign(twin(control) ?? {}, { checked: control.checked });
      else if (control.value !== query.get(control.name)) same.value = control.value;
    }
    // Who is already typing in the next field goes on there.
    const { name, type, selectionStart: from, selectionEnd: to } = form.contains(document.activeElement) ? document.activeElement : {};
    const box = type === "checkbox" && twin(document.activeElement);
    form.replaceChildren(...fresh.childNodes);
    const blank = (select) => select.options[0]?.value === "" && !select.value;
    const isNew = /^(add|relate|group):/.test(deed) && (!name || name === "do");
    const next = isNew ? [...form.querySelectorAll("select")].findLast(blank) : box || form.elements[name];
    next?.focus?.();
    if (from !== undefined && from !== null) next?.setSelectionRange?.(from, to);
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.value === "apply") return;
    event.preventDefault();
    redraw(new URLSearchParams(new FormData(form, button)), button?.value ?? "");
  });

  // What is chosen decides what else there is to fill in; a value decides nothing.
  const decides = (control) => control.matches("select") && !/\.value2?$/.test(control.name);
  form.addEventListener("change", ({ target }) => decides(target) && form.requestSubmit());

  // Somebody chose before this was here to notice.
  const usual = (select) => select.querySelector("[selected]") ?? select.options[0];
  const chosen = [...form.querySelectorAll("select")].filter(decides);
  if (chosen.some((select) => select.selectedOptions[0] !== usual(select))) form.requestSubmit();
}
