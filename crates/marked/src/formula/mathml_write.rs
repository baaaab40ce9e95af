//! The tree as `MathML` Core.
//!
//! Invariant: what a row cannot tell (fences, signs with limits, functions) is marked, so that the tree can be read back:
//! fences by `fence`, large signs by `largeop`, functions by the sign of their application.

use super::{Formula, is_integral};
use crate::elements::{element, escape, token};

/// What stands between a function and its argument, and shows nothing.
pub(super) const APPLIED: &str = "\u{2061}";

impl Formula {
    /// A `math` element.
    pub fn to_mathml(&self) -> String {
        let mut to = String::from("<math>");
        content(&mut to, self);
        to.push_str("</math>");
        to
    }

    /// A `math` element that says its linear reading to who cannot see it.
    pub fn to_mathml_with_alternative(&self) -> String {
        let mut to = String::from("<math alttext=\"");
        escape(&mut to, &self.to_linear());
        to.push_str("\">");
        content(&mut to, self);
        to.push_str("</math>");
        to
    }
}

/// The parts of a row one after the other, or the one part.
fn content(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Row(parts) => {
            for part in parts {
                slot(to, part);
            }
        }
        other => slot(to, other),
    }
}

/// Exactly one element.
fn slot(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Row(_) => element(to, "mrow", "", |to| content(to, formula)),
        Formula::Number(text) => token(to, "mn", "", text),
        Formula::Identifier(text) => token(to, "mi", "", text),
        Formula::Operator(text) => token(to, "mo", "", text),
        Formula::Text(text) => token(to, "mtext", "", &unbroken_ends(text)),
        Formula::Space => to.push_str(r#"<mspace width="0.3em"/>"#),
        Formula::Fraction {
            numerator,
            denominator,
            bar,
        } => {
            let attributes = if *bar { "" } else { NO_BAR };
            element(to, "mfrac", attributes, |to| slots(to, &[numerator, denominator]));
        }
        Formula::Binomial { upper, lower } => element(to, "mrow", "", |to| {
            fence(to, "(", OPENS);
            element(to, "mfrac", NO_BAR, |to| slots(to, &[upper, lower]));
            fence(to, ")", CLOSES);
        }),
        Formula::Root { degree: None, radicand } => element(to, "msqrt", "", |to| content(to, radicand)),
        Formula::Root {
            degree: Some(degree),
            radicand,
        } => element(to, "mroot", "", |to| slots(to, &[radicand, degree])),
        Formula::Fenced { .. } | Formula::Matrix { .. } | Formula::Equations { .. } => fences(to, formula),
        Formula::NAry { .. } | Formula::Function { .. } => applied(to, formula),
        _ => scripts(to, formula),
    }
}

/// What makes a fraction one without a bar.
const NO_BAR: &str = r#" linethickness="0""#;

fn slots(to: &mut String, formulas: &[&Formula]) {
    for formula in formulas {
        slot(to, formula);
    }
}

fn fence(to: &mut String, sign: &str, attributes: &str) {
    token(to, "mo", attributes, sign);
}

/// What makes a sign a fence on the left.
const OPENS: &str = r#" fence="true" form="prefix""#;
/// What makes a sign a fence on the right.
const CLOSES: &str = r#" fence="true" form="postfix""#;

/// Blanks at the ends as ones that do not break, as the others there count for nothing.
fn unbroken_ends(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let start = text.len() - text.trim_start_matches(' ').len();
    let end = text.len() - start - inner.len();
    format!("{}{inner}{}", "\u{a0}".repeat(start), "\u{a0}".repeat(end))
}

fn scripts(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Superscript { base, script } => element(to, "msup", "", |to| slots(to, &[base, script])),
        Formula::Subscript { base, script } => element(to, "msub", "", |to| slots(to, &[base, script])),
        Formula::SubSup { base, sub, sup } => element(to, "msubsup", "", |to| slots(to, &[base, sub, sup])),
        Formula::PreScripts { base, sub, sup } => element(to, "mmultiscripts", "", |to| {
            slot(to, base);
            to.push_str("<mprescripts/>");
            slots(to, &[sub, sup]);
        }),
        Formula::Under { base, under } => element(to, "munder", "", |to| slots(to, &[base, under])),
        Formula::Over { base, over } => element(to, "mover", "", |to| slots(to, &[base, over])),
        Formula::Accent { base, mark, below } => {
            let (name, attributes) = if *below {
                ("munder", r#" accentunder="true""#)
            } else {
                ("mover", r#" accent="true""#)
            };
            element(to, name, attributes, |to| {
                slot(to, base);
                token(to, "mo", "", mark);
            });
        }
        // Every other kind is written where it is met.
        _ => {}
    }
}

fn fences(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Fenced {
            open,
            close,
            separator,
            items,
        } => element(to, "mrow", "", |to| {
            fence(to, open, OPENS);
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    token(to, "mo", r#" separator="true""#, separator);
                }
                slot(to, item);
            }
            fence(to, close, CLOSES);
        }),
        Formula::Matrix { rows } => element(to, "mtable", "", |to| {
            for cells in rows {
                table_row(to, cells);
            }
        }),
        Formula::Equations { rows } => element(to, "mtable", r#" displaystyle="true""#, |to| {
            for row in rows {
                table_row(to, std::slice::from_ref(row));
            }
        }),
        _ => {}
    }
}

fn table_row(to: &mut String, cells: &[Formula]) {
    element(to, "mtr", "", |to| {
        for cell in cells {
            element(to, "mtd", "", |to| content(to, cell));
        }
    });
}

fn applied(to: &mut String, formula: &Formula) {
    element(to, "mrow", "", |to| match formula {
        Formula::Function { name, argument } => {
            slot(to, name);
            token(to, "mo", "", APPLIED);
            slot(to, argument);
        }
        Formula::NAry {
            operator,
            lower,
            upper,
            body,
        } => {
            let integral = is_integral(operator);
            let name = match (lower, upper, integral) {
                (None, None, _) => "",
                (Some(_), None, true) => "msub",
                (None, Some(_), true) => "msup",
                (Some(_), Some(_), true) => "msubsup",
                (Some(_), None, false) => "munder",
                (None, Some(_), false) => "mover",
                (Some(_), Some(_), false) => "munderover",
            };
            let sign = |to: &mut String| {
                token(to, "mo", r#" largeop="true""#, operator);
                for limit in [lower, upper].into_iter().flatten() {
                    slot(to, limit);
                }
            };
            if name.is_empty() {
                sign(to);
            } else {
                element(to, name, "", sign);
            }
            slot(to, body);
        }
        _ => {}
    });
}
