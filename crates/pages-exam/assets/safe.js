// @ts-check
// Marked text of the server as nodes. The server makes it safe; here every element and attribute that is not known is left
// out all the same, and MathML stays.

const HTML = new Set("p br ul ol li table thead tbody tr th td caption strong b em i u s sub sup code span div blockquote img bdi hr h2 h3 h4".split(" "));
const MATH = new Set(
  "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom merror msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose semantics".split(" "),
);
const ATTRIBUTES = new Set("colspan rowspan scope dir lang alt width height start type".split(" "));
const MATH_ATTRIBUTES = new Set(
  "display mathvariant linethickness accent accentunder fence form separator stretchy symmetric largeop movablelimits lspace rspace width height depth columnalign rowalign columnspan rowspan columnlines rowlines displaystyle scriptlevel notation".split(" "),
);
/** What goes with all that is in it. */
const GONE = new Set("script style template iframe object embed svg form input button textarea select link meta base noscript title annotation annotation-xml".split(" "));
const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {string} source whether a picture's address is one of this place */
const isOurs = (source) => (source.startsWith("/") && !source.startsWith("//") && !source.startsWith("/\\")) || /^data:image\/(png|jpeg|gif|webp);base64,/.test(source);

/** @param {Element} from @param {Element} to @param {Set<string>} known */
function copyAttributes(from, to, known) {
  for (const { name, value } of Array.from(from.attributes)) if (known.has(name)) to.setAttribute(name, value);
}

/** @param {Node} from @param {Node} into */
function copyChildren(from, into) {
  for (const child of Array.from(from.childNodes)) {
    if (child.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(child.nodeValue ?? ""));
    else if (child instanceof Element) copyElement(child, into);
  }
}

/** @param {Element} from @param {Node} into */
function copyElement(from, into) {
  const name = from.localName;
  if (from.namespaceURI === MATHML && MATH.has(name)) return copyMath(from, into);
  if (GONE.has(name) || (from.namespaceURI !== "http://www.w3.org/1999/xhtml" && from.namespaceURI !== MATHML)) return;
  if (!HTML.has(name)) return copyChildren(from, into);
  if (name === "img" && !isOurs(from.getAttribute("src") ?? "")) return;
  const made = document.createElement(name);
  copyAttributes(from, made, ATTRIBUTES);
  if (made instanceof HTMLImageElement) {
    made.src = from.getAttribute("src") ?? "";
    made.alt = from.getAttribute("alt") ?? "";
    made.decoding = "async";
  }
  copyChildren(from, made);
  into.appendChild(made);
}

/** @param {Element} from @param {Node} into */
function copyMath(from, into) {
  const made = document.createElementNS(MATHML, from.localName);
  copyAttributes(from, made, MATH_ATTRIBUTES);
  if (from.localName === "math") {
    const said = from.getAttribute("alttext");
    if (said) made.setAttribute("alttext", said);
  }
  copyChildren(from, made);
  into.appendChild(made);
}

/** @param {string} html */
export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const made = document.createDocumentFragment();
  copyChildren(parsed.body, made);
  return made;
}

/** The words of a text alone. @param {string} html */
export function plainText(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const math of Array.from(parsed.querySelectorAll("math[alttext]"))) math.replaceWith(math.getAttribute("alttext") ?? "");
  return (parsed.body.textContent ?? "").replace(/\s+/g, " ").trim();
}
