//! Letters to people: the words of the catalogue, as plain text and as a document that loads nothing.

use accounts::{Addressee, Notice, Writer, Written};
use askama::Template;
use platform::Error;

use crate::{Catalogue, Language, Speech, Words, people, words::KIT};

/// What a letter says, piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub subject: String,
    pub greeting: String,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// A button: its text, and the address that it leads to.
    pub way: Option<(String, String)>,
    /// Paragraphs below the button, that stand back.
    pub foot: Vec<String>,
    /// Where its reader says that no more of its kind shall come, for notices.
    pub unsubscribe: Option<String>,
}

#[derive(Template)]
#[template(path = "kit/letter.html")]
struct Document<'a> {
    language: &'a str,
    place: &'a str,
    sheet: &'a Sheet,
    /// The text and the address of the link that ends letters of its kind.
    ending: Option<(String, &'a str)>,
}

/// Writes letters in the language of whoever reads them.
pub struct Letters {
    words: Words,
    public_url: String,
}

impl Letters {
    /// With the texts of the kit and of whoever else writes; `public_url` has no slash at the end.
    pub fn new(public_url: impl Into<String>, catalogues: &[Catalogue]) -> Result<Self, Error> {
        Ok(Self {
            words: Words::of(&[&[KIT], catalogues].concat())?,
            public_url: public_url.into(),
        })
    }

    /// The words for somebody.
    pub fn speech(&self, to: &Addressee) -> Speech<'_> {
        let language = to.language.as_deref().and_then(Language::of_code);
        self.words.in_language(language.unwrap_or_default())
    }

    /// The address of a path of this place.
    pub fn way(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The way to another password.
    fn reset_way(&self, speech: &Speech<'_>) -> (String, String) {
        (speech.say("reset"), self.way("/lupa-sandi"))
    }

    /// A letter in both forms.
    pub fn written(&self, language: Language, sheet: Sheet) -> Result<Written, Error> {
        let label = self.words.in_language(language).say("letter-end");
        let ending = sheet.unsubscribe.as_deref().map(|end| (label, end));
        let said = ending.as_ref().map(|(label, end)| format!("{label}:\n{end}"));
        let document = Document {
            language: language.code(),
            place: &self.public_url,
            sheet: &sheet,
            ending,
        };
        let html = document.render().map_err(Error::internal)?;
        let way = sheet.way.iter().map(|(label, way)| format!("{label}:\n{way}"));
        let parts = std::iter::once(sheet.greeting.clone())
            .chain(sheet.lines.iter().cloned())
            .chain(way)
            .chain(sheet.foot.iter().cloned())
            .chain(said)
            .chain([format!("-- \n{}", self.public_url)]);
        Ok(Written {
            text: parts.collect::<Vec<_>>().join("\n\n") + "\n",
            html,
            subject: sheet.subject,
            unsubscribe: sheet.unsubscribe,
        })
    }
}

impl Writer for Letters {
    fn write(&self, notice: Notice<'_>, to: &Addressee) -> Result<Written, Error> {
        let speech = self.speech(to);
        let greeting = speech.with("letter-greeting", "name", to.fullname.as_str());
        let say = |key: &str| speech.say(key);
        let sheet = match notice {
            Notice::Verify { code } => Sheet {
                subject: say("letter-verify"),
                lines: vec![say("letter-verify-lead")],
                way: Some((say("verify-do"), self.way(&format!("/alamat?kode={code}")))),
                foot: vec![say("letter-verify-foot")],
                ..Sheet::default()
            },
            Notice::Reset { code } => Sheet {
                subject: say("letter-reset"),
                lines: vec![say("letter-reset-lead")],
                way: Some((say("reset"), self.way(&format!("/sandi-baru?kode={code}")))),
                foot: vec![say("letter-reset-foot")],
                ..Sheet::default()
            },
            Notice::AddressChanged { to } => Sheet {
                subject: say("letter-address"),
                lines: vec![speech.with("letter-address-lead", "address", to)],
                foot: vec![say("letter-address-foot")],
                ..Sheet::default()
            },
            Notice::PasswordChanged => Sheet {
                subject: say("letter-password"),
                lines: vec![say("letter-password-lead")],
                way: Some(self.reset_way(&speech)),
                foot: vec![say("letter-password-foot")],
                ..Sheet::default()
            },
            Notice::SecondStep { is_on } => {
                let (subject, lead) = if is_on {
                    ("letter-factor-on", "letter-factor-on-lead")
                } else {
                    ("letter-factor-off", "letter-factor-off-lead")
                };
                Sheet {
                    subject: say(subject),
                    lines: vec![say(lead)],
                    way: Some(self.reset_way(&speech)),
                    foot: vec![say("letter-password-foot")],
                    ..Sheet::default()
                }
            }
            Notice::SignedIn { device, at } => Sheet {
                subject: say("letter-sign-in"),
                lines: vec![speech.with_two(
                    "letter-sign-in-lead",
                    ("device", people::device(&speech, device)),
                    ("at", people::moment(&speech, at)),
                )],
                way: Some((say("letter-sign-in-way"), self.way("/akun"))),
                foot: vec![say("letter-sign-in-foot")],
                ..Sheet::default()
            },
        };
        self.written(speech.language, Sheet { greeting, ..sheet })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_the_same_twice_and_a_name_is_no_markup() {
        let letters = Letters::new("https://balai.example.org", &[]).unwrap();
        for (language, greeting) in [(None, "Halo"), (Some("en"), "Hello"), (Some("tr"), "Merhaba")] {
            let to = Addressee {
                email: "siti@example.com".to_owned(),
                fullname: "Siti <b>".to_owned(),
                language: language.map(str::to_owned),
            };
            let written = letters.write(Notice::Reset { code: "abc" }, &to).unwrap();
            let way = "https://balai.example.org/sandi-baru?kode=abc";
            assert!(
                written.text.starts_with(&format!("{greeting} Siti <b>")),
                "{}",
                written.text
            );
            assert!(written.text.contains(way) && written.html.contains(way));
            assert!(!written.html.contains("<b>") && !written.html.contains("<script"));
        }
    }
}
