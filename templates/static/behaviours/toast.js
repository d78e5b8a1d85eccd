// A message that leaves by itself, unless it reports an error or somebody is reading or using it.

const SECONDS = 7;

export default function toast(note) {
  const leave = () => note.remove();
  note.querySelector(":scope > button")?.addEventListener("click", leave);
  if (note.classList.contains("error")) return;

  let timer;
  const wait = () => { timer = setTimeout(leave, SECONDS * 1000); };
  const stay = () => clearTimeout(timer);
  note.addEventListener("mouseenter", stay);
  note.addEventListener("focusin", stay);
  note.addEventListener("mouseleave", wait);
  note.addEventListener("focusout", wait);
  wait();
}
