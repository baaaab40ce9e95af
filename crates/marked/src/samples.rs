//! Marked texts for tests, and the tests of the stored form.

use proptest::prelude::*;

use crate::{Block, Hash, Inline, Marked, MarkupError, Mistake, Style, formula::samples::formulas};

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        "( |a|<b>|&amp;|\"|é|\n|\r|\u{1}|\u{feff}){0,4}".prop_map(Inline::Text),
        Just(Inline::Break),
        ("[ab]", "[a-c\\]\"<\n]{0,3}").prop_map(|(digit, alt)| Inline::Picture {
            hash: Hash::parse(&digit.repeat(64)).unwrap(),
            alt
        }),
        formulas().prop_map(Inline::Formula),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        (0..6_usize, prop::collection::vec(inner, 0..3)).prop_map(|(style, content)| Inline::Styled {
            style: Style::ELEMENTS[style].0,
            content,
        })
    })
}

/// Marked texts of every kind.
pub(crate) fn marked() -> impl Strategy<Value = Marked> {
    let paragraph = prop::collection::vec(inline(), 0..4).prop_map(Block::Paragraph);
    let block = paragraph.prop_recursive(3, 12, 3, |inner| {
        let blocks = prop::collection::vec(inner, 0..3);
        let cells = prop::collection::vec(blocks.clone(), 0..3);
        prop_oneof![
            (any::<bool>(), cells.clone()).prop_map(|(ordered, items)| Block::List { ordered, items }),
            (any::<bool>(), prop::collection::vec(cells, 0..3))
                .prop_map(|(header, rows)| Block::Table { header, rows }),
        ]
    });
    prop::collection::vec(block, 0..4).prop_map(Marked::new)
}

fn mistake(stored: &str) -> MarkupError {
    Marked::parse(stored).unwrap_err()
}

#[test]
fn a_stored_text_is_a_tree() {
    let marked = Marked::parse("<p>Hitung 2<sup>3</sup>, <b>bukan</b> 23<br/></p>").unwrap();
    let text = |text: &str| Inline::Text(text.to_owned());
    let styled = |style, inner: &str| Inline::Styled {
        style,
        content: vec![text(inner)],
    };
    assert_eq!(
        marked.blocks,
        [Block::Paragraph(vec![
            text("Hitung 2"),
            styled(Style::Sup, "3"),
            text(", "),
            styled(Style::Bold, "bukan"),
            text(" 23"),
            Inline::Break,
        ])]
    );
}

#[test]
fn there_is_one_spelling() {
    for (written, stored) in [
        ("<p>a&#x41;&apos;&quot;</p>", "<p>aA'&quot;</p>"),
        ("<p><b>a</b><b>b</b><i></i></p>", "<p><b>ab</b></p>"),
        (
            "<ul> <li><p>a</p></li>\n<li>b<ol><li/></ol></li> </ul>",
            "<ul><li>a</li><li><p>b</p><ol><li></li></ol></li></ul>",
        ),
        ("<p>a\nb</p><p/>", "<p>a b</p><p></p>"),
        (
            "<table><tr><th>a</th></tr><tr><td> </td></tr></table>",
            "<table><tr><th>a</th></tr><tr><td></td></tr></table>",
        ),
        (
            "<p><math display=\"block\"><mrow><mi>x</mi></mrow></math></p>",
            "<p><math><mi>x</mi></math></p>",
        ),
    ] {
        let marked = Marked::parse(written).unwrap();
        assert_eq!(marked.to_markup(), stored);
    }
}

#[test]
fn what_is_not_known_is_refused_with_its_place() {
    let element = |name: &str| Mistake::Element(name.to_owned());
    for (stored, what, character) in [
        ("<p>é<script>x</script></p>", element("script"), 5),
        ("<p><a href=\"x\">y</a></p>", element("a"), 4),
        ("<div/>", element("div"), 1),
        ("<b>x</b>", element("b"), 1),
        ("<p><p>x</p></p>", element("p"), 4),
        ("<p>x</p>y", Mistake::Text, 9),
        ("<p class=\"x\"/>", Mistake::Attribute("p".into(), "class".into()), 1),
        (
            "<p><img src=\"http://x\" alt=\"\"/></p>",
            Mistake::Value("img".into(), "src".into()),
            4,
        ),
        ("<p><!-- x --></p>", Mistake::Declaration, 4),
        ("<p><br>x</br></p>", Mistake::Text, 8),
        (
            "<table><tr><td>a</td></tr><tr><th>b</th></tr></table>",
            element("th"),
            31,
        ),
        (
            "<p><math><mi>x</mi><merror/></math></p>",
            Mistake::Formula(crate::FormulaError::Unknown("merror".into())),
            4,
        ),
    ] {
        assert_eq!(mistake(stored), MarkupError { what, character }, "{stored}");
    }
    assert_eq!(
        mistake("<p onclick=\"x\"/>").message().text(base::Lang::Id),
        "memuat atribut onclick yang tidak diterima pada <p> (karakter ke-1)"
    );
}

#[test]
fn what_nests_too_deep_is_refused() {
    let nested = |n: usize| format!("{}{}", "<ul><li>".repeat(n), "</li></ul>".repeat(n));
    assert_eq!(
        Marked::parse(&nested(32)).map(|marked| marked.depth()),
        Ok(crate::DEEPEST)
    );
    assert_eq!(mistake(&nested(33)).what, Mistake::Deep);
    assert_eq!(mistake(&nested(20_000)).what, Mistake::Deep);
    let bold = format!("<p>{}x{}</p>", "<b>".repeat(40), "</b>".repeat(40));
    assert_eq!(mistake(&bold).what, Mistake::Deep);
    let rows = format!("<p><math>{}x{}</math></p>", "<mrow>".repeat(240), "</mrow>".repeat(240));
    assert!(matches!(mistake(&rows).what, Mistake::Formula(_)));
    let empty = rows.replace('x', "");
    assert_eq!(Marked::parse(&empty), Ok(Marked::default()));
}

#[test]
fn pictures_are_named_in_their_order() {
    let [a, b] = ["a", "b"].map(|digit| digit.repeat(64));
    let picture = |hash: &str| format!("<img src=\"image:{hash}\" alt=\"\"/>");
    let marked = Marked::parse(&format!(
        "<p>{}</p><ul><li><b>{}</b></li></ul>",
        picture(&b),
        picture(&a)
    ))
    .unwrap();
    let names: Vec<&str> = marked.pictures().into_iter().map(Hash::as_str).collect();
    assert_eq!(names, [b, a]);
}

proptest! {
    #[test]
    fn the_stored_form_is_read_back(marked in marked()) {
        let stored = marked.to_markup();
        prop_assert_eq!(Marked::parse(&stored), Ok(marked.clone()));
        prop_assert_eq!(Marked::new(marked.blocks.clone()), marked);
    }

    #[test]
    fn pages_hold_no_more_than_marked_text(marked in marked()) {
        let page = marked.to_html(|hash| format!("image:{}", hash.as_str()));
        prop_assert!(Marked::parse(&page).is_ok(), "{}", page);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(<(p|b|ul|li|table|tr|td|math|mrow|mi|br/|img)>|</(p|b|ul|li|table|tr|td|math|mrow|mi)>|x| |[<>&;\"é])*") {
        if let Ok(marked) = Marked::parse(&text) {
            prop_assert_eq!(Marked::parse(&marked.to_markup()), Ok(marked));
        }
    }
}
