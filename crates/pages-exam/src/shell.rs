//! The page around the program, made once for each language.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRef, State};
use http::HeaderMap;
use pages_kit::{Answer, Failed, Frame, Kit, Language, Speech, failure::Reader};
use platform::Error;

use crate::{files, texts, worker};

/// The page in each language.
#[derive(Clone)]
pub(crate) struct Shells {
    kit: Kit,
    pages: Arc<[String; 3]>,
}

impl FromRef<Shells> for Kit {
    fn from_ref(shells: &Shells) -> Self {
        shells.kit.clone()
    }
}

#[derive(Template)]
#[template(path = "exam/shell.html")]
struct Page<'a> {
    frame: Frame<'a>,
    exam_style: String,
    program: String,
    worker: &'static str,
    texts: String,
}

impl Page<'_> {
    /// A text of the kit's own catalogue.
    fn kit_says(&self, key: &str) -> String {
        self.frame.speech.say(key)
    }
}

impl Shells {
    /// Renders them. A mistake in a text or in the template is a fault of ours.
    pub(crate) fn new(kit: &Kit) -> Result<Self, Error> {
        let [indonesian, english, turkish] = Language::ALL.map(|language| render(kit, kit.speech(language)));
        Ok(Self {
            kit: kit.clone(),
            pages: Arc::new([indonesian?, english?, turkish?]),
        })
    }

    fn page(&self, language: Language) -> &str {
        let [indonesian, english, turkish] = &*self.pages;
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
            Language::Turkish => turkish,
        }
    }
}

fn render(kit: &Kit, speech: Speech<'_>) -> Result<String, Error> {
    let mut frame = Frame::bare(kit, speech, speech.say("title"), None);
    "/exam".clone_into(&mut frame.path);
    let page = Page {
        frame,
        exam_style: files::address("exam.css"),
        program: files::address("main.js"),
        worker: worker::ADDRESS,
        texts: texts::json(speech)?,
    };
    page.render().map_err(Error::internal)
}

/// `GET /exam`, `/registration` and `/receipt/{receipt}`: the program reads the address.
pub(crate) async fn show(State(shells): State<Shells>, headers: HeaderMap) -> Result<Answer, Failed> {
    let language = Language::of_request(&headers);
    let page = shells.page(language);
    Answer::html(page.to_owned())
        .same_for_all(page, &headers)
        .map_err(|error| {
            let kit = shells.kit.clone();
            Failed::of(error, Reader { kit, language })
        })
}
