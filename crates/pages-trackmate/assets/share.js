// @ts-check
// Sharing as the phone does it, and copying an address. Without it, links do the same.

for (const box of document.querySelectorAll("[data-share]")) {
  const { title, url } = /** @type {HTMLElement} */ (box).dataset;
  const native = /** @type {HTMLElement | null} */ (box.querySelector("[data-native]"));
  const copy = /** @type {HTMLElement | null} */ (box.querySelector("[data-copy]"));
  if (native && "share" in navigator) {
    native.hidden = false;
    // Who closes the phone's sheet has changed their mind, and that is all.
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (copy && "clipboard" in navigator) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url ?? "");
      document.dispatchEvent(new CustomEvent("toast", { detail: copy.dataset.done }));
    });
  }
}
