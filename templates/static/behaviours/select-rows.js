// Counts the ticked rows in the bulk bar, ticks all at once, and fills the range between two clicks with shift.

export default function selectRows(bar) {
  const form = bar.dataset.form;
  const boxes = () => [...document.querySelectorAll(`td.select input[form="${form}"]`)];
  const all = document.querySelector(`[data-select-all="${form}"]`);
  const label = bar.querySelector("strong");
  let last;

  function show() {
    const list = boxes();
    const count = list.filter((box) => box.checked).length;
    label.textContent = bar.dataset.text.replace("{n}", count);
    if (!all) return;
    all.checked = count > 0 && count === list.length;
    all.indeterminate = count > 0 && count < list.length;
  }

  document.addEventListener("click", (event) => {
    const list = boxes();
    const at = list.indexOf(event.target);
    if (at < 0) return;
    const from = list.indexOf(last);
    if (event.shiftKey && from >= 0) {
      list.slice(Math.min(at, from), Math.max(at, from)).forEach((box) => { box.checked = event.target.checked; });
    }
    last = event.target;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target === all) boxes().forEach((box) => { box.checked = all.checked; });
    if (event.target === all || event.target.form?.id === form) show();
  });
  show();
}
