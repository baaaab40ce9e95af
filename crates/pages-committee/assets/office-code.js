// @ts-check
// Takes the code out of the address, where it stands behind the `#`, and puts it into its field.

const MARK = "#kode=";
const field = /** @type {HTMLInputElement | null} */ (document.getElementById("code"));
if (field && location.hash.startsWith(MARK)) {
  field.value = decodeURIComponent(location.hash.slice(MARK.length));
  history.replaceState(history.state, "", location.pathname + location.search);
  document.getElementById("username")?.focus();
}
