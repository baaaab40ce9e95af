//! `MathML` read into the tree: the subset of `MathML` Core that is written here, strictly.

use super::{Formula, FormulaError, boxed, mathml_write::APPLIED};
use crate::xml::{self, Element, Mode, Node};

type Read = Result<Formula, FormulaError>;

impl Formula {
    /// The formula of a `math` element.
    pub fn of_mathml(text: &str) -> Result<Self, FormulaError> {
        let nodes = xml::read(text.trim(), Mode::Strict)?;
        match nodes.as_slice() {
            [Node::Element(math)] if math.name == "math" => of_element(math),
            _ => Err(FormulaError::Malformed("math".to_owned())),
        }
    }
}

/// The formula of a `math` element that was read already.
pub(crate) fn of_element(math: &Element) -> Read {
    checked(math)?;
    inferred(math)?.read()
}

/// The attributes that an element may have, and the value if there is only one; `None` if no such element is known.
fn attributes(name: &str) -> Option<&'static [(&'static str, &'static str)]> {
    Some(match name {
        "math" => &[
            ("alttext", ""),
            ("display", ""),
            ("xmlns", "http://www.w3.org/1998/Math/MathML"),
        ],
        "mo" => &[
            ("fence", "true"),
            ("form", ""),
            ("separator", "true"),
            ("largeop", "true"),
        ],
        "mspace" => &[("width", "")],
        "mfrac" => &[("linethickness", "0")],
        "mover" => &[("accent", "true")],
        "munder" => &[("accentunder", "true")],
        "mtable" => &[("displaystyle", "true")],
        "mrow" | "mi" | "mn" | "mtext" | "msqrt" | "mroot" | "msup" | "msub" | "msubsup" | "mmultiscripts"
        | "mprescripts" | "munderover" | "mtr" | "mtd" => &[],
        _ => return None,
    })
}

/// Refuses what is not known of an element: its name, its attributes, characters where none belong.
fn checked(element: &Element) -> Result<(), FormulaError> {
    let known = attributes(&element.name).ok_or_else(|| FormulaError::Unknown(element.name.clone()))?;
    for (key, value) in &element.attributes {
        let fits = known
            .iter()
            .any(|(name, only)| name == key && (only.is_empty() || only == value));
        if !fits {
            return Err(FormulaError::Unknown(format!("{} {key}=\"{value}\"", element.name)));
        }
    }
    let is_token = matches!(element.name.as_str(), "mi" | "mn" | "mo" | "mtext");
    let stray = element.children.iter().any(|node| match node {
        Node::Text(text, _) => !is_token && !text.trim().is_empty(),
        Node::Element(_) => is_token,
    });
    if stray { Err(malformed(element)) } else { Ok(()) }
}

fn malformed(element: &Element) -> FormulaError {
    FormulaError::Malformed(element.name.clone())
}

/// A row that is not written as one.
fn inferred(element: &Element) -> Read {
    Ok(Formula::Row(element.elements().map(one).collect::<Result<_, _>>()?))
}

/// The parts of an element that has so many.
fn exactly<const N: usize>(element: &Element) -> Result<[Box<Formula>; N], FormulaError> {
    let parts: Vec<Box<Formula>> = element
        .elements()
        .map(|child| one(child).map(boxed))
        .collect::<Result<_, _>>()?;
    parts.try_into().map_err(|_| malformed(element))
}

fn one(element: &Element) -> Read {
    checked(element)?;
    Ok(match element.name.as_str() {
        "mn" => Formula::Number(token(element)),
        "mi" => Formula::Identifier(token(element)),
        "mo" => Formula::Operator(token(element)),
        "mtext" => Formula::Text(token(element).replace('\u{a0}', " ")),
        "mspace" => Formula::Space,
        "mrow" => row(element)?,
        "msqrt" => Formula::Root {
            degree: None,
            radicand: boxed(inferred(element)?),
        },
        "mroot" => {
            let [radicand, degree] = exactly(element)?;
            Formula::Root {
                degree: Some(degree),
                radicand,
            }
        }
        "mfrac" => {
            let [numerator, denominator] = exactly(element)?;
            Formula::Fraction {
                numerator,
                denominator,
                bar: element.value("linethickness").is_none(),
            }
        }
        "mtable" => table(element)?,
        "mmultiscripts" => prescripts(element)?,
        "munder" | "mover" | "munderover" => limits(element)?,
        "msup" | "msub" | "msubsup" => scripts(element)?,
        _ => return Err(malformed(element)),
    })
}

fn token(element: &Element) -> String {
    element.text().trim_matches(' ').to_owned()
}

fn scripts(element: &Element) -> Read {
    Ok(match element.name.as_str() {
        "msup" => {
            let [base, script] = exactly(element)?;
            Formula::Superscript { base, script }
        }
        "msub" => {
            let [base, script] = exactly(element)?;
            Formula::Subscript { base, script }
        }
        _ => {
            let [base, sub, sup] = exactly(element)?;
            Formula::SubSup { base, sub, sup }
        }
    })
}

fn limits(element: &Element) -> Read {
    if element.name == "munderover" {
        let [base, under, over] = exactly(element)?;
        let base = boxed(Formula::Under { base, under });
        return Ok(Formula::Over { base, over });
    }
    let below = element.name == "munder";
    if element.value("accent").or(element.value("accentunder")).is_some() {
        let mark = element.elements().nth(1).filter(|mark| mark.name == "mo");
        let mark = mark.map(token).ok_or_else(|| malformed(element))?;
        let [base, _] = exactly(element)?;
        return Ok(Formula::Accent { base, mark, below });
    }
    let [base, other] = exactly(element)?;
    Ok(if below {
        Formula::Under { base, under: other }
    } else {
        Formula::Over { base, over: other }
    })
}

fn prescripts(element: &Element) -> Read {
    let mut parts = element.elements();
    let (Some(base), Some(before), Some(sub), Some(sup), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed(element));
    };
    checked(before)?;
    if before.name != "mprescripts" {
        return Err(malformed(element));
    }
    Ok(Formula::PreScripts {
        base: boxed(one(base)?),
        sub: boxed(one(sub)?),
        sup: boxed(one(sup)?),
    })
}

/// The elements in an element, which all have one name.
fn named<'e>(element: &'e Element, name: &str) -> Result<Vec<&'e Element>, FormulaError> {
    element
        .elements()
        .map(|child| {
            checked(child)?;
            if child.name == name {
                Ok(child)
            } else {
                Err(malformed(child))
            }
        })
        .collect()
}

fn table(element: &Element) -> Read {
    let mut rows = Vec::new();
    for row in named(element, "mtr")? {
        let cells: Vec<Formula> = named(row, "mtd")?.into_iter().map(inferred).collect::<Result<_, _>>()?;
        rows.push(cells);
    }
    if element.value("displaystyle").is_none() {
        return Ok(Formula::Matrix { rows });
    }
    Ok(Formula::Equations {
        rows: rows.into_iter().map(Formula::Row).collect(),
    })
}

/// A row that is written as one: something with fences, a sign with limits, a function, or just its parts.
fn row(element: &Element) -> Read {
    let children: Vec<&Element> = element.elements().collect();
    match children.as_slice() {
        [open, inner @ .., close] if is_fence(open, "prefix") && is_fence(close, "postfix") => {
            fenced(open, inner, Some(close))
        }
        // Other programs leave out a fence that shows nothing.
        [open, inner @ ..] if is_fence(open, "prefix") && !inner.iter().any(|part| is_fence(part, "postfix")) => {
            fenced(open, inner, None)
        }
        [sign, body] if large_sign(sign).is_some() => nary(sign, body),
        [name, apply, argument] if apply.name == "mo" && apply.text() == APPLIED => Ok(Formula::Function {
            name: boxed(one(name)?),
            argument: boxed(one(argument)?),
        }),
        _ => inferred(element),
    }
}

fn is_fence(element: &Element, form: &str) -> bool {
    element.name == "mo" && element.value("fence").is_some() && element.value("form") == Some(form)
}

fn fenced(open: &Element, inner: &[&Element], close: Option<&Element>) -> Read {
    checked(open)?;
    close.map_or(Ok(()), checked)?;
    let mut separator = ",".to_owned();
    let mut items = vec![Vec::new()];
    for child in inner {
        if child.name == "mo" && child.value("separator").is_some() {
            checked(child)?;
            separator = token(child);
            items.push(Vec::new());
        } else if let Some(item) = items.last_mut() {
            item.push(one(child)?);
        }
    }
    Ok(Formula::Fenced {
        open: token(open),
        close: close.map(token).unwrap_or_default(),
        separator,
        items: items.into_iter().map(Formula::Row).collect(),
    })
}

/// The large sign that an element is or that has its limits in it.
fn large_sign(element: &Element) -> Option<&Element> {
    let sign = match element.name.as_str() {
        "mo" => element,
        "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" => element.elements().next()?,
        _ => return None,
    };
    (sign.name == "mo" && sign.value("largeop").is_some()).then_some(sign)
}

fn nary(sign: &Element, body: &Element) -> Read {
    checked(sign)?;
    let operator = match large_sign(sign) {
        Some(large) => {
            checked(large)?;
            token(large)
        }
        None => return Err(malformed(sign)),
    };
    let (lower, upper) = match sign.name.as_str() {
        "mo" => (None, None),
        "msub" | "munder" => {
            let [_, lower] = exactly(sign)?;
            (Some(lower), None)
        }
        "msup" | "mover" => {
            let [_, upper] = exactly(sign)?;
            (None, Some(upper))
        }
        _ => {
            let [_, lower, upper] = exactly(sign)?;
            (Some(lower), Some(upper))
        }
    };
    Ok(Formula::NAry {
        operator,
        lower,
        upper,
        body: boxed(one(body)?),
    })
}
