// A <details> menu that closes by itself and can be walked with the arrow keys.

export default function menu(details) {
  const summary = details.querySelector("summary");
  const items = () => [...details.querySelectorAll("a, button, input:not([type=hidden])")];

  function close(keepFocus) {
    details.open = false;
    if (keepFocus) summary.focus();
  }

  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target)) close(false);
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) close(false);
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) return close(true);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    details.open = true;
    const list = items();
    const at = list.indexOf(document.activeElement);
    list[(at + step + list.length) % list.length]?.focus();
  });
}
