//! The one tree for a formula, whichever way it was written down.
//!
//! Invariant: doing it twice changes nothing more.

use super::{Formula, boxed, marks::spacing_mark, tokens};

impl Formula {
    /// The canonical tree: rows are flat, tokens that belong together are one, what shows nothing is gone.
    #[must_use]
    pub fn canonical(self) -> Self {
        match self {
            Self::Row(parts) => row(parts),
            // A slot that holds one token is a row of one.
            Self::Number(_) | Self::Identifier(_) | Self::Operator(_) | Self::Text(_) | Self::Space => row(vec![self]),
            Self::Fraction {
                numerator,
                denominator,
                bar,
            } => Self::Fraction {
                numerator: boxed(numerator.canonical()),
                denominator: boxed(denominator.canonical()),
                bar,
            },
            Self::Binomial { upper, lower } => Self::Binomial {
                upper: boxed(upper.canonical()),
                lower: boxed(lower.canonical()),
            },
            Self::Root { degree, radicand } => Self::Root {
                degree: option(degree),
                radicand: boxed(radicand.canonical()),
            },
            Self::Matrix { rows } => matrix(rows),
            Self::Equations { rows } => equations(rows),
            Self::Fenced {
                open,
                close,
                separator,
                items,
            } => fenced(open, close, separator, items),
            Self::NAry {
                operator,
                lower,
                upper,
                body,
            } => Self::NAry {
                operator,
                lower: option(lower),
                upper: option(upper),
                body: boxed(body.canonical()),
            },
            Self::Function { name, argument } => function(name.canonical(), argument.canonical()),
            scripts => scripted(scripts),
        }
    }
}

fn option(formula: Option<Box<Formula>>) -> Option<Box<Formula>> {
    formula
        .map(|formula| boxed(formula.canonical()))
        .filter(|formula| !formula.is_nothing())
}

/// A function without a name is its argument, one of nothing is its name.
fn function(name: Formula, argument: Formula) -> Formula {
    if name.is_nothing() {
        return argument;
    }
    if argument.is_nothing() {
        return name;
    }
    Formula::Function {
        name: boxed(name),
        argument: boxed(argument),
    }
}

fn scripted(formula: Formula) -> Formula {
    match formula {
        Formula::Superscript { base, script } => raised(boxed(base.canonical()), boxed(script.canonical())),
        Formula::Subscript { base, script } => lowered(boxed(base.canonical()), boxed(script.canonical())),
        Formula::SubSup { base, sub, sup } => {
            let (base, sub, sup) = (boxed(base.canonical()), boxed(sub.canonical()), boxed(sup.canonical()));
            if sub.is_nothing() {
                raised(base, sup)
            } else if sup.is_nothing() {
                lowered(base, sub)
            } else {
                Formula::SubSup { base, sub, sup }
            }
        }
        Formula::PreScripts { base, sub, sup } => {
            let (base, sub, sup) = (boxed(base.canonical()), boxed(sub.canonical()), boxed(sup.canonical()));
            if sub.is_nothing() && sup.is_nothing() {
                return *base;
            }
            Formula::PreScripts { base, sub, sup }
        }
        Formula::Under { base, under } => match (boxed(base.canonical()), boxed(under.canonical())) {
            (base, under) if under.is_nothing() => *base,
            (base, under) => Formula::Under { base, under },
        },
        Formula::Over { base, over } => match (boxed(base.canonical()), boxed(over.canonical())) {
            (base, over) if over.is_nothing() => *base,
            (base, over) => Formula::Over { base, over },
        },
        Formula::Accent { base, mark, .. } if mark.is_empty() => base.canonical(),
        Formula::Accent { base, mark, below } => Formula::Accent {
            base: boxed(base.canonical()),
            mark: spacing_mark(&mark),
            below,
        },
        other => other,
    }
}

fn raised(base: Box<Formula>, script: Box<Formula>) -> Formula {
    if script.is_nothing() {
        return *base;
    }
    Formula::Superscript { base, script }
}

fn lowered(base: Box<Formula>, script: Box<Formula>) -> Formula {
    if script.is_nothing() {
        return *base;
    }
    Formula::Subscript { base, script }
}

fn matrix(rows: Vec<Vec<Formula>>) -> Formula {
    if rows.is_empty() {
        return Formula::nothing();
    }
    let cells = |cells: Vec<Formula>| {
        if cells.is_empty() {
            vec![Formula::nothing()]
        } else {
            cells.into_iter().map(Formula::canonical).collect()
        }
    };
    Formula::Matrix {
        rows: rows.into_iter().map(cells).collect(),
    }
}

fn equations(rows: Vec<Formula>) -> Formula {
    let mut rows: Vec<Formula> = rows.into_iter().map(Formula::canonical).collect();
    match (rows.pop(), rows.is_empty()) {
        (None, _) => Formula::nothing(),
        (Some(only), true) => only,
        (Some(last), false) => {
            rows.push(last);
            Formula::Equations { rows }
        }
    }
}

fn fenced(open: String, close: String, separator: String, items: Vec<Formula>) -> Formula {
    let mut items: Vec<Formula> = items.into_iter().map(Formula::canonical).collect();
    if items.len() > 1 {
        return Formula::Fenced {
            open,
            close,
            separator,
            items,
        };
    }
    let only = items.pop().unwrap_or(Formula::nothing());
    match only {
        only if open.is_empty() && close.is_empty() => only,
        Formula::Fraction {
            numerator,
            denominator,
            bar: false,
        } if open == "(" && close == ")" => Formula::Binomial {
            upper: numerator,
            lower: denominator,
        },
        only => Formula::Fenced {
            open,
            close,
            separator: ",".to_owned(),
            items: vec![only],
        },
    }
}

/// A row: flat, with what belongs together in one token.
fn row(parts: Vec<Formula>) -> Formula {
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        flatten(part, &mut flat);
    }
    let mut joined: Vec<Formula> = Vec::with_capacity(flat.len());
    for part in flat {
        join(part, &mut joined);
    }
    while joined.last() == Some(&Formula::Space) {
        joined.pop();
    }
    let mut named = names(joined);
    match (named.pop(), named.is_empty()) {
        (None, _) => Formula::nothing(),
        (Some(only), true) => only,
        (Some(last), false) => {
            named.push(last);
            Formula::Row(named)
        }
    }
}

fn flatten(part: Formula, flat: &mut Vec<Formula>) {
    match part {
        Formula::Row(parts) => parts.into_iter().for_each(|part| flatten(part, flat)),
        Formula::Number(text) if !tokens::is_number(&text) => flat.extend(retaken(&text, false)),
        Formula::Operator(text) if !tokens::is_operator(&text) => flat.extend(retaken(&text, true)),
        Formula::Identifier(text) if !tokens::is_identifier(&text) => flat.extend(retaken(&text, true)),
        Formula::Text(text) => flat.extend(words(&text)),
        Formula::Number(_) | Formula::Operator(_) | Formula::Identifier(_) | Formula::Space => flat.push(part),
        part => match part.canonical() {
            Formula::Row(parts) => flat.extend(parts),
            part => flat.push(part),
        },
    }
}

/// Tokens of what was said to be one and is not; scripts and fractions among them are made canonical.
fn retaken(text: &str, upright: bool) -> Vec<Formula> {
    tokens::tokens(text, upright)
        .into_iter()
        .map(|token| {
            if token.parts().is_empty() {
                token
            } else {
                token.canonical()
            }
        })
        .collect()
}

/// Words with every blank and control character as a blank; nothing but blanks is a space.
fn words(text: &str) -> Option<Formula> {
    if text.is_empty() {
        return None;
    }
    let text: String = text
        .chars()
        .map(|char| {
            if char.is_whitespace() || char.is_control() {
                ' '
            } else {
                char
            }
        })
        .collect();
    if text.trim().is_empty() {
        return Some(Formula::Space);
    }
    Some(Formula::Text(text))
}

/// Puts a part behind others: digits go on a number, words on words, and blanks are not doubled.
fn join(part: Formula, joined: &mut Vec<Formula>) {
    match part {
        Formula::Space if matches!(joined.last(), None | Some(Formula::Space)) => {}
        Formula::Number(digits) => match joined.as_mut_slice() {
            [.., Formula::Number(number)] => number.push_str(&digits),
            [.., Formula::Number(number), Formula::Operator(mark)] if matches!(mark.as_str(), "." | ",") => {
                number.push_str(mark);
                number.push_str(&digits);
                joined.pop();
            }
            _ => joined.push(Formula::Number(digits)),
        },
        Formula::Text(more) => match joined.last_mut() {
            Some(Formula::Text(text)) => text.push_str(&more),
            _ => joined.push(Formula::Text(more)),
        },
        part => joined.push(part),
    }
}

/// Letters one after the other that spell the name of a function become that name.
fn names(parts: Vec<Formula>) -> Vec<Formula> {
    let mut named: Vec<Formula> = Vec::with_capacity(parts.len());
    let mut from = 0;
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        let letter = is_single(&part);
        named.push(part);
        if !letter {
            from = named.len();
        } else if !parts.peek().is_some_and(is_single) {
            let word: String = named[from..].iter().filter_map(single).collect();
            if tokens::is_name(&word) {
                named.truncate(from);
                named.push(Formula::Identifier(word));
            }
            from = named.len();
        }
    }
    named
}

fn single(part: &Formula) -> Option<&str> {
    match part {
        Formula::Identifier(name) if name.len() == 1 => Some(name),
        _ => None,
    }
}

fn is_single(part: &Formula) -> bool {
    single(part).is_some()
}
