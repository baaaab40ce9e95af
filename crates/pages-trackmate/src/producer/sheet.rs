//! A long form in sections, some of which fold, and the page that shows it.

use askama::Template;
use pages_kit::{
    Answer, Field, Fields, Frame, Visit,
    form::{Form, ONCE, answer, new_key},
    map::Picker,
};
use platform::Error;

use super::photos::ShownPhotos;
use crate::Shop;

/// Fields that belong together.
#[derive(Default)]
pub(super) struct Group {
    /// What they are together; empty if that needs no words.
    pub(super) legend: String,
    pub(super) hidden: Vec<(String, String)>,
    /// Where the picture is that they have.
    pub(super) picture: Option<String>,
    pub(super) fields: Vec<Field>,
    /// What is filled in seldom, and folds.
    pub(super) fold: Option<Fold>,
}

/// Fields of a group that fold, with the map on which they are chosen.
pub(super) struct Fold {
    pub(super) heading: String,
    pub(super) lead: String,
    pub(super) fields: Vec<Field>,
    pub(super) map: Picker,
    pub(super) is_open: bool,
}

impl Group {
    fn all(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.fold.iter().flat_map(|fold| &fold.fields))
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        let folded = self.fold.iter_mut().flat_map(|fold| &mut fold.fields);
        self.fields.iter_mut().chain(folded)
    }
}

/// A part of a long form.
#[derive(Default)]
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) lead: String,
    pub(super) groups: Vec<Group>,
    /// Pictures that are there, above the fields.
    pub(super) photos: Vec<ShownPhotos>,
    /// What the button for more rows asks for.
    pub(super) more: Option<&'static str>,
    /// Whether it can be folded.
    pub(super) folds: bool,
    pub(super) is_open: bool,
    /// A map on which fields of this part are chosen.
    pub(super) map: Option<Picker>,
}

impl Section {
    /// Whether a place is chosen on a map somewhere in it.
    fn has_map(&self) -> bool {
        self.map.is_some() || self.groups.iter().any(|group| group.fold.is_some())
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.groups.iter().flat_map(Group::all)
    }

    fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.groups.iter_mut().flat_map(Group::all_mut)
    }
}

/// A step of a form that is filled in one after another.
pub(super) struct Stage {
    pub(super) text: String,
    /// Where it is; empty while one cannot go there.
    pub(super) path: String,
    pub(super) is_here: bool,
    pub(super) is_done: bool,
}

/// The words and ways of a page with a long form.
#[derive(Default)]
pub(super) struct Heading {
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) action: String,
    pub(super) submit: String,
    /// The way back; empty if there is none.
    pub(super) back: &'static str,
    /// Whether sending it twice would make two things.
    pub(super) once: bool,
    /// The steps, where it is one of several.
    pub(super) stages: Vec<Stage>,
    /// The name of the button that saves and goes back a step, if there is one before.
    pub(super) before: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "producer/form.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    /// The script of maps on which a place is chosen, if there is one.
    picker: Option<&'a str>,
    heading: Heading,
    form: Form,
    sections: Vec<Section>,
}

/// The page, holding what was typed, with what is wrong.
pub(super) fn show(
    shop: &Shop,
    visit: &Visit,
    (heading, mut sections): (Heading, Vec<Section>),
    fields: &Fields,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let all = sections.iter().flat_map(Section::fields).cloned().collect();
    let mut form = Form::to(&heading.action, &heading.submit, all).holding(fields);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    for (field, held) in sections.iter_mut().flat_map(Section::fields_mut).zip(&form.fields) {
        field.clone_from(held);
    }
    for section in &mut sections {
        let is_faulty = section.fields().any(|field| field.fault.is_some());
        section.is_open |= is_faulty;
        for fold in section.groups.iter_mut().filter_map(|group| group.fold.as_mut()) {
            fold.is_open |= fold.fields.iter().any(|field| field.fault.is_some());
        }
    }
    if heading.once {
        let key = Some(fields.get(ONCE)).filter(|key| !key.is_empty());
        form.hidden.push((ONCE, key.map_or_else(new_key, str::to_owned)));
    }
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, heading.title.clone()).with_form(&token),
        style: shop.producer_style(),
        picker: sections.iter().any(Section::has_map).then(|| shop.picker()),
        heading,
        form,
        sections,
    };
    answer(Answer::page(&page), token)
}
