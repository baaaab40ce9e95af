//! What the switches of EQ fields make of their elements.

use super::{
    Formula, FormulaError, boxed,
    eq_field::{Elements, Switch},
    tokens,
};

/// The elements of a switch that takes so many.
fn exactly<const N: usize>(switch: &Switch, inner: Elements) -> Result<[Box<Formula>; N], FormulaError> {
    let (elements, _) = inner.parted();
    let elements: Vec<Box<Formula>> = elements.into_iter().map(boxed).collect();
    elements
        .try_into()
        .map_err(|_| FormulaError::Malformed(format!("\\{}", switch.name)))
}

/// Puts what a switch makes of its elements behind what was read before.
pub(super) fn apply(switch: &Switch, inner: Elements, elements: &mut Elements) -> Result<(), FormulaError> {
    let formula = match switch.name.as_str() {
        "f" => {
            let [numerator, denominator] = exactly(switch, inner)?;
            Formula::Fraction {
                numerator,
                denominator,
                bar: true,
            }
        }
        "r" => root(switch, inner)?,
        "l" => Formula::Row(inner.joined()),
        "d" => Formula::Space,
        "b" => bracketed(switch, inner),
        "a" => array(switch, inner)?,
        "i" => integral(switch, inner)?,
        "o" => match overstruck(inner)? {
            Formula::SubSup { sub, sup, .. } => Formula::SubSup {
                base: boxed(elements.base()),
                sub,
                sup,
            },
            other => other,
        },
        "x" => framed(switch, Formula::Row(inner.joined())),
        // A script goes onto what stands before it.
        _ => {
            let base = elements.base();
            scripted(switch, base, inner)?
        }
    };
    elements.flush();
    elements.last.push(formula);
    Ok(())
}

fn root(switch: &Switch, inner: Elements) -> Result<Formula, FormulaError> {
    if inner.done.is_empty() {
        return Ok(Formula::Root {
            degree: None,
            radicand: boxed(Formula::Row(inner.last)),
        });
    }
    let [degree, radicand] = exactly(switch, inner)?;
    Ok(Formula::Root {
        degree: Some(degree),
        radicand,
    })
}

fn bracketed(switch: &Switch, inner: Elements) -> Formula {
    let (items, separator) = inner.parted();
    let (open, close) = match switch.option("bc") {
        Some(sign) => (sign, closing(sign)),
        None if switch.has("lc") || switch.has("rc") => {
            (switch.option("lc").unwrap_or(""), switch.option("rc").unwrap_or(""))
        }
        None => ("(", ")"),
    };
    Formula::Fenced {
        open: open.to_owned(),
        close: close.to_owned(),
        separator,
        items,
    }
}

fn closing(open: &str) -> &str {
    match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        other => other,
    }
}

fn array(switch: &Switch, inner: Elements) -> Result<Formula, FormulaError> {
    let columns = match switch.option("co") {
        None => 1,
        Some(number) => number
            .parse::<usize>()
            .ok()
            .filter(|columns| *columns > 0)
            .ok_or_else(|| FormulaError::Malformed(format!("\\co{number}")))?,
    };
    let (elements, _) = inner.parted();
    if columns == 1 {
        return Ok(Formula::Equations { rows: elements });
    }
    Ok(Formula::Matrix {
        rows: elements.chunks(columns).map(<[Formula]>::to_vec).collect(),
    })
}

fn integral(switch: &Switch, inner: Elements) -> Result<Formula, FormulaError> {
    let [lower, upper, body] = exactly(switch, inner)?;
    let operator = match (
        switch.option("fc").or(switch.option("vc")),
        switch.has("su"),
        switch.has("pr"),
    ) {
        (Some(sign), ..) if !sign.is_empty() => sign,
        (_, true, _) => "∑",
        (_, _, true) => "∏",
        _ => "∫",
    };
    Ok(Formula::NAry {
        operator: operator.to_owned(),
        lower: Some(lower),
        upper: Some(upper),
        body,
    })
}

/// Things printed over each other: a mark over a letter, a stroke through a sign, or a raised and a lowered one.
fn overstruck(inner: Elements) -> Result<Formula, FormulaError> {
    let refused = || FormulaError::Malformed("\\o".to_owned());
    let (elements, _) = inner.parted();
    let [first, second]: [Formula; 2] = elements.try_into().map_err(|_| refused())?;
    match (first.canonical(), second.canonical()) {
        (
            Formula::Superscript { base, script: sup },
            Formula::Subscript {
                base: other,
                script: sub,
            },
        )
        | (
            Formula::Subscript {
                base: other,
                script: sub,
            },
            Formula::Superscript { base, script: sup },
        ) if base.is_nothing() && other.is_nothing() => Ok(Formula::SubSup { base, sub, sup }),
        (Formula::Operator(sign), Formula::Operator(stroke)) if sign == "=" && stroke == "/" => {
            Ok(Formula::Operator("≠".to_owned()))
        }
        (base, Formula::Operator(mark))
            if matches!(mark.as_str(), "¯" | "‾" | "^" | "~" | "→" | "˙" | "¨" | "ˆ" | "˜" | "-") =>
        {
            let mark = match mark.as_str() {
                "-" => "¯",
                "ˆ" => "^",
                "˜" => "~",
                other => other,
            };
            Ok(Formula::Accent {
                base: boxed(base),
                mark: mark.to_owned(),
                below: false,
            })
        }
        _ => Err(refused()),
    }
}

/// A frame says nothing, a line above or below does.
fn framed(switch: &Switch, inner: Formula) -> Formula {
    let sides = [switch.has("to"), switch.has("bo"), switch.has("le"), switch.has("ri")];
    match sides {
        [true, false, false, false] | [false, true, false, false] => Formula::Accent {
            base: boxed(inner),
            mark: "¯".to_owned(),
            below: switch.has("bo"),
        },
        _ => inner,
    }
}

/// A base with what is raised or lowered behind it; two without a word of which are above each other.
fn scripted(switch: &Switch, base: Formula, inner: Elements) -> Result<Formula, FormulaError> {
    if switch.has("do") {
        return Ok(tokens::scripted(base, Formula::Row(inner.joined()), false));
    }
    if inner.done.is_empty() || switch.has("up") {
        return Ok(tokens::scripted(base, Formula::Row(inner.joined()), true));
    }
    let [sup, sub] = exactly(switch, inner)?;
    Ok(Formula::SubSup {
        base: boxed(base),
        sub,
        sup,
    })
}
