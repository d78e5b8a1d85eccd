// Adds another row from the <template>; {n} in names and ids becomes the row's number.

export default function repeatRows(group) {
  const rows = group.querySelector("[data-rows]");
  const template = group.querySelector("template");
  let next = rows.children.length;

  group.querySelector("[data-add]").addEventListener("click", () => {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("{n}", next++);
    const row = holder.content.firstElementChild;
    rows.append(row);
    row.querySelector("input, select, textarea")?.focus();
  });
}
