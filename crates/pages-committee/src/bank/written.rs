//! Texts as authors type them: a line is a paragraph, formulas are LaTeX between `\(` and `\)`, a picture is
//! `![what it shows](image:<hash>)`, and what else marked text has stands in its own elements (`<b>`, `<sup>`, `<ul>`, …).
//!
//! Invariant: what a text was written as is read as that text. What is no mark stands for itself, so that `a < b & c` needs
//! no escaping.

mod reader;

use marked::{Block, Formula, Inline, Style, Text};
use platform::{Message, Rule};

use self::reader::Reader;

/// A text as its author would have typed it.
pub(super) fn written(text: &Text) -> String {
    let mut to = String::new();
    blocks(&mut to, &text.marked().blocks, "\n");
    to
}

/// The text that was typed. What is wrong with its marks is told as a rule of its field.
pub(super) fn read(typed: &str) -> Result<Text, Rule> {
    let typed = typed.replace("\r\n", "\n");
    let markup = Reader::over(typed.trim()).read()?;
    Text::of_markup(&markup).map_err(|_| unpaired())
}

/// The text that was typed, or its words where its marks cannot be read: for looking at.
pub(super) fn read_leniently(typed: &str) -> Text {
    read(typed).unwrap_or_else(|_| Text::of_plain(typed.trim().replace("\r\n", "\n")))
}

fn unpaired() -> Rule {
    Rule::Other(Message::new(
        "memuat tanda yang tidak berpasangan atau tidak pada tempatnya, misalnya <b> tanpa </b>",
        "has a mark without its other half or in the wrong place, such as <b> without </b>",
    ))
}

fn blocks(to: &mut String, all: &[Block], between: &str) {
    for (at, block) in all.iter().enumerate() {
        if at > 0 {
            to.push_str(between);
        }
        match block {
            Block::Paragraph(content) => line(to, content),
            Block::List { ordered, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                element(to, name, |to| {
                    for item in items {
                        part(to, "li", item);
                        to.push('\n');
                    }
                });
            }
            Block::Table { header, rows } => element(to, "table", |to| {
                for (index, cells) in rows.iter().enumerate() {
                    let name = if *header && index == 0 { "th" } else { "td" };
                    to.push_str("<tr>");
                    for cell in cells {
                        part(to, name, cell);
                    }
                    to.push_str("</tr>\n");
                }
            }),
        }
    }
}

fn push(to: &mut String, parts: &[&str]) {
    for part in parts {
        to.push_str(part);
    }
}

/// An element that has lines of its own.
fn element(to: &mut String, name: &str, inner: impl FnOnce(&mut String)) {
    push(to, &["<", name, ">\n"]);
    inner(to);
    push(to, &["</", name, ">"]);
}

/// An item or a cell.
fn part(to: &mut String, name: &str, content: &[Block]) {
    push(to, &["<", name, ">"]);
    match content {
        [Block::Paragraph(one)] => line(to, one),
        several => {
            for block in several {
                if let Block::Paragraph(one) = block {
                    to.push_str("<p>");
                    line(to, one);
                    to.push_str("</p>");
                } else {
                    blocks(to, std::slice::from_ref(block), "");
                }
            }
        }
    }
    push(to, &["</", name, ">"]);
}

fn line(to: &mut String, content: &[Inline]) {
    for one in content {
        match one {
            Inline::Text(text) => words(to, text),
            Inline::Break => to.push_str("<br>"),
            Inline::Styled { style, content } => {
                let name = name_of(*style);
                push(to, &["<", name, ">"]);
                line(to, content);
                push(to, &["</", name, ">"]);
            }
            Inline::Picture { hash, alt } => push(to, &["![", alt, "](image:", hash.as_str(), ")"]),
            Inline::Formula(formula) => to.push_str(&formula_as_typed(formula)),
        }
    }
}

fn name_of(style: Style) -> &'static str {
    match style {
        Style::Bold => "b",
        Style::Italic => "i",
        Style::Underline => "u",
        Style::Strike => "s",
        Style::Sub => "sub",
        Style::Sup => "sup",
    }
}

/// In LaTeX, unless that would say another formula.
fn formula_as_typed(formula: &Formula) -> String {
    let latex = formula.to_latex();
    let is_same = Formula::of_latex(&latex).is_ok_and(|read| read == *formula) && !latex.contains("\\)");
    if is_same {
        format!("\\({latex}\\)")
    } else {
        formula.to_mathml()
    }
}

/// Characters, of which those that would be a mark are written as numbers.
fn words(to: &mut String, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if reader::is_mark(rest) || (first.is_control() && first != '\t') {
            push(to, &["&#", &u32::from(first).to_string(), ";"]);
        } else {
            to.push(first);
        }
        rest = &rest[first.len_utf8()..];
    }
}

/// A text of marked text whose form is known to be good, such as one that was stored.
pub(super) fn stored(plain: &str, marked: Option<&String>) -> Text {
    Text::from_stored(plain.to_owned(), marked.cloned())
}

/// Whether a text says nothing at all.
pub(super) fn is_blank(typed: &str) -> bool {
    typed.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(markup: &str) {
        let text = Text::of_markup(markup).unwrap();
        let typed = written(&text);
        assert_eq!(read(&typed).unwrap(), text, "{typed}");
    }

    #[test]
    fn plain_words_are_read_as_they_are_typed() {
        for plain in [
            "Ibu kota Prancis?",
            "if a < b && c > d {\n\treturn x;\n}",
            "satu\n\ndua",
            "1 < 2 & 3 > 2; \"kutip\" 'satu'",
            "x<y>z </ kosong >",
        ] {
            let text = read(plain).unwrap();
            assert_eq!((text.plain(), text.markup()), (plain, None));
            assert_eq!(written(&text), plain);
        }
    }

    #[test]
    fn what_is_stored_is_typed_and_read_as_the_same() {
        again("<p>2<sup>3</sup> <b>bukan <i>23</i></b></p><p>H<sub>2</sub>O &lt;b&gt; &amp;lt; \\(a\\)</p>");
        again("<ul><li>satu</li><li><p>dua</p><p>tiga</p></li></ul><p>x</p><ol><li>y<ul><li>z</li></ul></li></ol>");
        again("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><b>2</b></td></tr></table>");
        again("<p>a<br/>b <u>c</u><s>d</s></p>");
        again("<p><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math></p>");
        let hash = "ab".repeat(32);
        again(&format!(
            "<p><b>x</b> <img src=\"image:{hash}\" alt=\"dua &amp; tiga\"/></p>"
        ));
    }

    #[test]
    fn formulas_are_typed_as_latex_and_marks_may_span_lines() {
        let text = read("Hitung \\(\\frac{1}{2}\\)!").unwrap();
        assert!(text.markup().unwrap().contains("<mfrac>"), "{text:?}");
        assert_eq!(written(&text), "Hitung \\(\\frac{1}{2}\\)!");
        let text = read("<b>satu\ndua</b>").unwrap();
        assert_eq!(text.markup().unwrap(), "<p><b>satu<br/>dua</b></p>");
        assert_eq!(
            read("<strong>x</strong> <EM>y</EM>").unwrap().markup().unwrap(),
            "<p><b>x</b> <i>y</i></p>"
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_still_shown() {
        for wrong in ["<b>x", "<sup>3</b></sup>", "\\(\\frac{1}\\)", "\\(x", "<ul>satu</ul>"] {
            assert!(read(wrong).is_err(), "{wrong}");
            assert_eq!(read_leniently(wrong).plain(), wrong);
        }
    }
}
