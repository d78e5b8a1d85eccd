// A button that shows the password while it is being typed.

export default function reveal(wrapper) {
  const input = wrapper.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet icon-only";
  button.setAttribute("aria-label", wrapper.dataset.label);
  button.setAttribute("aria-pressed", "false");
  button.innerHTML = '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#eye"/></svg>';
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  wrapper.append(button);
}
