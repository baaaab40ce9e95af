// @ts-check
// Fills in where one is. Without scripts, or where a browser does not know, the fields are typed into.

const offer = /** @type {HTMLElement | null} */ (document.querySelector("[data-position]"));
const said = offer?.querySelector("[role=status]");

/** @param {string} name @param {number} value */
function fill(name, value) {
  const field = document.getElementById(name);
  if (field instanceof HTMLInputElement) field.value = value.toFixed(5);
}

if (offer && "geolocation" in navigator) {
  offer.hidden = false;
  offer.querySelector("button")?.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill("location.lat", coords.latitude);
        fill("location.lng", coords.longitude);
        if (said) said.textContent = offer.dataset.found ?? "";
      },
      () => {
        if (said) said.textContent = offer.dataset.lost ?? "";
      },
      { timeout: 15000, maximumAge: 600000 },
    );
  });
}
