"""What a browser can tell of how a page looks: whether anything is too wide, or lies on top of something else."""

from playwright.sync_api import Page

# What leaves the window or its card, unless something around it scrolls or cuts it.
TOO_WIDE = """() => {
  const cuts = (element) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const isHeld = (element, frame) => {
    for (let at = element.parentElement; at && at !== frame; at = at.parentElement) if (cuts(at)) return true;
    return false;
  };
  const isWider = (element, frame, edge) => element.getBoundingClientRect().right > edge + 1 && !isHeld(element, frame)
    && !element.closest(".menu-list, .unseen, dialog, [popover]");
  const found = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  for (const element of document.querySelectorAll("main *")) {
    const card = element.closest(".card, .stat, .notice");
    if (isWider(element, document.body, innerWidth) || card && card !== element && isWider(element, card, card.getBoundingClientRect().right))
      found.push(element.outerHTML.slice(0, 200));
  }
  return found.slice(0, 5);
}"""

# Cells of a row, which a phone arranges anew, and what stands side by side in a bar.
OVERLAPS = """() => {
  const found = [];
  for (const row of document.querySelectorAll("tr, .page-actions, .toolbar-group, .form-actions, .items > li, .card > header, .top-bar")) {
    const boxes = [...row.children].map((cell) => [cell, cell.getBoundingClientRect()]).filter(([cell, box]) =>
      box.width > 1 && box.height > 1 && getComputedStyle(cell).position !== "absolute");
    boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left), height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > 2 && height > 2 && getComputedStyle(one).position !== "sticky") found.push(`${one.outerHTML.slice(0, 150)} and ${other.outerHTML.slice(0, 150)}`);
    }));
  }
  return found;
}"""


def flaws(page: Page) -> list[str]:
    """What is wrong with the page as wide as it is now, in words that help to find it; nothing if all is well."""
    return [f"too wide: {what}" for what in page.evaluate(TOO_WIDE)] + [f"on top of each other: {what}" for what in page.evaluate(OVERLAPS)]
