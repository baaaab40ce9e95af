//! Components of pages, and what stands around each page, compiled here once. A macro or a layout of the template language is
//! written anew into each page that uses it, which half of the time of building pages went into; the macros of
//! `kit/macros.html` lead here.

use askama::Template;

use crate::{Field, Frame, Speech, chart::Chart, form::Form};

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident($($value:ident: $type:ty),+) -> $Part:ident, $path:tt;)+) => {$(
        $(#[$doc])*
        #[derive(Template)]
        #[template(path = $path)]
        pub struct $Part<'a> {
            $($value: $type,)+
        }

        $(#[$doc])*
        pub fn $name<'a>($($value: $type),+) -> $Part<'a> {
            $Part { $($value),+ }
        }
    )+};
}

parts! {
    /// A drawing of a few lines, by its name.
    icon(name: &'a str) -> Icon, "kit/parts/icon.html";
    /// A field of a form with its label, its hint and what is wrong with it.
    field(f: &'a Field) -> FieldPart, "kit/parts/field.html";
    /// What is wrong with a form, above it.
    faults(form: &'a Form, speech: &'a Speech<'a>) -> Faults, "kit/parts/faults.html";
    /// A form with its fields and its button.
    form(form: &'a Form, speech: &'a Speech<'a>) -> FormPart, "kit/parts/form.html";
    /// How far pictures are on their way.
    uploading(speech: &'a Speech<'a>) -> Uploading, "kit/parts/uploading.html";
    /// Bars or a line, with the numbers as text for whoever does not see them.
    chart(chart: &'a Chart) -> ChartPart, "kit/parts/chart.html";
    /// What browsers and search engines are told of a page.
    head(frame: &'a Frame<'a>) -> Head, "kit/parts/head.html";
    /// The scripts that every page has.
    scripts(frame: &'a Frame<'a>) -> Scripts, "kit/parts/scripts.html";
    /// The search of the bar.
    search(frame: &'a Frame<'a>) -> Search, "kit/parts/search.html";
    /// The ways of the bar.
    menu(frame: &'a Frame<'a>) -> MenuPart, "kit/parts/menu.html";
    /// What stands below every page.
    foot(frame: &'a Frame<'a>) -> Foot, "kit/parts/foot.html";
}
