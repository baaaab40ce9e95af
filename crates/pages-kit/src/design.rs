//! `/design`, on servers with demo data: every component in every state, for whoever builds pages.
//!
//! It speaks English alone, as the reference of the API does: what it names are classes and macros. The components say what
//! they say in the reader's language.

use askama::Template;
use axum::{Router, extract::FromRef, routing::get};

use crate::{Answer, Failed, Field, Frame, Kit, Visit, chart::Chart, field::Takes, form::Form};

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

#[derive(Template)]
#[template(path = "kit/design.html")]
struct Page<'a> {
    frame: Frame<'a>,
    tokens: &'static [Token],
    fields: Vec<Field>,
    form: Form,
    bars: Chart,
    line: Chart,
    /// Rows of a table.
    rows: [(&'static str, &'static str, &'static str); 3],
}

fn fields(is_faulty: bool) -> Vec<Field> {
    let choices = [("1", "Pertanian"), ("2", "Makanan"), ("3", "Minuman")];
    let choices = choices
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let name = |prefix: &str| format!("{}{prefix}", if is_faulty { "faulty-" } else { "" });
    let mut fields = vec![
        Field::line(name("line"), "A line").hint("With a hint below its label."),
        Field::new(name("lines"), "Several lines", Takes::Lines).holding("As somebody typed it."),
        Field::password(name("password"), "A password", "off"),
        Field::new(name("choice"), "One of a few", Takes::Choice(choices)).holding("2"),
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

fn numbers(of: [(&str, u64); 6]) -> impl Iterator<Item = (String, String, u64)> {
    of.into_iter()
        .map(|(label, number)| (label.to_owned(), number.to_string(), number))
}

async fn show(visit: Visit) -> Result<Answer, Failed> {
    let mut form = Form::to("/design", "Send", fields(true));
    form.said = Some("The summary gets the focus and leads to each field.".to_owned());
    let page = Page {
        tokens: &TOKENS,
        fields: fields(false),
        form,
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
        frame: Frame::of(&visit, "Design"),
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}
