// Asks where somebody is, and shows what is near. Without this script, the choice of a city does.

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-near]"));

/** @param {GeolocationPosition} position */
function goThere({ coords }) {
  const way = new URL(button?.dataset.near ?? "", location.href);
  // As exact as a neighbourhood; nobody needs to know the house.
  way.searchParams.set("dekat", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
  location.assign(way);
}

function tellThatItFailed() {
  if (!button) return;
  button.disabled = false;
  button.removeAttribute("aria-busy");
  const told = button.parentElement?.querySelector("[role=status]");
  if (told) told.textContent = button.dataset.failed ?? "";
}

if (button && "geolocation" in navigator && isSecureContext) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(goThere, tellThatItFailed, { timeout: 10_000, maximumAge: 600_000 });
  });
}
