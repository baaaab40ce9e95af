//! A text as the API may be told of it: plainly, with marks, or both.
//!
//! Invariants: markup that cannot be read is refused with what is wrong and where, never cut; of two forms that say
//! different things neither is silently dropped, unless one of them is what is stored and so is no change.

use marked::{Block, Inline, Marked, Text};
use papers::rules::{most_markup, trimmed};
use platform::{Message, Rule, text::Check};

/// What stands in for a text that could not be read, so that it is not refused twice.
const UNREAD: &str = "?";

/// What was said of the marks of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Marks {
    /// Nothing.
    Unsaid,
    /// That there are none.
    Cleared,
    /// The text with its marks.
    Given(Text),
}

/// A text as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SentText {
    /// What the body calls the plain form; the marked one is called `<field>Marked`.
    field: String,
    plain: Option<String>,
    marks: Marks,
}

impl SentText {
    /// The text of a field of a body and of the one beside it, which has so many characters at most; `None` if neither was
    /// sent. What cannot be read is noted.
    pub(crate) fn read(
        check: &mut Check,
        field: &str,
        (plain, marked): (Option<String>, Option<Option<String>>),
        most: usize,
    ) -> Option<Self> {
        let given = marked.is_some();
        let read = match marked {
            None => Some(Marks::Unsaid),
            Some(None) => Some(Marks::Cleared),
            Some(Some(markup)) => read_markup(&markup, most)
                .map_err(|rule| check.note(marked_name(field), rule))
                .map(Marks::Given)
                .ok(),
        };
        (plain.is_some() || given).then(|| {
            let unread = read.is_none().then(|| UNREAD.to_owned());
            Self {
                field: field.to_owned(),
                plain: plain.map(|plain| trimmed(&plain)).or(unread),
                marks: read.unwrap_or(Marks::Unsaid),
            }
        })
    }

    /// As a new text. `None` if nothing was said that it could be.
    pub(crate) fn into_new(self, check: &mut Check) -> Option<Text> {
        match (self.plain, self.marks) {
            (Some(plain), Marks::Given(text)) if !says(&text, &plain) => {
                check.note(marked_name(&self.field), says_something_else(&self.field));
                Some(text)
            }
            (_, Marks::Given(text)) => Some(text),
            (plain, Marks::Unsaid | Marks::Cleared) => plain.map(Text::of_plain),
        }
    }

    /// As a change of a text. What was sent as it is stored is no change; of the rest, what is sent wins.
    pub(crate) fn onto(self, check: &mut Check, before: &Text) -> Text {
        match (self.plain, self.marks) {
            (None, Marks::Unsaid) => before.clone(),
            (None, Marks::Cleared) => Text::of_plain(before.plain()),
            (Some(plain), Marks::Unsaid) if says(before, &plain) => before.clone(),
            (Some(plain), Marks::Unsaid | Marks::Cleared) => Text::of_plain(plain),
            (None, Marks::Given(text)) => text,
            (Some(plain), Marks::Given(text)) => {
                if says(&text, &plain) || says(before, &plain) {
                    return text;
                }
                if text != *before {
                    check.note(marked_name(&self.field), says_something_else(&self.field));
                }
                Text::of_plain(plain)
            }
        }
    }

    /// The words that it will have if it is new, to be judged by themselves; `None` if only marks were cleared.
    pub(crate) fn words(&self) -> Option<Text> {
        match &self.marks {
            Marks::Given(text) => Some(text.clone()),
            Marks::Unsaid | Marks::Cleared => self.plain.as_deref().map(Text::of_plain),
        }
    }
}

/// Whether a text says these trimmed words.
fn says(text: &Text, words: &str) -> bool {
    trimmed(text.plain()) == words
}

fn read_markup(markup: &str, most: usize) -> Result<Text, Rule> {
    if markup.len() > most_markup(most) {
        return Err(Rule::TooLong(most));
    }
    Text::of_markup(markup).map_err(|error| error.rule())
}

/// What the form with marks of a field is called: `optionQuestions[0].valueMarked` beside `optionQuestions[0].value`.
fn marked_name(field: &str) -> String {
    format!("{field}Marked")
}

fn says_something_else(field: &str) -> Rule {
    let name = field.rsplit('.').next().unwrap_or(field);
    Rule::Other(Message::new(
        format!("menyatakan hal lain daripada `{name}`"),
        format!("says something else than `{name}`"),
    ))
}

/// The plain reading of a text in which formulas are LaTeX between `\(` and `\)`.
pub(crate) fn plain_with_latex(text: &Text) -> String {
    if text.markup().is_none_or(|markup| !markup.contains("<math")) {
        return text.plain().to_owned();
    }
    let mut marked = text.marked();
    spell_blocks(&mut marked.blocks);
    Marked::new(marked.blocks).to_plain()
}

fn spell_blocks(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(line) => spell_line(line),
            Block::List { items, .. } => items.iter_mut().for_each(|item| spell_blocks(item)),
            Block::Table { rows, .. } => rows.iter_mut().flatten().for_each(|cell| spell_blocks(cell)),
        }
    }
}

fn spell_line(line: &mut [Inline]) {
    for part in line {
        match part {
            Inline::Formula(formula) => *part = Inline::Text(format!("\\({}\\)", formula.to_latex())),
            Inline::Styled { content, .. } => spell_line(content),
            Inline::Text(_) | Inline::Break | Inline::Picture { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUBE: &str = "<p>2<sup>3</sup></p>";

    fn sent(plain: Option<&str>, marked: Option<Option<&str>>) -> (Option<SentText>, Vec<String>) {
        let mut check = Check::new();
        let pair = (plain.map(str::to_owned), marked.map(|marked| marked.map(str::to_owned)));
        let read = SentText::read(&mut check, "a.value", pair, 80);
        (read, noted(check))
    }

    fn noted(check: Check) -> Vec<String> {
        let error = check.finish().err();
        let fields = error.iter().flat_map(platform::Error::fields);
        fields
            .map(|field| format!("{} {}", field.path, field.rule.message().text(platform::Lang::En)))
            .collect()
    }

    fn made(plain: Option<&str>, marked: Option<Option<&str>>) -> (Option<Text>, Vec<String>) {
        let mut check = Check::new();
        let text = sent(plain, marked).0.and_then(|sent| sent.into_new(&mut check));
        (text, noted(check))
    }

    fn changed(before: &Text, plain: Option<&str>, marked: Option<Option<&str>>) -> (Text, Vec<String>) {
        let mut check = Check::new();
        let text = sent(plain, marked).0.unwrap().onto(&mut check, before);
        (text, noted(check))
    }

    fn cube() -> Text {
        Text::of_markup(CUBE).unwrap()
    }

    #[test]
    fn a_new_text_is_said_plainly_with_marks_or_in_both_forms_alike() {
        assert_eq!(sent(None, None).0, None);
        assert_eq!(made(Some(" 23 "), None), (Some("23".into()), vec![]));
        assert_eq!(made(None, Some(Some(CUBE))), (Some(cube()), vec![]));
        assert_eq!(made(Some("2³"), Some(Some(CUBE))), (Some(cube()), vec![]));
        assert_eq!(made(Some("23"), Some(None)), (Some("23".into()), vec![]));
        assert_eq!(made(None, Some(None)), (None, vec![]));
        let (_, wrong) = made(Some("23"), Some(Some(CUBE)));
        assert_eq!(wrong, ["a.valueMarked says something else than `value`"]);
    }

    #[test]
    fn marks_that_say_no_more_than_words_are_none() {
        let (text, _) = made(None, Some(Some("<p>satu</p><p>dua</p>")));
        assert_eq!(text.unwrap(), "satu\ndua");
    }

    #[test]
    fn of_a_change_what_differs_from_what_is_stored_wins() {
        let (before, other) = (cube(), Text::of_markup("<p><b>lain</b></p>").unwrap());
        let lain = "<p><b>lain</b></p>";
        for (plain, marked, after) in [
            // One form alone: the same words keep their marks, others have none.
            (Some("2³"), None, &before),
            (Some("23"), None, &"23".into()),
            (None, Some(Some(lain)), &other),
            (None, Some(None), &"2³".into()),
            (Some("23"), Some(None), &"23".into()),
            // Both: the one that was not changed gives way.
            (Some("2³"), Some(Some(CUBE)), &before),
            (Some("2³"), Some(Some(lain)), &other),
            (Some("23"), Some(Some(CUBE)), &"23".into()),
            (Some("lain"), Some(Some(lain)), &other),
        ] {
            assert_eq!(
                changed(&before, plain, marked),
                (after.clone(), vec![]),
                "{plain:?} {marked:?}"
            );
        }
        let (_, wrong) = changed(&before, Some("23"), Some(Some(lain)));
        assert_eq!(wrong, ["a.valueMarked says something else than `value`"]);
    }

    #[test]
    fn markup_that_cannot_be_read_is_refused_with_its_place() {
        let (_, wrong) = sent(None, Some(Some("<p>a<script>b</script></p>")));
        assert_eq!(
            wrong,
            ["a.valueMarked has the element <script>, which is not taken here (character 5)"]
        );
        let long = format!("<p>{}</p>", "x".repeat(80 * 64));
        assert_eq!(sent(None, Some(Some(&long))).1.len(), 1);
    }

    #[test]
    fn formulas_can_be_read_as_latex() {
        let text = Text::of_markup("<p>Nilai <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>?</p>").unwrap();
        assert_eq!(plain_with_latex(&text), r"Nilai \(\frac{1}{2}\)?");
        assert_eq!(plain_with_latex(&cube()), "2³");
    }
}
