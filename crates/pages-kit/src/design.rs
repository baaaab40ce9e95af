//! `/design`, on servers with demo data: every component in every state, for whoever builds pages.
//!
//! It speaks English alone, as the reference of the API does: what it names are classes and macros. The components say what
//! they say in the reader's language. Each is shown in both schemes beside each other, whatever the device prefers.

use std::sync::LazyLock;

use askama::Template;
use axum::{Router, extract::FromRef, routing::get};
use platform::Error;

use crate::{
    Answer, Asset, Failed, Field, Frame, Kit, Visit, asset,
    chart::Chart,
    field::Takes,
    form::Form,
    map::{Map, Place, Point},
    qr::Code,
};

/// The page.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Kit: FromRef<S>,
{
    Router::new().route("/design", get(show))
}

/// A token of the style sheet.
struct Token {
    name: &'static str,
    about: &'static str,
}

const TOKENS: [Token; 12] = [
    Token {
        name: "paper",
        about: "the page",
    },
    Token {
        name: "card",
        about: "what lies on it",
    },
    Token {
        name: "sunken",
        about: "what is let into it",
    },
    Token {
        name: "ink",
        about: "text",
    },
    Token {
        name: "soft",
        about: "text that stands back",
    },
    Token {
        name: "line",
        about: "edges",
    },
    Token {
        name: "accent",
        about: "what can be done",
    },
    Token {
        name: "bar",
        about: "the roof",
    },
    Token {
        name: "nila",
        about: "steps in time",
    },
    Token {
        name: "leaf",
        about: "what went well",
    },
    Token {
        name: "gold",
        about: "stars",
    },
    Token {
        name: "fault",
        about: "what is wrong",
    },
];

/// What a sheet says between some words and the next brace.
fn block<'a>(sheet: &'a str, before: &str) -> &'a str {
    let behind = sheet.split_once(before).map_or("", |(_, behind)| behind);
    behind.split('}').next().unwrap_or_default()
}

/// The sheet of the page: the kit's tokens once for each scheme, so that a part of the page can be in either, and what the
/// page has of its own.
pub fn sheet() -> &'static Asset {
    static SHEET: LazyLock<Asset> = LazyLock::new(|| {
        let (light, dark) = tokens(include_str!("../assets/kit.css"));
        let own = include_str!("../assets/design.css");
        asset::sheet(
            "design",
            &format!("[data-theme=\"light\"] {{{light}}}\n[data-theme=\"dark\"] {{{dark}}}\n{own}"),
        )
    });
    &SHEET
}

/// The tokens of a light and of a dark page.
fn tokens(kit: &str) -> (&str, &str) {
    let dark = kit.split_once("(prefers-color-scheme: dark)");
    (
        block(kit, ":root {"),
        block(dark.map_or("", |(_, dark)| dark), ":root {"),
    )
}

/// The components in one scheme. Names and ids differ from those in the other.
struct Theme {
    name: &'static str,
    fields: Vec<Field>,
    form: Form,
}

impl Theme {
    fn of(name: &'static str, summary: &'static str) -> Self {
        let mut form = Form::to("/design", "Send", fields(name, true));
        form.said = Some("The summary gets the focus and leads to each field.".to_owned());
        form.summary = summary;
        Self {
            name,
            fields: fields(name, false),
            form,
        }
    }
}

#[derive(Template)]
#[template(path = "kit/design.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tokens: &'static [Token],
    themes: [Theme; 2],
    bars: Chart,
    line: Chart,
    code: Code,
    map: Option<Map>,
    /// Rows of a table.
    rows: [(&'static str, &'static str, &'static str); 3],
}

fn fields(theme: &str, is_faulty: bool) -> Vec<Field> {
    let choices = [("1", "Pertanian"), ("2", "Makanan"), ("3", "Minuman")];
    let choices = choices
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let name = |name: &str| format!("{theme}-{}{name}", if is_faulty { "faulty-" } else { "" });
    let mut fields = vec![
        Field::line(name("line"), "A line").hint("With a hint below its label."),
        Field::new(name("lines"), "Several lines", Takes::Lines).holding("As somebody typed it."),
        Field::password(name("password"), "A password", "off"),
        Field::new(name("choice"), "One of a few", Takes::Choice(choices.clone())).holding("2"),
        Field::new(name("several"), "Any of a few", Takes::Several(choices)).holding_all(["1", "3"]),
        Field::new(name("picture"), "A picture", Takes::Picture).hint("JPEG, PNG, WebP or GIF."),
        Field::new(name("tick"), "Yes or no", Takes::Tick).holding("ya"),
    ];
    if is_faulty {
        for field in &mut fields {
            field.fault = Some("It says what is wrong, and what to do.".to_owned());
        }
    }
    fields
}

/// An ingredient on its way.
fn map(visit: &Visit) -> Option<Map> {
    let place = |name: &str, lat, lng| {
        Some(Place {
            name: name.to_owned(),
            at: Point::at(lat, lng)?,
            note: String::new(),
            link: None,
        })
    };
    let ways = (
        place("The maker", 4.62, 96.84),
        vec![place("An ingredient", 3.6, 98.67)?],
    );
    Map::of_ways(visit.kit.grounds(), visit.speech(), "A map".to_owned(), ways)
}

fn numbers(of: [(&str, u64); 6]) -> impl Iterator<Item = (String, String, u64)> {
    of.into_iter()
        .map(|(label, number)| (label.to_owned(), number.to_string(), number))
}

async fn show(visit: Visit) -> Result<Answer, Failed> {
    page(&visit).map_err(Failed::at(&visit))
}

fn page(visit: &Visit) -> Result<Answer, Error> {
    let page = Page {
        style: &sheet().path,
        tokens: &TOKENS,
        // The summary that gets the focus is that of a page's one form; here there are two.
        themes: [Theme::of("light", "summary-light"), Theme::of("dark", "summary-dark")],
        code: Code::of(&format!("{}/design", visit.kit.public_url()))?,
        map: map(visit),
        bars: Chart::bars(
            "Visits by month",
            numbers([
                ("Jan", 120),
                ("Feb", 180),
                ("Mar", 90),
                ("Apr", 240),
                ("May", 210),
                ("Jun", 300),
            ]),
        ),
        line: Chart::line(
            "Ratings by month",
            numbers([
                ("Jan", 12),
                ("Feb", 9),
                ("Mar", 21),
                ("Apr", 18),
                ("May", 30),
                ("Jun", 27),
            ]),
        ),
        rows: [
            ("Kopi Gayo 250 g", "Rp92.000", "14"),
            ("Sambal Roa 180 g", "Rp38.500", "3"),
            ("Batik Tulis 2,4 m", "Rp1.250.000", "0"),
        ],
        frame: Frame::of(visit, "Design"),
    };
    Answer::page(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_there_in_both_schemes() {
        let (light, dark) = tokens(include_str!("../assets/kit.css"));
        for token in TOKENS {
            let written = format!("--{}:", token.name);
            assert!(light.contains(&written) && dark.contains(&written), "{written}");
        }
        let text = std::str::from_utf8(&sheet().bytes).unwrap();
        assert!(text.contains("[data-theme=\"dark\"] {\n    --paper: #191310"), "{text}");
    }
}
