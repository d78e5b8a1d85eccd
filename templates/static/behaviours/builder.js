// Lets the server draw the form anew when a part is added, taken away or changed, and stays where one was.

export default function builder(form) {
  let asked = 0;

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.value === "apply") return;
    event.preventDefault();
    const number = ++asked;
    form.setAttribute("aria-busy", "true");
    const at = document.activeElement?.name;
    const deed = button ? button.value : "";
    const query = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(`${form.action}?${query}`);
    const text = await answer.text();
    // Only the latest answer counts.
    if (!answer.ok || number !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById(form.id);
    // What was typed while the answer was on its way stays.
    for (const control of deed.startsWith("remove:") ? [] : form.querySelectorAll("input, select:not([multiple])")) {
      const same = fresh.elements[control.name];
      if (same && query.has(control.name) && control.value !== query.get(control.name)) same.value = control.value;
    }
    form.replaceWith(fresh);
    const rows = fresh.querySelectorAll("select");
    const target = deed.startsWith("add:") || deed.startsWith("relate:") || deed.startsWith("group:")
      ? [...rows].findLast((select) => select.options[0]?.value === "" && !select.value)
      : fresh.elements[at];
    target?.focus?.();
  });
}
