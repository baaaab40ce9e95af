//! What other programs write into cells and lines.

use marked::Style;

use super::*;

fn shown(text: &str) -> String {
    words(&read(text).content).to_text().plain().to_owned()
}

#[test]
fn html_becomes_its_marks() {
    for (text, is_html, plain) in [
        (
            "<p>H<sub>2</sub>O &amp; &nbsp;x</p><p>baris</p>",
            true,
            "H₂O &  x\nbaris",
        ),
        ("satu<br>dua<br/>tiga", true, "satu\ndua\ntiga"),
        ("2<sup>3</sup>", true, "2³"),
        ("<p><b><i>x</b></i></p>", true, "x"),
        ("a < b dan c > d", false, "a < b dan c > d"),
        ("Apa fungsi tag <br> ?", false, "Apa fungsi tag <br> ?"),
        ("Tag <b> dipakai", false, "Tag <b> dipakai"),
    ] {
        assert_eq!((read(text).is_html, shown(text)), (is_html, plain.to_owned()), "{text}");
    }
    let found = read("<p>H<sub>2</sub>O</p>").content;
    assert!(
        matches!(&found[1], Inline::Styled { style: Style::Sub, .. }),
        "{found:?}"
    );
}

#[test]
fn formulas_are_read_and_prices_are_not() {
    let found = read("Hitung $x^2$ dan \\(\\frac{1}{2}\\).");
    let count = found
        .content
        .iter()
        .filter(|part| matches!(part, Inline::Formula(_)))
        .count();
    assert_eq!((count, found.unreadable), (2, None));
    assert_eq!(shown("Harga $5 dan $10"), "Harga $5 dan $10");
    let found = read("$\\frac{1$");
    assert!(found.unreadable.is_some());
    assert_eq!(words(&found.content).as_str(), "$\\frac{1$");
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "([<>/&;$\\\\(){}^_ é\n]|p|b|br|sup|img|nbsp|frac|#x1F){0,40}") {
        shown(&text);
    }
}
