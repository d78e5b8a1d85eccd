// Keys for the whole page. Places (g, then a letter) come from data-go in the rail, buttons from data-shortcut.

const find = (selector) => document.querySelector(selector);

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";
}

function moveRow(step) {
  const links = [...document.querySelectorAll(".row-link")];
  const row = document.activeElement.closest("tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}

function press(key) {
  const wanted = `[data-shortcut="${CSS.escape(key)}"]`;
  // What the page itself offers goes before the shell's general menu.
  const target = find(`main ${wanted}`) ?? find(wanted);
  if (!target) return false;
  (target.querySelector(":scope > summary") ?? target).click();
  target.querySelector(".menu-item")?.focus();
  return true;
}

// The box opens the palette; where that has not come yet, one types into the box.
function search(box) {
  box?.click();
  if (!find("dialog[open]")) box?.focus();
}

const actions = {
  "?": () => find("#shortcuts")?.showModal(),
  "/": () => search(find("#search")),
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("td.select input")?.click(),
};

export default function shortcuts() {
  let leading = -Infinity;

  document.addEventListener("keydown", (event) => {
    const isSearch = (event.metaKey || event.ctrlKey) && event.key === "k";
    if (!isSearch && (event.metaKey || event.ctrlKey || event.altKey)) return;
    if (!isSearch && (isTyping(event.target) || event.target.closest("dialog"))) return;

    const place = event.timeStamp - leading < 1000 && find(`[data-go="${CSS.escape(event.key)}"]`);
    leading = event.key === "g" ? event.timeStamp : -Infinity;
    if (isSearch) actions["/"]();
    else if (place) place.click();
    else if (!press(event.key)) {
      if (!actions[event.key]) return;
      actions[event.key]();
    }
    event.preventDefault();
  });
}
