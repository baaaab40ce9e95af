//! The tree as Office Math.

use super::{Formula, marks::combining_mark};
use crate::elements::{end, escape, start, token};

impl Formula {
    /// An `m:oMath`, for a place where the prefix `m` stands for Office Math.
    pub fn to_omml(&self) -> String {
        let mut to = String::from("<m:oMath>");
        content(&mut to, self);
        to.push_str("</m:oMath>");
        to
    }
}

/// The parts of a row, or the one part.
fn content(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Row(parts) => {
            for part in parts {
                content(to, part);
            }
        }
        Formula::Number(text) | Formula::Operator(text) => run(to, "", text),
        Formula::Identifier(name) if name.chars().nth(1).is_none() => run(to, "", name),
        Formula::Identifier(name) => run(to, r#"<m:rPr><m:sty m:val="p"/></m:rPr>"#, name),
        Formula::Text(text) => run(to, "<m:rPr><m:nor/></m:rPr>", text),
        Formula::Space => run(to, "", " "),
        structure => write(to, structure),
    }
}

fn run(to: &mut String, properties: &str, text: &str) {
    start(to, "m:r", "");
    to.push_str(properties);
    token(to, "m:t", r#" xml:space="preserve""#, text);
    end(to, "m:r");
}

/// An element with properties and named parts.
fn element(to: &mut String, name: &str, properties: &[(&str, &str)], parts: &[(&str, &Formula)]) {
    open(to, name, properties);
    for (part, formula) in parts {
        slot(to, part, formula);
    }
    close(to, name);
}

fn open(to: &mut String, name: &str, properties: &[(&str, &str)]) {
    start(to, &of_math(name), "");
    if properties.is_empty() {
        return;
    }
    let group = format!("m:{name}Pr");
    start(to, &group, "");
    for (property, value) in properties {
        for part in ["<m:", property, " m:val=\""] {
            to.push_str(part);
        }
        escape(to, value);
        to.push_str("\"/>");
    }
    end(to, &group);
}

fn close(to: &mut String, name: &str) {
    end(to, &of_math(name));
}

/// The name of an element of Office Math.
fn of_math(name: &str) -> String {
    format!("m:{name}")
}

fn slot(to: &mut String, name: &str, formula: &Formula) {
    let name = of_math(name);
    start(to, &name, "");
    content(to, formula);
    end(to, &name);
}

/// The properties of a fraction without a bar.
const NO_BAR: &[(&str, &str)] = &[("type", "noBar")];

fn write(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Fraction {
            numerator,
            denominator,
            bar,
        } => {
            let properties = if *bar { &[] } else { NO_BAR };
            element(to, "f", properties, &[("num", numerator), ("den", denominator)]);
        }
        Formula::Binomial { upper, lower } => {
            to.push_str("<m:d><m:e>");
            element(to, "f", NO_BAR, &[("num", upper), ("den", lower)]);
            to.push_str("</m:e></m:d>");
        }
        Formula::Root { degree, radicand } => match degree {
            Some(degree) => element(to, "rad", &[], &[("deg", degree), ("e", radicand)]),
            None => element(
                to,
                "rad",
                &[("degHide", "1")],
                &[("deg", &Formula::nothing()), ("e", radicand)],
            ),
        },
        Formula::Fenced { .. } | Formula::Matrix { .. } | Formula::Equations { .. } => fences(to, formula),
        Formula::NAry {
            operator,
            lower,
            upper,
            body,
        } => nary(to, operator, [lower.as_deref(), upper.as_deref()], body),
        Formula::Function { name, argument } => element(to, "func", &[], &[("fName", name), ("e", argument)]),
        Formula::Accent { base, mark, below } => accent(to, base, mark, *below),
        _ => scripts(to, formula),
    }
}

fn scripts(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Superscript { base, script } => element(to, "sSup", &[], &[("e", base), ("sup", script)]),
        Formula::Subscript { base, script } => element(to, "sSub", &[], &[("e", base), ("sub", script)]),
        Formula::SubSup { base, sub, sup } => {
            element(to, "sSubSup", &[], &[("e", base), ("sub", sub), ("sup", sup)]);
        }
        Formula::PreScripts { base, sub, sup } => {
            element(to, "sPre", &[], &[("sub", sub), ("sup", sup), ("e", base)]);
        }
        Formula::Under { base, under } => element(to, "limLow", &[], &[("e", base), ("lim", under)]),
        Formula::Over { base, over } => element(to, "limUpp", &[], &[("e", base), ("lim", over)]),
        // Every other kind is written where it is met.
        _ => {}
    }
}

fn fences(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Fenced {
            open: begin,
            close: end,
            separator,
            items,
        } => {
            open(to, "d", &[("begChr", begin), ("sepChr", separator), ("endChr", end)]);
            for item in items {
                slot(to, "e", item);
            }
            close(to, "d");
        }
        Formula::Matrix { rows } => {
            open(to, "m", &[]);
            for cells in rows {
                open(to, "mr", &[]);
                for cell in cells {
                    slot(to, "e", cell);
                }
                close(to, "mr");
            }
            close(to, "m");
        }
        Formula::Equations { rows } => {
            open(to, "eqArr", &[]);
            for row in rows {
                slot(to, "e", row);
            }
            close(to, "eqArr");
        }
        _ => {}
    }
}

fn nary(to: &mut String, operator: &str, [lower, upper]: [Option<&Formula>; 2], body: &Formula) {
    let place = if super::is_integral(operator) {
        "subSup"
    } else {
        "undOvr"
    };
    let mut properties = vec![("chr", operator), ("limLoc", place)];
    if lower.is_none() {
        properties.push(("subHide", "1"));
    }
    if upper.is_none() {
        properties.push(("supHide", "1"));
    }
    let nothing = Formula::nothing();
    let parts = [
        ("sub", lower.unwrap_or(&nothing)),
        ("sup", upper.unwrap_or(&nothing)),
        ("e", body),
    ];
    element(to, "nary", &properties, &parts);
}

fn accent(to: &mut String, base: &Formula, mark: &str, below: bool) {
    let position = if below { "bot" } else { "top" };
    match combining_mark(mark) {
        _ if mark == "¯" => element(to, "bar", &[("pos", position)], &[("e", base)]),
        Some(combining) if !below => element(to, "acc", &[("chr", &combining.to_string())], &[("e", base)]),
        _ => element(to, "groupChr", &[("chr", mark), ("pos", position)], &[("e", base)]),
    }
}
