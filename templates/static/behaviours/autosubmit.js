// Sends the form as soon as the field changes.

export default function autosubmit(field) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
