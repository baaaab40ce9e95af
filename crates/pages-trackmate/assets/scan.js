// @ts-check
// Scanning with the camera, where the browser knows codes by itself. Without it, a photograph is sent.

/** How long to wait between two looks, in milliseconds. */
const PAUSE = 150;

/** @param {HTMLElement} box */
async function start(box) {
  const video = /** @type {HTMLVideoElement} */ (box.querySelector("video"));
  const told = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  // @ts-expect-error Not every browser has it.
  const detector = new BarcodeDetector({ formats: ["qr_code", "ean_13", "ean_8", "upc_a"] });
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    told.textContent = told.dataset.refused ?? "";
    return;
  }
  video.hidden = false;
  told.textContent = told.dataset.aim ?? "";
  await video.play();
  for (;;) {
    const codes = await detector.detect(video).catch(() => []);
    if (codes.length > 0) {
      for (const track of /** @type {MediaStream} */ (video.srcObject).getTracks()) track.stop();
      // The server says where it leads.
      location.assign(`/pindai?kode=${encodeURIComponent(codes[0].rawValue)}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** Whether the browser reads QR codes. */
async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  // @ts-expect-error As above.
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

/** Offers the camera; also on a page that came back in place of the one before. */
async function offer() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-scan]"));
  if (!box || !(await canScan())) return;
  box.hidden = false;
  const button = box.querySelector("[data-start]");
  button?.addEventListener("click", () => {
    button.remove();
    start(box);
  });
}
document.addEventListener("part", offer);
await offer();
