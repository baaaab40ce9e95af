//! Office Math as Word writes it (ECMA-376, part 1, 22.1), read into the tree.
//!
//! Properties, bookmarks and marks of proofing say nothing about what a formula means and are passed over, tracked
//! deletions are gone already. Every other element that is not known is an error.

use super::{
    Formula, FormulaError, boxed,
    letters::{Alphabet, set_in},
    tokens::tokens,
};
use crate::xml::{self, Element, Mode, Node};

type Parts = Result<Vec<Formula>, FormulaError>;

impl Formula {
    /// The formula of Office Math: an `m:oMath` or `m:oMathPara` with its content, as it stands in a document. Prefixes
    /// may be any, and need not be declared.
    pub fn of_omml(text: &str) -> Result<Self, FormulaError> {
        of_nodes(xml::read(text, Mode::Foreign)?)
    }
}

/// The formula of what was read already.
pub(super) fn of_nodes(children: Vec<Node>) -> Result<Formula, FormulaError> {
    let whole = Element {
        children,
        ..Element::default()
    };
    Formula::Row(row(&whole, In::Line)?).read()
}

/// Where characters stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    /// Within a line.
    Line,
    /// Within an array of equations, where `&` aligns.
    Array,
}

/// Characters of runs that are set alike and go on in each other.
#[derive(Debug, Default)]
struct Pending {
    text: String,
    found: Vec<Formula>,
}

impl Pending {
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.found.extend(tokens(&text, false));
    }

    fn push(&mut self, parts: Vec<Formula>) {
        self.flush();
        self.found.extend(parts);
    }
}

/// What is directly in an element.
fn row(element: &Element, place: In) -> Parts {
    let mut pending = Pending::default();
    fill(&mut pending, element, place)?;
    pending.flush();
    Ok(pending.found)
}

fn fill(pending: &mut Pending, element: &Element, place: In) -> Result<(), FormulaError> {
    for child in element.elements() {
        match child.name.as_str() {
            "r" => run(pending, child, place)?,
            "ins" | "moveTo" | "smartTag" | "sdtContent" | "hyperlink" | "customXml" | "oMath" => {
                fill(pending, child, place)?;
            }
            "sdt" => {
                if let Some(content) = child.child("sdtContent") {
                    fill(pending, content, place)?;
                }
            }
            "oMathPara" => pending.push(vec![paragraph(child)?]),
            name if says_nothing(name) => {}
            _ => {
                let structure = structure(child, place)?;
                pending.push(vec![structure]);
            }
        }
    }
    Ok(())
}

/// Elements that hold no part of the formula.
fn says_nothing(name: &str) -> bool {
    name.ends_with("Pr")
        || matches!(
            name,
            "del"
                | "moveFrom"
                | "bookmarkStart"
                | "bookmarkEnd"
                | "proofErr"
                | "permStart"
                | "permEnd"
                | "commentRangeStart"
                | "commentRangeEnd"
                | "moveFromRangeStart"
                | "moveFromRangeEnd"
                | "moveToRangeStart"
                | "moveToRangeEnd"
                | "lastRenderedPageBreak"
        )
}

/// A paragraph of formulas, each a line.
fn paragraph(element: &Element) -> Result<Formula, FormulaError> {
    let lines = element.elements().filter(|child| child.name == "oMath");
    let rows: Vec<Formula> = lines
        .map(|line| row(line, In::Line).map(Formula::Row))
        .collect::<Result<_, _>>()?;
    let stray = element
        .elements()
        .find(|child| child.name != "oMath" && !says_nothing(&child.name));
    match stray {
        Some(stray) => Err(unknown(stray)),
        None => Ok(Formula::Equations { rows }),
    }
}

/// A run: characters that are set alike.
fn run(pending: &mut Pending, element: &Element, place: In) -> Result<(), FormulaError> {
    let text = characters(element, place)?;
    let set = Setting::of(element);
    if set.is_words {
        pending.push(vec![Formula::Text(text)]);
    } else if set.is_upright {
        pending.push(tokens(&set_in(&text, set.alphabet), true));
    } else {
        pending.text.push_str(&set_in(&text, set.alphabet));
    }
    Ok(())
}

fn characters(element: &Element, place: In) -> Result<String, FormulaError> {
    let mut text = String::new();
    for child in element.elements() {
        match child.name.as_str() {
            "t" => text.extend(child.text().chars().filter(|char| place == In::Line || *char != '&')),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            "delText" | "softHyphen" | "annotationRef" => {}
            name if says_nothing(name) => {}
            _ => return Err(unknown(child)),
        }
    }
    Ok(text)
}

/// How a run is set.
struct Setting {
    is_words: bool,
    is_upright: bool,
    alphabet: Alphabet,
}

impl Setting {
    fn of(run: &Element) -> Self {
        let named = |name: &str| {
            let properties = run.elements().filter(|child| child.name == "rPr");
            properties.into_iter().find_map(|properties| properties.child(name))
        };
        let style = named("sty").and_then(|sty| sty.value("val")).unwrap_or("i");
        let script = named("scr").and_then(|scr| scr.value("val")).unwrap_or("roman");
        let alphabet = match script {
            "script" => Alphabet::Script,
            "fraktur" => Alphabet::Fraktur,
            "double-struck" => Alphabet::DoubleStruck,
            _ if matches!(style, "b" | "bi") => Alphabet::Bold,
            _ => Alphabet::Plain,
        };
        Self {
            is_words: named("nor").is_some_and(is_on),
            is_upright: matches!(style, "p" | "b"),
            alphabet,
        }
    }
}

/// Whether a switch is on: such an element means yes unless its value says no.
fn is_on(element: &Element) -> bool {
    !matches!(element.value("val"), Some("0" | "false" | "off"))
}

fn unknown(element: &Element) -> FormulaError {
    FormulaError::Unknown(element.name.clone())
}

/// An element that is a structure of its own.
fn structure(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let slot = |name: &str| part(element, name, place);
    Ok(match element.name.as_str() {
        "f" => Formula::Fraction {
            numerator: slot("num")?,
            denominator: slot("den")?,
            bar: property(element, "type") != Some("noBar"),
        },
        "rad" => Formula::Root {
            degree: if switched(element, "degHide") || element.child("deg").is_none() {
                None
            } else {
                Some(slot("deg")?)
            },
            radicand: slot("e")?,
        },
        "sSup" | "sSub" | "sSubSup" | "sPre" | "func" | "limLow" | "limUpp" => attached(element, place)?,
        // Nobody sees a hidden one; only the room that it takes is left.
        "phant" if is_hidden(element) => Formula::Space,
        "box" | "borderBox" | "phant" => *slot("e")?,
        "d" => delimited(element, place)?,
        "m" => matrix(element, place)?,
        "eqArr" => Formula::Equations {
            rows: all(element, "e", In::Array)?,
        },
        "nary" => nary(element, place)?,
        "acc" | "bar" | "groupChr" => accent(element, place)?,
        _ => return Err(unknown(element)),
    })
}

/// A part with others at it: scripts, limits, an argument.
fn attached(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let slot = |name: &str| part(element, name, place);
    Ok(match element.name.as_str() {
        "sSup" => Formula::Superscript {
            base: slot("e")?,
            script: slot("sup")?,
        },
        "sSub" => Formula::Subscript {
            base: slot("e")?,
            script: slot("sub")?,
        },
        "sSubSup" => Formula::SubSup {
            base: slot("e")?,
            sub: slot("sub")?,
            sup: slot("sup")?,
        },
        "sPre" => Formula::PreScripts {
            base: slot("e")?,
            sub: slot("sub")?,
            sup: slot("sup")?,
        },
        "func" => Formula::Function {
            name: slot("fName")?,
            argument: slot("e")?,
        },
        "limLow" => Formula::Under {
            base: slot("e")?,
            under: slot("lim")?,
        },
        "limUpp" => Formula::Over {
            base: slot("e")?,
            over: slot("lim")?,
        },
        _ => return Err(unknown(element)),
    })
}

/// The part of a structure in an element of a name.
fn part(element: &Element, name: &str, place: In) -> Result<Box<Formula>, FormulaError> {
    let child = element
        .child(name)
        .ok_or_else(|| FormulaError::Malformed(element.name.clone()))?;
    Ok(boxed(Formula::Row(row(child, place)?)))
}

/// The parts of a structure in elements of a name.
fn all(element: &Element, name: &str, place: In) -> Parts {
    let parts = element.elements().filter(|child| child.name == name);
    parts.map(|child| row(child, place).map(Formula::Row)).collect()
}

/// The value of a property; an element without one has the empty value.
fn property<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let properties = element
        .elements()
        .find(|child| child.name == format!("{}Pr", element.name))?;
    properties
        .child(name)
        .map(|property| property.value("val").unwrap_or(""))
}

/// Whether a switch among the properties is on.
fn switched(element: &Element, name: &str) -> bool {
    property(element, name).is_some_and(|value| !matches!(value, "0" | "false" | "off"))
}

fn is_hidden(phantom: &Element) -> bool {
    property(phantom, "show").is_some_and(|show| matches!(show, "0" | "false" | "off"))
}

fn delimited(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let sign = |name, default: &str| property(element, name).unwrap_or(default).to_owned();
    Ok(Formula::Fenced {
        open: sign("begChr", "("),
        close: sign("endChr", ")"),
        separator: sign("sepChr", "|"),
        items: all(element, "e", place)?,
    })
}

fn matrix(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let rows = element.elements().filter(|child| child.name == "mr");
    Ok(Formula::Matrix {
        rows: rows.map(|row| all(row, "e", place)).collect::<Result<_, _>>()?,
    })
}

fn nary(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let limit = |name: &str, hidden: &str| match element.child(name) {
        Some(_) if !switched(element, hidden) => part(element, name, place).map(Some),
        _ => Ok(None),
    };
    let operator = property(element, "chr").unwrap_or("∫");
    if operator.is_empty() {
        return Err(FormulaError::Malformed("nary".to_owned()));
    }
    Ok(Formula::NAry {
        operator: operator.to_owned(),
        lower: limit("sub", "subHide")?,
        upper: limit("sup", "supHide")?,
        body: part(element, "e", place)?,
    })
}

fn accent(element: &Element, place: In) -> Result<Formula, FormulaError> {
    let (mark, position) = match element.name.as_str() {
        "acc" => (property(element, "chr").unwrap_or("\u{302}"), "top"),
        "bar" => ("¯", property(element, "pos").unwrap_or("bot")),
        _ => (
            property(element, "chr").unwrap_or("\u{23df}"),
            property(element, "pos").unwrap_or("bot"),
        ),
    };
    Ok(Formula::Accent {
        base: part(element, "e", place)?,
        mark: mark.to_owned(),
        below: position != "top",
    })
}
