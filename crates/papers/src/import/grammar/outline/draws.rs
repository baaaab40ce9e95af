//! What a section draws of its questions for each participant: `UNDIAN: 10 sulit #aljabar`.

use super::{
    super::{
        fault, values,
        words::{Found, Heading, plain},
    },
    Outline,
};
use crate::{
    draw::{Draw, MOST_DRAWN, MOST_DRAWS},
    import::docx::At,
};

/// Where a draw was written, and how.
pub(super) type Written = (At, String);

impl Outline {
    /// Takes a line of draws; a section may have several.
    pub(super) fn note_draws(&mut self, found: &Found<'_, Heading>, at: At) {
        // An empty one of a template says nothing.
        if found.rest.is_empty() || !self.may_set(found.rest, at) {
            return;
        }
        let Some(open) = &mut self.section else { return };
        let fault = match read(found.rest) {
            None => &fault::DRAW_UNREADABLE,
            Some(draws) if open.section.draws.len() + draws.len() > MOST_DRAWS => &fault::DRAWS_MANY,
            Some(draws) => {
                let written = (at, found.rest.to_owned());
                open.draws_written.extend(vec![written; draws.len()]);
                open.section.draws.extend(draws);
                return;
            }
        };
        self.report.add(fault, at, found.rest);
    }

    /// Notes the first draw of a section that asks for more than there is, once its questions are known.
    pub(super) fn judge_draws(&mut self, title: &str, unmet: Option<usize>, written: &[Written]) {
        if let Some((at, said)) = unmet.and_then(|draw| written.get(draw)) {
            let about = (Some(title.to_owned()), None);
            self.report.add_about(&fault::DRAW_UNMET, about, *at, said);
        }
    }
}

/// `10`, `10 soal`, `10 sulit`, `10 #aljabar`, `10 soal sulit #aljabar`; several with a semicolon or a comma between them.
/// A tag goes on to the end, since it may have blanks.
pub(super) fn read(text: &str) -> Option<Vec<Draw>> {
    let written = text.split([';', ',']).filter(|one| !plain(one).is_empty());
    let draws: Option<Vec<Draw>> = written.map(read_one).collect();
    draws.filter(|draws| !draws.is_empty())
}

fn read_one(text: &str) -> Option<Draw> {
    let (said, tag) = match text.split_once(['#', '＃']) {
        Some((said, tag)) => (said, Some(values::tags(tag)?.into_iter().next()?)),
        None => (text, None),
    };
    let said = plain(said);
    let (count, rest) = said.split_once(' ').unwrap_or((&said, ""));
    let is_noun = |word: &&str| matches!(*word, "soal" | "butir" | "question" | "questions");
    let words: Vec<&str> = rest
        .split(' ')
        .filter(|word| !word.is_empty() && !is_noun(word))
        .collect();
    let difficulty = match words.as_slice() {
        [] => None,
        [word] => Some(values::difficulty(word)?),
        _ => return None,
    };
    let count = count.parse().ok().filter(|count| (1..=MOST_DRAWN).contains(count))?;
    Some(Draw { count, tag, difficulty })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Difficulty;

    fn draw(count: usize, tag: Option<&str>, difficulty: Option<Difficulty>) -> Draw {
        let tag = tag.map(str::to_owned);
        Draw { count, tag, difficulty }
    }

    #[test]
    fn draws_are_read_as_teachers_write_them() {
        for (text, wanted) in [
            ("10", draw(10, None, None)),
            ("10 soal", draw(10, None, None)),
            ("5 Sulit", draw(5, None, Some(Difficulty::Hard))),
            ("5 soal sukar", draw(5, None, Some(Difficulty::Hard))),
            ("3 easy questions", draw(3, None, Some(Difficulty::Easy))),
            ("4 #aljabar", draw(4, Some("aljabar"), None)),
            ("4#Teks naratif ", draw(4, Some("Teks naratif"), None)),
            (
                "２ sedang ＃geometri",
                draw(2, Some("geometri"), Some(Difficulty::Medium)),
            ),
            ("1 ##satu", draw(1, Some("#satu"), None)),
        ] {
            assert_eq!(read(text), Some(vec![wanted]), "{text}");
        }
        let both = vec![draw(2, None, Some(Difficulty::Easy)), draw(3, Some("a"), None)];
        assert_eq!(read("2 mudah; 3 #a").as_ref(), Some(&both));
        assert_eq!(read("2 mudah, 3 #a,"), Some(both));
        for wrong in [
            "",
            ";",
            "sulit",
            "0",
            "1001",
            "-1",
            "10 aljabar",
            "10 sulit mudah",
            "10 #",
            "#a 10",
            "sepuluh",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
