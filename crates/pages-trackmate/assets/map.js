// @ts-check
// Choosing a place on a map: a tap fills in latitude and longitude. Without it, both are typed.

const WIDTH = 800;
const HEIGHT = 500;
/** How many degrees a map is high when somebody's own place is shown on it. */
const NEAR = 2;

/** @param {HTMLElement} box */
function start(box) {
  box.hidden = false;
  const svg = /** @type {SVGSVGElement} */ (box.querySelector(".map > svg"));
  const ground = /** @type {Element} */ (svg.querySelector(".ground"));
  const mark = /** @type {Element} */ (svg.querySelector(".mark"));
  const told = box.querySelector("[role=status]");
  const [lat, lng] = ["lat", "lng"].map((name) => {
    return /** @type {HTMLInputElement} */ (document.getElementById(box.dataset[name] ?? ""));
  });
  let view = read(box.dataset.at);

  /** @param {string | undefined} text */
  function read(text) {
    const [lat, lng, height] = (text ?? "0,0,60").split(",").map(Number);
    return { lat, lng, height };
  }

  /** Units in a degree, of longitude and of latitude. */
  function scale() {
    const up = HEIGHT / view.height;
    return [up * Math.cos((view.lat * Math.PI) / 180), up];
  }

  /** What is typed, if it is a place. */
  function chosen() {
    const [north, east] = [lat, lng].map((field) => Number.parseFloat(field.value.replace("−", "-").replace(",", ".")));
    return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { lat: north, lng: east } : undefined;
  }

  function showMark() {
    const at = chosen();
    mark.setAttribute("visibility", at ? "visible" : "hidden");
    if (!at) return;
    const [across, up] = scale();
    const x = WIDTH / 2 + (at.lng - view.lng) * across;
    const y = HEIGHT / 2 - (at.lat - view.lat) * up;
    mark.setAttribute("transform", `translate(${x} ${y})`);
  }

  /** @param {number} north @param {number} east */
  function choose(north, east) {
    lat.value = Math.max(-90, Math.min(90, north)).toFixed(4);
    lng.value = Math.max(-180, Math.min(180, east)).toFixed(4);
    if (told) told.textContent = box.dataset.chosen ?? "";
    showMark();
  }

  /** @param {{lat: number, lng: number, height: number}} wanted */
  async function look(wanted) {
    const answer = await fetch(`/peta.svg?di=${wanted.lat},${wanted.lng},${wanted.height}`);
    if (!answer.ok) return;
    const drawing = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    // It may be another one than was asked for: maps end somewhere, and share drawings.
    view = read(drawing.getAttribute("data-at") ?? undefined);
    ground.replaceChildren(...[...drawing.children].map((path) => document.importNode(path, true)));
    showMark();
  }

  svg.addEventListener("click", (event) => {
    const corner = svg.getBoundingClientRect();
    const [across, up] = scale();
    const x = ((event.clientX - corner.left) / corner.width) * WIDTH - WIDTH / 2;
    const y = ((event.clientY - corner.top) / corner.height) * HEIGHT - HEIGHT / 2;
    choose(view.lat - y / up, view.lng + x / across);
  });
  for (const field of [lat, lng]) field.addEventListener("input", showMark);
  box.addEventListener("click", (event) => {
    const way = event.target instanceof HTMLElement ? event.target.dataset.zoom : undefined;
    if (way === "in") look({ ...view, ...chosen(), height: view.height / 2 });
    if (way === "out") look({ ...view, height: view.height * 2 });
    if (way === "here") {
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        choose(coords.latitude, coords.longitude);
        look({ lat: coords.latitude, lng: coords.longitude, height: NEAR });
      });
    }
  });
  for (const part of box.querySelectorAll("[hidden]")) part.removeAttribute("hidden");
  const here = box.querySelector("[data-zoom=here]");
  if (here && !("geolocation" in navigator && isSecureContext)) here.remove();
  showMark();
  if (box.hasAttribute("data-later")) look(view);
}

/** Also on a form that came back in place of the one before. */
function startAll() {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-picker]"))) {
    const fold = box.closest("details");
    // Of many maps on a page, those that nobody looks at are not fetched.
    if (!box.hasAttribute("data-later") || !fold || fold.open) start(box);
    else fold.addEventListener("toggle", () => start(box), { once: true });
  }
}
document.addEventListener("part", startAll);
startAll();
