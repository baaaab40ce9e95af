//! The tree as `LaTeX`, in the commands of `amsmath` and `mathtools`.

use super::{
    Formula,
    latex_symbols::{command, is_name, large_command, mark_command, takes_limits},
    letters::{self, Alphabet},
};

impl Formula {
    /// The formula in `LaTeX`, without the signs that set a formula apart from text.
    pub fn to_latex(&self) -> String {
        let mut to = String::new();
        content(&mut to, self, Signs::Free);
        to.trim_end().to_owned()
    }
}

/// Whether signs could be taken for what parts the items between fences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signs {
    Free,
    Guarded,
}

/// The parts of a row, or the one part.
fn content(to: &mut String, formula: &Formula, signs: Signs) {
    let parts = match formula {
        Formula::Row(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    for part in parts {
        let mut text = String::new();
        match part {
            Formula::Operator(sign) if signs == Signs::Guarded && matches!(sign.as_str(), "," | ";") => {
                text = format!("{{{sign}}}");
            }
            part => write(&mut text, part),
        }
        // A group behind a name would be what the name is applied to, and digits behind digits would be one number.
        let runs_on =
            to.ends_with(|char: char| char.is_ascii_digit()) && text.starts_with(|char: char| char.is_ascii_digit());
        if runs_on || (text.starts_with('{') && ends_in_name(to)) {
            to.push_str("{}");
        }
        to.push_str(&text);
    }
}

/// Whether a text ends in a name, as the writer ends names: with a blank or in braces.
fn ends_in_name(text: &str) -> bool {
    text.ends_with([' ', '}'])
}

fn group(to: &mut String, formula: &Formula) {
    to.push('{');
    content(to, formula, Signs::Free);
    to.push('}');
}

fn named(to: &mut String, name: &str, groups: &[&Formula]) {
    to.push('\\');
    to.push_str(name);
    for formula in groups {
        group(to, formula);
    }
}

fn write(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Row(_) => group(to, formula),
        Formula::Number(digits) => to.push_str(&digits.replace(',', "{,}")),
        Formula::Identifier(name) => identifier(to, name),
        Formula::Operator(sign) => operator(to, sign),
        Formula::Text(text) => words(to, text),
        Formula::Space => to.push_str("\\;"),
        Formula::Fraction {
            numerator,
            denominator,
            bar,
        } => {
            let name = if *bar { "frac" } else { "genfrac{}{}{0pt}{}" };
            named(to, name, &[numerator, denominator]);
        }
        Formula::Binomial { upper, lower } => named(to, "binom", &[upper, lower]),
        Formula::Root { degree, radicand } => {
            to.push_str("\\sqrt");
            if let Some(degree) = degree {
                to.push('[');
                group(to, degree);
                to.push(']');
            }
            group(to, radicand);
        }
        Formula::Fenced { .. } | Formula::Matrix { .. } | Formula::Equations { .. } => fences(to, formula),
        Formula::NAry { .. } => nary(to, formula),
        Formula::Function { name, argument } => {
            write(to, name);
            group(to, argument);
        }
        _ => scripts(to, formula),
    }
}

fn nary(to: &mut String, formula: &Formula) {
    let Formula::NAry {
        operator,
        lower,
        upper,
        body,
    } = formula
    else {
        return;
    };
    match large_command(operator) {
        Some(name) => named(to, name, &[]),
        None => named(to, &format!("mathop{{{operator}}}\\limits"), &[]),
    }
    script(to, '_', lower.as_deref());
    script(to, '^', upper.as_deref());
    group(to, body);
}

fn script(to: &mut String, sign: char, formula: Option<&Formula>) {
    if let Some(formula) = formula {
        to.push(sign);
        group(to, formula);
    }
}

/// What a script is put on. What has scripts of its own, or takes limits, is held together.
fn base(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Identifier(name) if takes_limits(name) => group(to, formula),
        Formula::Number(digits) if digits.contains(',') => group(to, formula),
        Formula::Number(_) | Formula::Identifier(_) | Formula::Operator(_) | Formula::Fenced { .. } => {
            write(to, formula)
        }
        _ => group(to, formula),
    }
}

fn scripts(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Superscript { base: of, script: up } => {
            base(to, of);
            script(to, '^', Some(up));
        }
        Formula::Subscript { base: of, script: low } => {
            base(to, of);
            script(to, '_', Some(low));
        }
        Formula::SubSup { base: of, sub, sup } => {
            base(to, of);
            script(to, '_', Some(sub));
            script(to, '^', Some(sup));
        }
        Formula::PreScripts { base: of, sub, sup } => named(to, "prescript", &[sup, sub, of]),
        Formula::Under { base: of, under } => match &**of {
            Formula::Identifier(name) if takes_limits(name) => {
                named(to, name, &[]);
                script(to, '_', Some(under));
            }
            _ => named(to, "underset", &[under, of]),
        },
        Formula::Over { base: of, over } => named(to, "overset", &[over, of]),
        Formula::Accent { base: of, mark, below } => {
            if let Some(name) = mark_command(mark, *below) {
                named(to, name, &[of]);
            } else {
                let name = if *below { "underset" } else { "overset" };
                named(to, name, &[&Formula::Operator(mark.clone()), of]);
            }
        }
        // Every other kind is written where it is met.
        _ => {}
    }
}

fn identifier(to: &mut String, name: &str) {
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => match (letters::plain(only), command(only)) {
            (Some((alphabet, plain)), _) => in_alphabet(to, alphabet, &plain.to_string()),
            (None, Some(name)) => {
                named(to, name, &[]);
                to.push(' ');
            }
            (None, None) => to.push(only),
        },
        _ if is_name(name) => {
            named(to, name, &[]);
            to.push(' ');
        }
        (first, _) => {
            let alphabet = first.and_then(letters::plain).map(|(alphabet, _)| alphabet);
            let plain: Option<String> = name.chars().map(|char| Some(letters::plain(char)?.1)).collect();
            match (alphabet, plain) {
                (Some(alphabet), Some(plain)) if letters::set_in(&plain, alphabet) == name => {
                    in_alphabet(to, alphabet, &plain);
                }
                _ => in_alphabet(to, Alphabet::Plain, name),
            }
        }
    }
}

fn in_alphabet(to: &mut String, alphabet: Alphabet, text: &str) {
    let name = match alphabet {
        Alphabet::Plain => "operatorname",
        Alphabet::Bold => "mathbf",
        Alphabet::Script => "mathcal",
        Alphabet::Fraktur => "mathfrak",
        Alphabet::DoubleStruck => "mathbb",
    };
    named(to, name, &[]);
    to.push('{');
    to.push_str(text);
    to.push('}');
}

fn operator(to: &mut String, sign: &str) {
    match sign.chars().next() {
        Some(char @ ('#' | '$' | '%' | '&' | '_' | '{' | '}')) => {
            to.push('\\');
            to.push(char);
        }
        Some('<' | '>' | '|' | ':') | None => to.push_str(sign),
        Some(char) => match command(char) {
            Some(name) => {
                named(to, name, &[]);
                to.push(' ');
            }
            None => to.push(char),
        },
    }
}

fn words(to: &mut String, text: &str) {
    to.push_str("\\text{");
    for char in text.chars() {
        match char {
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => to.extend(['\\', char]),
            '\\' => to.push_str("\\textbackslash{}"),
            '~' => to.push_str("\\textasciitilde{}"),
            '^' => to.push_str("\\textasciicircum{}"),
            char => to.push(char),
        }
    }
    to.push('}');
}

/// A fence, or what stands for a missing one.
fn fence(to: &mut String, sign: &str) {
    match sign {
        "" => to.push('.'),
        sign => operator(to, sign),
    }
}

fn fences(to: &mut String, formula: &Formula) {
    match formula {
        Formula::Fenced { open, close, items, .. }
            if open == "{" && close.is_empty() && matches!(items.as_slice(), [Formula::Equations { .. }]) =>
        {
            if let [Formula::Equations { rows }] = items.as_slice() {
                environment(to, "cases", rows.iter().map(std::slice::from_ref));
            }
        }
        Formula::Fenced {
            open,
            close,
            separator,
            items,
        } => {
            to.push_str("\\left");
            fence(to, open);
            for (index, item) in items.iter().enumerate() {
                match separator.as_str() {
                    _ if index == 0 => {}
                    "," | ";" => to.push_str(separator),
                    other => {
                        to.push_str("\\middle");
                        fence(to, other);
                    }
                }
                content(to, item, Signs::Guarded);
            }
            to.push_str("\\right");
            fence(to, close);
        }
        Formula::Matrix { rows } => environment(to, "matrix", rows.iter().map(Vec::as_slice)),
        Formula::Equations { rows } => environment(to, "aligned", rows.iter().map(std::slice::from_ref)),
        _ => {}
    }
}

fn environment<'f>(to: &mut String, name: &str, rows: impl Iterator<Item = &'f [Formula]>) {
    to.push_str(&["\\begin{", name, "}"].concat());
    for (index, cells) in rows.enumerate() {
        if index > 0 {
            to.push_str("\\\\");
        }
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                to.push('&');
            }
            let mut text = String::new();
            content(&mut text, cell, Signs::Free);
            // A row needs something in it, and a bracket at its beginning would be a distance.
            if text.is_empty() || text.starts_with('[') {
                to.push_str("{}");
            }
            to.push_str(&text);
        }
    }
    to.push_str(&["\\end{", name, "}"].concat());
}
