// Asks the question in data-confirm before going on.

export default function confirm(control) {
  control.addEventListener("click", (event) => {
    if (!window.confirm(control.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  });
}
