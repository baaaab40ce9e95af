// @ts-check
// Prints the page. Without this file the browser's own menu does.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-print]"))) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}
