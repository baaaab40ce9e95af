//! A formula as one line of text: for search, for JSON, and for who hears it read.
//!
//! Invariant: what belongs together is held together by parentheses wherever the line alone would not say so; formulas
//! that mean different things read differently.

#[cfg(test)]
mod distinct;
pub(super) mod row;
#[cfg(test)]
mod tests;

use super::{Formula, marks::combining_mark};
use crate::scripts;

impl Formula {
    /// The formula as one line: `(x+1)²`, `(a+b)/c`, `2 1/2`, `√(x)`, `[2, -1; 3, 2]`, `∑_(i=1)^(n) i`.
    pub fn to_linear(&self) -> String {
        match self {
            Self::Row(parts) => row::read(parts),
            one => row::read(std::slice::from_ref(one)),
        }
    }
}

/// How a part stands beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// It can be a base.
    Atom,
    /// It can be a factor and a part of a fraction.
    Factor,
    /// Factors beside it would seem to belong into it.
    Loose,
    /// What follows would seem to belong into it.
    Prefix,
    /// It goes through the line from end to end.
    Line,
    /// It has no end of its own.
    Endless,
    /// It has no beginning of its own.
    Headless,
}

/// A part of a row, and how it stands beside others.
fn part(formula: &Formula) -> (String, Bond) {
    match formula {
        Formula::Number(text) | Formula::Identifier(text) | Formula::Operator(text) => (text.clone(), Bond::Atom),
        Formula::Text(text) => (text.clone(), Bond::Factor),
        Formula::Space => (" ".to_owned(), Bond::Factor),
        // A row within a row is one thing that only its author saw as one.
        Formula::Row(_) => (grouped(formula), Bond::Atom),
        Formula::Fraction {
            numerator,
            denominator,
            bar,
        } => {
            let sign = if *bar { '/' } else { '¦' };
            (
                format!("{}{sign}{}", operand(numerator), operand(denominator)),
                Bond::Loose,
            )
        }
        Formula::Binomial { upper, lower } => (format!("({}¦{})", operand(upper), operand(lower)), Bond::Atom),
        Formula::Root { degree, radicand } => (root(degree.as_deref(), radicand), Bond::Factor),
        Formula::Fenced {
            open,
            close,
            separator,
            items,
        } => fenced(open, close, separator, items),
        Formula::Matrix { rows } => (format!("■({})", cells(rows)), Bond::Atom),
        Formula::Equations { rows } => (lines(rows), Bond::Line),
        Formula::NAry {
            operator,
            lower,
            upper,
            body,
        } => nary(operator, [lower.as_deref(), upper.as_deref()], body),
        Formula::Function { name, argument } => (function(name, argument), Bond::Prefix),
        Formula::Under { .. } | Formula::Over { .. } | Formula::Accent { .. } => stacked(formula),
        _ => scripted(formula),
    }
}

/// A formula in parentheses.
fn grouped(formula: &Formula) -> String {
    format!("({})", formula.to_linear())
}

/// A part as it is, if it stands fast enough, and in parentheses otherwise. Each part is read once: reading it again to
/// put it in parentheses would double the work at every level.
fn held(formula: &Formula, is_fast: impl Fn(Bond) -> bool) -> String {
    match part(formula) {
        (text, bond) if is_fast(bond) => text,
        (text, _) => format!("({text})"),
    }
}

/// What a script is put on.
fn base(formula: &Formula) -> String {
    held(formula, |bond| bond == Bond::Atom)
}

/// What stands beside a sign of division.
fn operand(formula: &Formula) -> String {
    held(formula, |bond| {
        matches!(bond, Bond::Atom | Bond::Factor) && !matches!(formula, Formula::Text(_))
    })
}

/// A script behind its base. Primes and degrees stand there without a sign.
fn script(formula: &Formula, raised: bool) -> String {
    let text = formula.to_linear();
    let is_mark = |char| matches!(char, '′' | '″' | '‴' | '\'' | '°' | '∘');
    if raised && !text.is_empty() && text.chars().all(is_mark) {
        return text.replace('∘', "°");
    }
    scripts::written(&text, raised)
}

fn scripted(formula: &Formula) -> (String, Bond) {
    match formula {
        Formula::Superscript { base: of, script: up } => (format!("{}{}", base(of), script(up, true)), Bond::Factor),
        Formula::Subscript { base: of, script: low } => (format!("{}{}", base(of), script(low, false)), Bond::Factor),
        Formula::SubSup { base: of, sub, sup } => (
            format!("{}{}{}", base(of), script(sub, false), script(sup, true)),
            Bond::Factor,
        ),
        Formula::PreScripts { base: of, sub, sup } => {
            let written = |formula: &Formula, raised| {
                if formula.is_nothing() {
                    String::new()
                } else {
                    script(formula, raised)
                }
            };
            (
                format!("{}{}{}", written(sub, false), written(sup, true), base(of)),
                Bond::Loose,
            )
        }
        // Every other kind is read where it is met.
        _ => (String::new(), Bond::Factor),
    }
}

fn root(degree: Option<&Formula>, radicand: &Formula) -> String {
    let degree = degree.map(Formula::to_linear);
    let sign = match degree.as_deref() {
        None => "√".to_owned(),
        Some("3") => "∛".to_owned(),
        Some("4") => "∜".to_owned(),
        Some(degree) => format!("√[{degree}]"),
    };
    format!("{sign}{}", grouped(radicand))
}

fn fenced(open: &str, close: &str, separator: &str, items: &[Formula]) -> (String, Bond) {
    let inner = match items {
        [Formula::Matrix { rows }] => cells(rows),
        [Formula::Equations { rows }] => lines(rows),
        [only] => only.to_linear(),
        items => {
            let parted = match separator {
                "," | ";" => format!("{separator} "),
                // Nothing to see between two numbers is still not one number.
                "" => " ".to_owned(),
                other => other.to_owned(),
            };
            let items: Vec<String> = items.iter().map(|item| apart(item, separator)).collect();
            items.join(&parted)
        }
    };
    let bond = match (open.is_empty(), close.is_empty()) {
        (false, false) => Bond::Atom,
        (true, true) => return (format!("({inner})"), Bond::Atom),
        (false, true) => Bond::Endless,
        (true, false) => Bond::Headless,
    };
    (format!("{open}{inner}{close}"), bond)
}

/// One of several things in a line, in parentheses if what parts them is also within it.
fn apart(formula: &Formula, separator: &str) -> String {
    let parts = match formula {
        Formula::Row(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is_parting = |part: &Formula| match part {
        Formula::Operator(sign) => matches!(sign.as_str(), "," | ";") || sign == separator,
        Formula::Text(text) => text.contains([',', ';']),
        Formula::Equations { .. } => true,
        Formula::Fenced { open, close, .. } => open.is_empty() || close.is_empty(),
        _ => false,
    };
    if parts.iter().any(is_parting) {
        grouped(formula)
    } else {
        formula.to_linear()
    }
}

fn cells(rows: &[Vec<Formula>]) -> String {
    let row = |cells: &Vec<Formula>| {
        let cells: Vec<String> = cells.iter().map(|cell| apart(cell, ",")).collect();
        cells.join(", ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

/// Equations one after the other; a comma within one is its own.
fn lines(rows: &[Formula]) -> String {
    let line = |row: &Formula| match row {
        Formula::Equations { .. } => grouped(row),
        row => {
            let text = row.to_linear();
            if text.contains(';') && !text.ends_with([')', ']']) {
                format!("({text})")
            } else {
                text
            }
        }
    };
    rows.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn nary(operator: &str, limits: [Option<&Formula>; 2], body: &Formula) -> (String, Bond) {
    let limit = |formula: &Formula, sign| match formula {
        Formula::Number(digits) if digits.chars().all(|char| char.is_ascii_digit()) => format!("{sign}{digits}"),
        formula => format!("{sign}({})", formula.to_linear()),
    };
    let [lower, upper] = limits;
    let mut text = operator.to_owned();
    text.extend(lower.map(|lower| limit(lower, '_')));
    text.extend(upper.map(|upper| limit(upper, '^')));
    if body.is_nothing() {
        return (text, Bond::Factor);
    }
    (format!("{text} {}", product(body)), Bond::Prefix)
}

/// What a sign or a function before it goes over, in parentheses unless it is a product.
fn product(formula: &Formula) -> String {
    let parts = match formula {
        Formula::Row(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    if parts.iter().any(row::ends_product) {
        grouped(formula)
    } else {
        formula.to_linear()
    }
}

fn function(name: &Formula, argument: &Formula) -> String {
    let argument = product(argument);
    let name_text = held(name, |bond| matches!(bond, Bond::Atom | Bond::Factor));
    let is_limit = matches!(name, Formula::Under { .. } | Formula::Over { .. });
    if argument.starts_with('(') && !is_limit {
        format!("{name_text}{argument}")
    } else {
        format!("{name_text} {argument}")
    }
}

/// Things over each other.
fn stacked(formula: &Formula) -> (String, Bond) {
    match formula {
        Formula::Under { base: of, under } if is_limited(of) => {
            (format!("{}_({})", base(of), under.to_linear()), Bond::Factor)
        }
        Formula::Under { base: of, under } => (format!("{}┬{}", base(of), grouped(under)), Bond::Loose),
        Formula::Over { base: of, over } => (format!("{}┴{}", base(of), grouped(over)), Bond::Loose),
        Formula::Accent { base: of, mark, below } => accent(of, mark, *below),
        // Every other kind is read where it is met.
        _ => (String::new(), Bond::Loose),
    }
}

/// Whether what stands below is a limit: of a name in several letters or of a sign.
fn is_limited(base: &Formula) -> bool {
    match base {
        Formula::Identifier(name) => name.chars().nth(1).is_some(),
        Formula::Operator(_) | Formula::Text(_) => true,
        _ => false,
    }
}

fn accent(of: &Formula, mark: &str, below: bool) -> (String, Bond) {
    let combining = match combining_mark(mark) {
        Some(_) if below && mark == "¯" => Some('\u{332}'),
        Some(_) if below => None,
        found => found,
    };
    match combining {
        Some(combining) => (format!("{}{combining}", base(of)), Bond::Atom),
        None => (
            format!("{}{}{mark}", base(of), if below { '┬' } else { '┴' }),
            Bond::Loose,
        ),
    }
}
