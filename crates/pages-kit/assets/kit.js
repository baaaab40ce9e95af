// @ts-check
// What makes pages better where scripts run; without them everything works as well.

/** Forms are sent once: a second click while the first is on its way makes nothing. */
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "");
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  });
}

/** Coming back by the browser's button shows a form that can be sent again. */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    form.removeAttribute("data-sent");
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
});

/** The words about what is wrong get the focus, so that they are read aloud first. */
document.getElementById("ringkasan")?.focus();

/** Without a network a page says so. The worker keeps that page and no other. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => void navigator.serviceWorker.register("/luring.js").catch(() => {}));
}
