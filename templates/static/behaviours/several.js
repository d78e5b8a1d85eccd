// Offers what a list offers behind each comma, not only at the beginning.

export default function several(field) {
  const options = [...field.list.options].map((option) => option.value);
  field.addEventListener("input", () => {
    const typed = field.value.split(",").slice(0, -1).map((part) => part.trim());
    const before = typed.map((part) => `${part}, `).join("");
    field.list.replaceChildren(...options.filter((value) => !typed.includes(value)).map((value) => new Option("", before + value)));
  });
}
