//! Tests of EQ fields.

use proptest::prelude::*;

use super::{Formula, FormulaError};

fn read(field: &str) -> String {
    let formula = Formula::of_eq_field(field).unwrap_or_else(|error| panic!("{field}: {error}"));
    assert_eq!(Formula::of_omml(&formula.to_omml()).as_ref(), Ok(&formula), "{field}");
    assert_eq!(
        Formula::of_mathml(&formula.to_mathml()).as_ref(),
        Ok(&formula),
        "{field}"
    );
    formula.to_linear()
}

#[test]
fn what_papers_hold_is_read() {
    for (field, linear) in [
        (r"eq \f(1,2)", "1/2"),
        (r" EQ  2\F(1;2) \* MERGEFORMAT ", "2 1/2"),
        (r"eq \f(1,5;2)", "1,5/2"),
        (r"eq \r(3,x)", "∛(x)"),
        (r"eq \r(x+1)", "√(x+1)"),
        (r"eq x\s\up8(2)+y\s\do3(1)", "x²+y₁"),
        (r"eq x\s\up8(2)\s\do4(1)", "x₁²"),
        (r"eq a\s(2,1)", "a₁²"),
        (r"eq \b\bc\[(\a\ac\co2\vs3\hs3(2,-1,3,2))", "[2, -1; 3, 2]"),
        (r"eq \b\lc\{(\a\al(5x-2y=11,3x+2y=13))", "{5x-2y=11; 3x+2y=13"),
        (r"eq \b(2,3)", "(2, 3)"),
        (r"eq \b\bc\|(x)", "|x|"),
        (r"eq \i\su(i=1,n,i\s\up6(2))", "∑_(i=1)^(n) i²"),
        (r"eq \i\in(0,1,2x dx)", "∫_0^1 2x dx"),
        (r"eq \i(,,x)", "∫ x"),
        (r"eq \i\fc\∮(0,1,x)", "∮_0^1 x"),
        (r"eq \o(x,¯)", "x\u{305}"),
        (r"eq \o\ac(=,/)", "≠"),
        (r"eq A\o(\s\up5(2),\s\do5(1))", "A₁²"),
        (r"eq \x\to(AB)", "(AB)\u{305}"),
        (r"eq \x(x+1)", "x+1"),
        (r"eq \l(a,b)", "a,b"),
        (r"eq f(x,y)=\f(x,f(1,2))", "f(x,y)=x/(f(1,2))"),
        (r"eq \f(1\,5,2)", "1,5/2"),
        (r"eq \(2\)\\", r"(2)\"),
        (r"eq 2\d\fo5()x", "2 x"),
    ] {
        assert_eq!(read(field), linear, "{field}");
    }
}

#[test]
fn what_is_not_known_is_an_error() {
    let unknown = |what: &str| FormulaError::Unknown(what.to_owned());
    let malformed = |what: &str| FormulaError::Malformed(what.to_owned());
    for (field, error) in [
        (r"eq \q(1)", unknown(r"\q")),
        (r"eq \f\up(1,2)", unknown(r"\f\up")),
        (r"eq \f(1)", malformed(r"\f")),
        (r"eq \f(1,2,3)", malformed(r"\f")),
        (r"eq \f(1,2", malformed(r"\f")),
        (r"eq \f", malformed(r"\f")),
        (r"eq 1)", malformed(")")),
        (r"eq \o(a,b)", malformed(r"\o")),
        (r"eq \a\co0(1,2)", malformed(r"\co0")),
        ("eq \\", malformed("\\")),
        ("PAGE", unknown("PAGE")),
    ] {
        assert_eq!(Formula::of_eq_field(field), Err(error), "{field}");
    }
    let nested = format!("eq {}", r"\r(".repeat(5000));
    assert_eq!(Formula::of_eq_field(&nested), Err(FormulaError::TooDeep));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\\\(f|r|s|b|a|i|o|x|l|d|up8|do|co2|lc|bc|su|to|\\(|,|\\*)|[(),; x2é])*") {
        if let Ok(formula) = Formula::of_eq_field(&format!("eq {text}")) {
            prop_assert_eq!(Formula::of_mathml(&formula.to_mathml()), Ok(formula));
        }
    }
}
