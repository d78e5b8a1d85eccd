// Lets the server draw the form anew when a part is added, taken away or changed, and stays where one was. The form itself
// stays, so that nothing that is chosen meanwhile goes past it.

export default function builder(form) {
  let asked = 0;

  const redraw = async (query, deed) => {
    const number = ++asked;
    const at = document.activeElement?.name;
    const answer = await fetch(`${form.action}?${query}`);
    const text = await answer.text();
    // Only the latest answer counts.
    if (!answer.ok || number !== asked) return;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(form.id);
    // What was typed while the answer was on its way stays.
    for (const control of deed.startsWith("remove:") ? [] : form.querySelectorAll("input, select:not([multiple])")) {
      const same = fresh.elements[control.name];
      if (same && query.has(control.name) && control.value !== query.get(control.name)) same.value = control.value;
    }
    form.replaceChildren(...fresh.childNodes);
    const isNew = /^(add|relate|group):/.test(deed);
    const blank = (select) => select.options[0]?.value === "" && !select.value;
    (isNew ? [...form.querySelectorAll("select")].findLast(blank) : form.elements[at])?.focus?.();
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
