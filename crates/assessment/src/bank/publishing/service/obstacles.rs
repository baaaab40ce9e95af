//! What keeps a package from being published, by place and in words that name it.

use std::collections::BTreeSet;

use marked::{Hash, Text};
use papers::rules::{is_unreadable, obstacles};
use platform::{Conn, Error, FieldError, Message, Rule};

use super::{Content, unfit};
use crate::bank::question;

impl Content {
    /// Stems and options that say nothing but that something could not be read, by place and in words that name them.
    fn unreadable(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        for (at, (section, questions)) in self.sections().enumerate() {
            for (number, (_, question)) in questions.enumerate() {
                let place = format!("sections[{at}].questions[{number}]");
                let name = format!("{} {}", section.title, number + 1);
                let stem = std::iter::once((format!("{place}.question"), name.clone(), &question.text));
                let options = question.options.iter().enumerate().map(|(index, option)| {
                    let path = format!("{place}.optionQuestions[{index}].value");
                    (path, format!("{name} {}", option.label), &option.value)
                });
                let empty = stem.chain(options).filter(|(_, _, text)| is_unreadable(text.plain()));
                found.extend(empty.map(|(path, name, text)| FieldError::new(path, says_nothing(&name, text.plain()))));
            }
        }
        found
    }

    /// Files that are named and were not uploaded, by place.
    fn missing_audio(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        for (at, (_, questions)) in self.sections().enumerate() {
            for (number, (id, question)) in questions.enumerate() {
                let Some(file) = question.audio.as_ref().filter(|_| self.audio_of(id).is_none()) else {
                    continue;
                };
                let said = Message::new(
                    format!("audio {file} belum diunggah"),
                    format!("audio {file} was not uploaded yet"),
                );
                let path = format!("sections[{at}].questions[{number}].audioId");
                found.push(FieldError::new(path, Rule::Other(said)));
            }
        }
        found
    }
}

fn says_nothing(name: &str, text: &str) -> Rule {
    Rule::Other(Message::new(
        format!("{name}: hanya berisi {text}, yang tidak terbaca dari dokumennya; isi atau hapus"),
        format!("{name}: is only {text}, which could not be read from its document; write it or take it out"),
    ))
}

/// Refuses content that cannot be sat.
pub(super) async fn can_be_sat(conn: &mut Conn<'_>, content: &Content) -> Result<(), Error> {
    let mut found = obstacles(&content.paper);
    found.extend(content.unmet_draws());
    found.extend(content.missing_audio());
    found.extend(content.unreadable());
    let texts = content.paper.texts();
    let pictures: BTreeSet<_> = texts.flat_map(Text::pictures).collect();
    let named = pictures.iter().map(Hash::as_str).collect();
    let stored = question::store::parts::pictures(conn, &named).await?;
    for hash in named.into_iter().filter(|hash| !stored.contains(*hash)) {
        let said = Message::new(
            format!("gambar {hash} tidak ada"),
            format!("picture {hash} does not exist"),
        );
        found.push(FieldError::new("pictures", Rule::Other(said)));
    }
    if found.is_empty() { Ok(()) } else { Err(unfit(found)) }
}
