// A link or button that opens the <dialog> named in data-dialog; without that dialog on the page the link just leads on.

export default function dialog(opener) {
  opener.addEventListener("click", (event) => {
    const target = document.getElementById(opener.dataset.dialog);
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target.showModal();
    target.addEventListener("click", (click) => {
      if (click.target === target) target.close();
    });
  });
}
