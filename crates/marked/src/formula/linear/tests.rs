//! Tests of the linear reading, over the shapes that exam papers have.

use proptest::prelude::*;

use super::*;
use crate::formula::{FormulaError, boxed, samples};

fn read(omml: &str) -> String {
    let formula = Formula::of_omml(&format!("<m:oMath>{omml}</m:oMath>")).unwrap();
    assert_eq!(Formula::of_omml(&formula.to_omml()).as_ref(), Ok(&formula), "{omml}");
    assert_eq!(
        Formula::of_mathml(&formula.to_mathml()).as_ref(),
        Ok(&formula),
        "{omml}"
    );
    formula.to_linear()
}

fn r(text: &str) -> String {
    format!("<m:r><m:t>{text}</m:t></m:r>")
}

fn e(inner: &str) -> String {
    format!("<m:e>{inner}</m:e>")
}

fn fraction(above: &str, below: &str) -> String {
    format!("<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>")
}

fn raised(base: &str, script: &str) -> String {
    format!("<m:sSup>{}<m:sup>{script}</m:sup></m:sSup>", e(base))
}

#[test]
fn matrices_keep_rows_and_columns() {
    let row = |a: &str, b: &str| format!("<m:mr>{}{}</m:mr>", e(&r(a)), e(&r(b)));
    let matrix = format!("<m:m>{}{}</m:m>", row("2", "-1"), row("3", "2"));
    let fences = r#"<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>"#;
    assert_eq!(read(&format!("<m:d>{fences}{}</m:d>", e(&matrix))), "[2, -1; 3, 2]");
    assert_eq!(read(&matrix), "■(2, -1; 3, 2)");
}

#[test]
fn systems_keep_their_equations_apart() {
    let array = format!(
        "<m:eqArr>{}{}</m:eqArr>",
        e(&r("&amp;5x-2y=11")),
        e(&r("&amp;3x+2y=13"))
    );
    let fences = r#"<m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr>"#;
    assert_eq!(
        read(&format!("<m:d>{fences}{}</m:d>", e(&array))),
        "{5x-2y=11; 3x+2y=13"
    );
}

#[test]
fn roots_say_what_they_are_of() {
    let square = r#"<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>"#;
    assert_eq!(read(&format!("{square}{}</m:rad>", e(&r("x+1")))), "√(x+1)");
    let root = |degree: &str| format!("<m:rad><m:deg>{}</m:deg>{}</m:rad>", r(degree), e(&r("x")));
    assert_eq!(read(&root("3")), "∛(x)");
    assert_eq!(read(&root("5")), "√[5](x)");
}

#[test]
fn a_power_of_a_sum_is_not_one_of_its_last_term() {
    assert_eq!(read(&raised(&r("x+1"), &r("2"))), "(x+1)²");
    assert_eq!(read(&raised(&r("x"), &r("n+1"))), "x^(n+1)");
    assert_eq!(read(&raised(&r("10"), &r("-3"))), "10⁻³");
    assert_eq!(read(&raised(&raised(&r("x"), &r("2")), &r("3"))), "(x²)³");
    assert_eq!(read(&raised(&r("f"), &r("′"))), "f′");
    assert_eq!(read(&raised("", &r("2"))), "²");
    assert_eq!(read(&format!("{}{}", r("x"), raised("", &r("2")))), "x()²");
}

#[test]
fn signs_with_limits_say_both() {
    let sum = format!(
        r#"<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup>{}</m:nary>"#,
        r("i=1"),
        r("n"),
        e(&raised(&r("i"), &r("2")))
    );
    assert_eq!(read(&sum), "∑_(i=1)^(n) i²");
    assert_eq!(read(&format!("{sum}{}", r("+1"))), "∑_(i=1)^(n) i²+1");
    assert_eq!(
        read(&sum.replace("<m:t>i</m:t>", "<m:t>i+1</m:t>")),
        "∑_(i=1)^(n) (i+1)²"
    );
    let integral = format!(
        "<m:nary><m:naryPr/><m:sub>{}</m:sub><m:sup>{}</m:sup>{}</m:nary>",
        r("0"),
        r("1"),
        e(&r("2x dx"))
    );
    assert_eq!(read(&integral), "∫_0^1 2x dx");
    assert_eq!(
        read(&integral.replace("<m:naryPr/>", r#"<m:naryPr><m:supHide m:val="1"/></m:naryPr>"#)),
        "∫_0 2x dx"
    );
}

#[test]
fn pairs_keep_what_parts_them() {
    let pair = |properties: &str| format!("<m:d>{properties}{}{}</m:d>", e(&r("2")), e(&r("3")));
    assert_eq!(read(&pair(r#"<m:dPr><m:sepChr m:val=","/></m:dPr>"#)), "(2, 3)");
    assert_eq!(read(&pair(r#"<m:dPr><m:sepChr m:val=""/></m:dPr>"#)), "(2 3)");
    // Word shows a bar where nothing else is said.
    assert_eq!(read(&pair("")), "(2|3)");
}

#[test]
fn a_mixed_number_is_no_longer_number() {
    let half = fraction(&r("1"), &r("2"));
    assert_eq!(read(&format!("{}{half}", r("2"))), "2 1/2");
    assert_eq!(read(&format!("{}{half}{}", r("2"), r("x"))), "(2 1/2)x");
    assert_eq!(read(&format!("{half}{}", r("x"))), "(1/2)x");
    assert_eq!(read(&fraction(&r("1"), &r("2x"))), "1/(2x)");
    assert_eq!(read(&fraction(&r("a+b"), &r("c"))), "(a+b)/c");
    assert_eq!(read(&format!("{}{half}{}", r("x="), r("-y"))), "x=1/2-y");
    assert_eq!(read(&format!("{}{half}", r("3x="))), "3x=1/2");
}

#[test]
fn a_binomial_is_no_fraction() {
    let over = format!(
        r#"<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{}</m:num><m:den>{}</m:den></m:f>"#,
        r("5"),
        r("2")
    );
    assert_eq!(read(&format!("<m:d>{}</m:d>", e(&over))), "(5¦2)");
}

#[test]
fn limits_stand_below_their_function() {
    let name = format!("<m:limLow>{}<m:lim>{}</m:lim></m:limLow>", e(&r("lim")), r("x→0"));
    let of = |inner: &str| format!("<m:func><m:fName>{name}</m:fName>{}</m:func>", e(inner));
    assert_eq!(read(&of(&r("2x"))), "lim_(x→0) 2x");
    assert_eq!(read(&of(&r("x+1"))), "lim_(x→0) (x+1)");
    let sine = format!("<m:func><m:fName>{}</m:fName>{}</m:func>", r("sin"), e(&r("x")));
    assert_eq!(read(&of(&fraction(&sine, &r("x")))), "lim_(x→0) (sin x)/x");
}

#[test]
fn marks_stay_on_their_letters() {
    let bar = |text: &str| {
        format!(
            r#"<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>{}</m:bar>"#,
            e(&r(text))
        )
    };
    assert_eq!(read(&bar("x")), "x\u{305}");
    assert_eq!(read(&bar("AB")), "(AB)\u{305}");
    let arrow = format!(r#"<m:acc><m:accPr><m:chr m:val="⃗"/></m:accPr>{}</m:acc>"#, e(&r("v")));
    assert_eq!(read(&arrow), "v\u{20d7}");
    let brace = format!("<m:groupChr>{}</m:groupChr>", e(&r("a+b")));
    assert_eq!(read(&brace), "(a+b)┬⏟");
}

#[test]
fn runs_may_be_split_anywhere() {
    assert_eq!(read(&format!("{}{}{}", r("1"), r("0"), r("x"))), "10x");
    assert_eq!(read(&format!("{}{}", r("si"), r("n"))), "sin");
    assert_eq!(
        read("<m:r><m:rPr><m:nor/></m:rPr><m:t>luas = </m:t></m:r><m:r><m:t>4</m:t></m:r>"),
        "luas = 4"
    );
    assert_eq!(
        read(r#"<m:r><m:rPr><m:scr m:val="double-struck"/></m:rPr><m:t>R</m:t></m:r>"#),
        "ℝ"
    );
}

#[test]
fn what_is_not_known_is_an_error() {
    for (omml, what) in [
        ("<m:new/>", FormulaError::Unknown("new".into())),
        ("<m:r><w:drawing/></m:r>", FormulaError::Unknown("drawing".into())),
        ("<m:f><m:num/></m:f>", FormulaError::Malformed("f".into())),
    ] {
        assert_eq!(Formula::of_omml(omml), Err(what), "{omml}");
    }
    let nested = format!("{}{}", "<m:box><m:e>".repeat(120), "</m:e></m:box>".repeat(120));
    assert_eq!(Formula::of_omml(&nested), Ok(Formula::nothing()));
    let nested = format!("{}x{}", "<m:rad><m:deg/><m:e>".repeat(40), "</m:e></m:rad>".repeat(40));
    assert_eq!(Formula::of_omml(&nested), Err(FormulaError::TooDeep));
}

#[test]
fn deep_formulas_take_no_longer_than_their_size() {
    let nest = |make: &dyn Fn(Formula) -> Formula| {
        let deep = (0..30).fold(Formula::Identifier("x".into()), |inner, _| make(inner));
        let formula = deep.canonical();
        assert!(formula.to_linear().len() < 500);
        assert_eq!(Formula::of_mathml(&formula.to_mathml()).as_ref(), Ok(&formula));
        assert_eq!(Formula::of_omml(&formula.to_omml()).as_ref(), Ok(&formula));
        assert_eq!(Formula::of_latex(&formula.to_latex()).as_ref(), Ok(&formula));
    };
    let two = || boxed(Formula::Number("2".into()));
    nest(&|inner| Formula::Fraction {
        numerator: boxed(inner),
        denominator: two(),
        bar: true,
    });
    nest(&|inner| Formula::Superscript {
        base: boxed(inner),
        script: two(),
    });
    nest(&|inner| Formula::Function {
        name: boxed(inner),
        argument: boxed(Formula::nothing()),
    });
    nest(&|inner| Formula::NAry {
        operator: "∑".into(),
        lower: Some(boxed(inner)),
        upper: None,
        body: two(),
    });
    nest(&|inner| Formula::Matrix {
        rows: vec![vec![inner]],
    });
}

#[test]
fn tracked_changes_are_taken_as_made() {
    assert_eq!(
        read(&format!(
            "<w:del>{}</w:del><w:ins>{}</w:ins><w:bookmarkStart w:id=\"1\"/>{}",
            r("9"),
            r("2"),
            r("x")
        )),
        "2x"
    );
    let phantom = |show: &str| {
        format!(
            r#"<m:phant><m:phantPr><m:show m:val="{show}"/></m:phantPr>{}</m:phant>"#,
            e(&r("y"))
        )
    };
    assert_eq!(read(&format!("{}{}{}", r("x"), phantom("0"), r("z"))), "x z");
    assert_eq!(read(&format!("{}{}{}", r("x"), phantom("1"), r("z"))), "xyz");
}

proptest! {
    #[test]
    fn every_formula_reads_as_one_line(formula in samples::formulas()) {
        prop_assert!(!formula.to_linear().contains('\n'));
    }
}
