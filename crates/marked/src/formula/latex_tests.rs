//! Tests of `LaTeX`: what papers hold of it, and that what is written is read back.

use proptest::prelude::*;

use super::{Formula, FormulaError, boxed, samples};

fn read(latex: &str) -> String {
    let formula = Formula::of_latex(latex).unwrap_or_else(|error| panic!("{latex}: {error}"));
    let again = formula.to_latex();
    assert_eq!(Formula::of_latex(&again).as_ref(), Ok(&formula), "{latex} → {again}");
    assert_eq!(Formula::of_omml(&formula.to_omml()).as_ref(), Ok(&formula), "{latex}");
    assert_eq!(
        Formula::of_mathml(&formula.to_mathml()).as_ref(),
        Ok(&formula),
        "{latex}"
    );
    formula.to_linear()
}

#[test]
fn what_papers_hold_is_read() {
    for (latex, linear) in [
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"$2\frac12$", "2 1/2"),
        (r"x^2 + x_1^{n+1}", "x²+x₁^(n+1)"),
        (r"x^23", "x² 3"),
        (r"(x+1)^2", "(x+1)²"),
        (r"\sqrt[3]{x}+\sqrt{x+1}+\sqrt[n]x", "∛(x)+√(x+1)+√[n](x)"),
        (r"\left( 2, 3 \right)", "(2, 3)"),
        (r"\left(\frac{1}{2}\right)^{2}", "(1/2)²"),
        (r"\begin{bmatrix} 2 & -1 \\ 3 & 2 \end{bmatrix}", "[2, -1; 3, 2]"),
        (r"\left[\begin{array}{cc}2&-1\\3&2\\\end{array}\right]", "[2, -1; 3, 2]"),
        (r"\begin{cases} 5x-2y=11 \\ 3x+2y=13 \end{cases}", "{5x-2y=11; 3x+2y=13"),
        (r"\begin{cases} 1 & x>0 \\ 0 & x \le 0 \end{cases}", "{1 x>0; 0 x≤0"),
        (r"\left\{\begin{array}{l}x=1\\y=2\end{array}\right.", "{x=1; y=2"),
        (r"\sum_{i=1}^{n} i^2", "∑_(i=1)^(n) i²"),
        (r"\sum_{i=1}^n i + 1", "∑_(i=1)^(n) i+1"),
        (r"\int_0^1 x^2 \, dx", "∫_0^1 x² dx"),
        (r"\int\limits_0^1 {x_i}^2", "∫_0^1 (x_(i))²"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "lim_(x→0) ((sin x)/x)"),
        (r"\lim_{x\to 0}{f(x)}", "lim_(x→0) f(x)"),
        (r"\sin^2 \alpha + \cos^{2}\alpha = 1", "sin² α+cos² α=1"),
        (r"\log_2 8", "log₂ 8"),
        (r"^2\log 8", "²log 8"),
        (r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}", "x=(-b±√(b²-4ac))/(2a)"),
        (r"3\frac{2}{5}\times 2\frac12", "(3 2/5)×(2 1/2)"),
        (r"\frac34:\frac25", "(3/4):(2/5)"),
        (r"\binom{n}{k}", "(n¦k)"),
        (r"\overline{AB} \perp \vec{v}", "(AB)\u{305}⊥v\u{20d7}"),
        (r"f'(x) \times 10^{-3}", "f′(x)×10⁻³"),
        (r"90^\circ \text{ dan } 50\%", "90° dan 50%"),
        (r"\mathbb{R} \cup \{1,2\}", "ℝ∪{1,2}"),
        (r"3{,}14 \cdot r", "3,14·r"),
        (r"\underbrace{a+b}_{n}", "((a+b)┬⏟)┬(n)"),
        (r"\left| x \right|", "|x|"),
        (r"\[ x \]", "x"),
        (r"\left. x^2 \right|_0^1", "(x²|)₀¹"),
    ] {
        assert_eq!(read(latex), linear, "{latex}");
    }
}

#[test]
fn what_is_not_known_is_an_error() {
    let unknown = |what: &str| FormulaError::Unknown(what.to_owned());
    let malformed = |what: &str| FormulaError::Malformed(what.to_owned());
    for (latex, error) in [
        (r"\newcommand{x}{y}", unknown(r"\newcommand")),
        (r"\begin{tikzpicture}\end{tikzpicture}", unknown(r"\begin{tikzpicture}")),
        (r"\frac{1}", malformed("…")),
        (r"{x", malformed("…")),
        (r"x}", malformed("}")),
        (r"x^1^2", malformed("^")),
        (r"\left( x", malformed(r"\left")),
        (r"a & b", malformed("&")),
        (r"\text{x", malformed("{")),
    ] {
        assert_eq!(Formula::of_latex(latex), Err(error), "{latex}");
    }
    for nested in ["{", r"\sqrt", r"\sum", "x^{", r"\left(", r"\begin{matrix}"] {
        assert_eq!(
            Formula::of_latex(&nested.repeat(3000)),
            Err(FormulaError::TooDeep),
            "{nested}"
        );
    }
}

/// Whether `LaTeX` has a way to say it: functions with names, fences and marks that it knows.
fn can_be_said(formula: &Formula) -> bool {
    let here = match formula {
        Formula::Function { name, .. } => match &**name {
            Formula::Identifier(name) => name.len() > 1 && name.is_ascii(),
            _ => false,
        },
        Formula::Accent { base, mark, below } => {
            super::latex_symbols::mark_command(mark, *below).is_some() && !base.is_nothing()
        }
        Formula::Fenced {
            separator,
            items,
            open,
            close,
        } => {
            let mixed = matches!(separator.as_str(), "," | ";") && items.len() > 1;
            let cases = open == "{" && close.is_empty();
            !mixed && !cases || items.iter().all(|item| item.parts().is_empty())
        }
        Formula::Text(text) => !text.contains('"'),
        _ => true,
    };
    here && formula.parts().into_iter().all(can_be_said)
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(formula in samples::formulas().prop_filter("sayable", can_be_said)) {
        let latex = formula.to_latex();
        prop_assert_eq!(Formula::of_latex(&latex), Ok(formula), "{}", latex);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\\\(frac|left|right|begin|end|sum|text|sqrt|middle|hat|\\\\)|[{}()^_&\\[\\]x2',é~ ]|\\{matrix\\})*") {
        if let Ok(formula) = Formula::of_latex(&text) {
            let _ = formula.to_linear();
        }
    }
}

#[test]
fn pairs_and_cases_are_read_back() {
    let x = || Formula::Identifier("x".into());
    for separator in [",", ";", "|"] {
        let pair = Formula::Fenced {
            open: "(".into(),
            close: ")".into(),
            separator: separator.into(),
            items: vec![
                x(),
                Formula::Superscript {
                    base: boxed(x()),
                    script: boxed(x()),
                },
            ],
        };
        assert_eq!(Formula::of_latex(&pair.to_latex()), Ok(pair));
    }
}
