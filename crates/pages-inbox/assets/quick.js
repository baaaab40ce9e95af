// @ts-check
// One press puts a quick answer where one writes. Without this file the page comes again with it.

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("button[name=sisip]"));
  const field = button?.form?.querySelector("textarea");
  if (!button || !field) return;
  event.preventDefault();
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = value.slice(0, start);
  const between = before === "" || /\s$/.test(before) ? "" : " ";
  field.setRangeText(between + button.value, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
