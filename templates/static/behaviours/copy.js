// Copies the code beside the button, and shows for a moment that it did.

export default function copy(block) {
  const button = block.querySelector("button");
  const use = button.querySelector("use");
  const icon = use.getAttribute("href");

  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    use.setAttribute("href", icon.replace(/#.*/, "#check"));
    setTimeout(() => use.setAttribute("href", icon), 1500);
  });
}
