// Sends files as soon as they are chosen, or dropped anywhere on the page, and shows how far each of them is.

export default function upload(form) {
  const input = form.querySelector("input[type=file]");
  const list = document.createElement("ul");
  list.className = "items";
  list.setAttribute("aria-live", "polite");
  form.append(list);
  form.querySelector(".form-actions").remove();
  let waiting = 0;
  let refused = false;

  function send(file) {
    const row = document.createElement("li");
    const text = document.createElement("span");
    const progress = document.createElement("progress");
    text.className = "item-text";
    text.textContent = file.name;
    progress.setAttribute("aria-label", file.name);
    row.append(text, progress);
    list.append(row);

    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => { progress.max = total; progress.value = loaded; });
    request.addEventListener("loadend", () => {
      progress.remove();
      if (request.status !== 204) {
        refused = true;
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* Nothing came back. */ }
        const reason = document.createElement("p");
        reason.className = "error";
        reason.textContent = answer.errors?.[0]?.message ?? answer.detail ?? answer.title ?? "✕";
        row.append(reason);
      }
      waiting -= 1;
      if (!waiting && !refused) location.reload();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  }

  function take(files) {
    if (!waiting) refused = false;
    waiting += files.length;
    [...files].forEach(send);
    input.value = "";
  }

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  input.addEventListener("change", () => take(input.files));
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.dataset.dragging = "";
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete form.dataset.dragging; });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    delete form.dataset.dragging;
    take(event.dataTransfer.files);
  });
}
