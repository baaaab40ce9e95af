//! What is cut, joined and converted keeps its styles and objects.

use super::*;

fn bold() -> Styles {
    Styles::NONE.with(Style::Bold, true)
}

fn styled(parts: &[(&str, Styles)]) -> StyledText {
    let mut text = StyledText::default();
    for (part, styles) in parts {
        text.push_str(part, *styles);
    }
    text
}

fn markup(text: &StyledText) -> String {
    text.to_marked().to_markup()
}

#[test]
fn what_is_cut_off_takes_its_styles_with_it() {
    let text = styled(&[("A. bold", bold()), (" text", Styles::NONE)]);
    let (_, rest) = text.as_str().split_once(". ").unwrap();
    assert_eq!(markup(&text.part(rest)), "<p><b>bold</b> text</p>");
    assert_eq!(markup(&text.part(&rest[..4]).trimmed()), "<p><b>bold</b></p>");
    assert_eq!(text.part(&rest[..4]).common_styles(), bold());
    assert_eq!(text.common_styles(), Styles::NONE);
}

#[test]
fn lines_are_parted_and_joined_with_their_objects() {
    let mut text = styled(&[("satu\ndua ", bold())]);
    text.push_object(Object::Formula(Formula::Number("1".to_owned())));
    text.push_str("\n.", Styles::NONE);
    let lines: Vec<StyledText> = text.lines().collect();
    let shown: Vec<String> = lines.iter().map(markup).collect();
    assert_eq!(
        shown,
        [
            "<p><b>satu</b></p>",
            "<p><b>dua </b><math><mn>1</mn></math></p>",
            "<p>.</p>"
        ]
    );
    let again = StyledText::joined(&lines, "\n");
    assert_eq!(again.to_marked(), text.to_marked());
    assert_eq!(text.on_one_line().as_str(), "satu dua \u{fffc} .");
}

#[test]
fn what_is_cut_off_at_the_end_is_gone_whole() {
    let mut text = styled(&[("abc", Styles::NONE), ("def", bold())]);
    text.push_object(Object::Formula(Formula::Number("1".to_owned())));
    let mut short = text.clone();
    short.truncate(4);
    assert_eq!(short, text.slice(0..4));
    text.truncate(9);
    assert_eq!(markup(&text), "<p>abc<b>def</b><math><mn>1</mn></math></p>");
}

#[test]
fn tables_part_the_paragraph_that_they_stand_in() {
    let mut text = StyledText::of("lihat");
    text.push_object(Object::Table {
        header: false,
        rows: vec![vec![StyledText::of("a"), StyledText::of("b\nc")]],
    });
    assert_eq!(
        markup(&text),
        "<p>lihat</p><table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>"
    );
    assert_eq!(text.reading(), "lihat\na | b c");
}

#[test]
fn blanks_are_set_in_a_style_only_where_it_is_seen() {
    let underlined = Styles::NONE.with(Style::Underline, true);
    let text = styled(&[
        ("a", Styles::NONE),
        (" ", bold()),
        ("b", Styles::NONE),
        ("   ", underlined),
    ]);
    assert_eq!(markup(&text), "<p>a b<u>   </u></p>");
}

#[test]
fn text_without_marks_is_plain() {
    let text = StyledText::of("a\u{fffc}b\n\nc");
    assert_eq!(text.to_text(), "ab\n\nc");
    assert_eq!(text.to_text().marked(), text.to_marked());
}

#[test]
fn a_raised_character_is_not_lowered() {
    let raised = Styles::NONE.with(Style::Sub, true).with(Style::Sup, true);
    assert!(raised.has(Style::Sup) && !raised.has(Style::Sub));
    assert_eq!(raised.with(Style::Sup, false), Styles::NONE);
}
