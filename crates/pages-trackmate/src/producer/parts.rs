//! Parts of a product that a form has any number of: ingredients, steps, impacts. Each is a row of fields, and each time a
//! form is shown there are some empty rows more.
//!
//! Invariant: rows are numbered as use cases number them, so that a fault stands beside its field.

use std::collections::BTreeMap;

use pages_kit::{Field, Fields, Speech, field::Takes};
use serde_json::Value;

use super::{
    photos::is_picture,
    places,
    sheet::{Group, Section},
    typed::Faults,
};
use pages_kit::picture;

/// How many empty rows a form has.
const EMPTY: usize = 3;
/// The most rows that are read: more than any list takes.
const MOST: usize = 120;
/// Longest texts, in characters.
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 10_000;

/// Of the picture of a row: where it is, whether it goes, and the one that came.
const PICTURE: &str = "image";
const PICTURE_GONE: &str = "image-remove";
const PICTURE_NEW: &str = "picture";

/// A kind of part.
pub(super) struct Kind {
    /// What use cases call it.
    pub(super) path: &'static str,
    columns: &'static [&'static str],
    /// Columns that say where it comes from, and fold.
    place: &'static [&'static str],
}

pub(super) const KINDS: [Kind; 3] = [
    Kind {
        path: "resources",
        columns: &["name", "umkm", "location.name", "description"],
        place: &places::COLUMNS,
    },
    Kind {
        path: "production",
        columns: &["name", "description"],
        place: &[],
    },
    Kind {
        path: "impact",
        columns: &["name", "description"],
        place: &[],
    },
];

impl Kind {
    pub(super) fn at(&self, row: usize, column: &str) -> String {
        format!("{}[{row}].{column}", self.path)
    }

    /// Its columns, and those of its place.
    fn all_columns(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns.iter().chain(self.place).copied()
    }

    fn has_row(&self, fields: &Fields, row: usize) -> bool {
        fields.find(&self.at(row, "name")).is_some()
    }

    /// Whether a field is one of a row.
    pub(super) fn has(&self, field: &str) -> bool {
        field.strip_prefix(self.path).is_some_and(|rest| rest.starts_with('['))
    }

    /// Whether a field is about the picture of a row.
    pub(super) fn has_picture(&self, field: &str) -> bool {
        let column = field.rsplit_once("].").map_or("", |(_, column)| column);
        self.has(field) && [PICTURE, PICTURE_GONE, PICTURE_NEW].contains(&column)
    }

    /// Where the picture of a row is after the form was sent; empty if it has none.
    fn picture<'a>(&self, fields: &'a Fields, row: usize) -> &'a str {
        let came = fields.get(&self.at(row, PICTURE_NEW));
        if !came.is_empty() {
            return came;
        }
        if fields.is_ticked(&self.at(row, PICTURE_GONE)) {
            return "";
        }
        fields.get(&self.at(row, PICTURE))
    }

    /// The rows that were sent, numbered anew: without those that go, and without empty ones unless more are wanted.
    pub(super) fn settle(&self, fields: &Fields, keeps_empty: bool) -> Vec<(String, String)> {
        let mut settled = Vec::new();
        let mut number = 0;
        for row in (0..MOST).take_while(|row| self.has_row(fields, *row)) {
            let picture = self.picture(fields, row);
            let is_blank = |column: &str| fields.get(&self.at(row, column)).trim().is_empty();
            let is_empty = picture.is_empty() && self.all_columns().all(is_blank);
            if fields.is_ticked(&self.at(row, "remove")) || is_empty && !keeps_empty {
                continue;
            }
            for column in self.all_columns().chain(["id"]) {
                let value = fields.get(&self.at(row, column)).to_owned();
                settled.push((self.at(number, column), value));
            }
            if !picture.is_empty() {
                settled.push((self.at(number, PICTURE), picture.to_owned()));
            }
            number += 1;
        }
        settled
    }

    /// Stored parts as a form would have sent them.
    pub(super) fn as_sent(&self, stored: &[Value]) -> Vec<(String, String)> {
        let row = |(row, part): (usize, &Value)| {
            let column = move |column: &str| (self.at(row, column), text_at(part, column));
            let picture = text_at(part, PICTURE);
            let picture = is_picture(&picture).then(|| (self.at(row, PICTURE), picture));
            let columns = self.all_columns().chain(["id"]).map(column);
            columns.chain(picture).collect::<Vec<_>>()
        };
        stored.iter().enumerate().flat_map(row).collect()
    }

    /// What a use case takes. What a form does not show of a stored part stays.
    pub(super) fn input(&self, fields: &Fields, faults: &mut Faults, stored: &[Value]) -> Value {
        let known: BTreeMap<String, &Value> = stored.iter().map(|part| (text_at(part, "id"), part)).collect();
        let rows = (0..MOST).take_while(|row| self.has_row(fields, *row));
        let parts = rows.map(|row| {
            let before = known
                .get(fields.get(&self.at(row, "id")))
                .and_then(|part| part.as_object());
            let mut part = before.cloned().unwrap_or_default();
            let before = part.get("location").cloned().unwrap_or_default();
            for column in self.columns.iter().filter(|column| !column.contains('.')) {
                let typed = fields.get(&self.at(row, column)).trim().replace("\r\n", "\n");
                part.insert((*column).to_owned(), typed.into());
            }
            if !self.place.is_empty() {
                let place = places::input(fields, faults, |column| self.at(row, column), &before);
                part.insert("location".to_owned(), place);
            }
            let picture = fields
                .find(&self.at(row, PICTURE))
                .filter(|address| !address.is_empty());
            part.insert(PICTURE.to_owned(), picture.into());
            Value::Object(part)
        });
        parts.collect()
    }

    /// The part of the form that has them.
    pub(super) fn section(&self, speech: Speech<'_>, fields: &Fields) -> Section {
        let filled = (0..MOST).take_while(|row| self.has_row(fields, *row)).count();
        let texts = |text: &str| speech.say(&format!("producer-{}-{text}", self.path));
        let row = |row: usize| {
            let id = fields.get(&self.at(row, "id"));
            let mut columns: Vec<Field> = self
                .columns
                .iter()
                .map(|column| self.field(speech, row, column))
                .collect();
            columns.push(
                Field::new(
                    self.at(row, PICTURE_NEW),
                    speech.say("producer-part-picture"),
                    Takes::Picture,
                )
                .hint(speech.say("producer-part-picture-hint")),
            );
            let held = fields.get(&self.at(row, PICTURE));
            if !held.is_empty() {
                let gone = speech.say("producer-picture-remove");
                columns.push(Field::new(self.at(row, PICTURE_GONE), gone, Takes::Tick));
            }
            if !id.is_empty() {
                let remove = speech.say("producer-part-remove");
                columns.push(Field::new(self.at(row, "remove"), remove, Takes::Tick));
            }
            Group {
                legend: format!("{} {}", texts("one"), row + 1),
                hidden: vec![
                    (self.at(row, "id"), id.to_owned()),
                    (self.at(row, PICTURE), held.to_owned()),
                ],
                picture: picture::own(held),
                fields: columns,
                fold: (!self.place.is_empty()).then(|| places::fold(speech, fields, |column| self.at(row, column))),
            }
        };
        Section {
            heading: texts("all"),
            lead: texts("lead"),
            groups: (0..filled + EMPTY).map(row).collect(),
            more: Some(self.path),
            folds: true,
            is_open: filled > 0,
            ..Section::default()
        }
    }

    fn field(&self, speech: Speech<'_>, row: usize, column: &str) -> Field {
        let (takes, most) = match column {
            "description" => (Takes::Lines, LONGEST_TEXT),
            _ => (Takes::Line, LONGEST_LINE),
        };
        let label = speech.say(&format!("producer-{}-{}", self.path, column.replace('.', "-")));
        Field::new(self.at(row, column), label, takes).at_most(most)
    }
}

/// What a form would have sent of a stored part.
fn text_at(part: &Value, column: &str) -> String {
    let value = match column.split_once('.') {
        Some((object, member)) => &part[object][member],
        None => &part[column],
    };
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Fields {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn rows_are_numbered_anew_without_what_goes() {
        let fields = sent(&[
            ("production[0].name", " "),
            ("production[1].name", "Petik"),
            ("production[1].id", "step-1"),
            ("production[2].name", "Jemur"),
            ("production[2].remove", "ya"),
            ("production[3].name", ""),
            ("production[3].description", "tanpa nama"),
            ("production[5].name", "nobody reads this"),
        ]);
        let named = |keeps_empty| {
            let settled: Fields = KINDS[1].settle(&fields, keeps_empty).into_iter().collect();
            let names = (0..MOST).take_while(|row| KINDS[1].has_row(&settled, *row));
            let names = names.map(|row| settled.get(&format!("production[{row}].name")).to_owned());
            (names.collect::<Vec<_>>(), settled.get("production[0].id").to_owned())
        };
        assert_eq!(named(false), (vec!["Petik".into(), String::new()], "step-1".into()));
        assert_eq!(named(true).0.len(), 3);
    }

    #[test]
    fn a_row_keeps_its_picture_until_it_goes_or_another_comes() {
        let of = |more: &[(&str, &str)]| {
            let held = [("impact[0].name", ""), ("impact[0].image", "/media/a.png")];
            let settled: Fields = KINDS[2]
                .settle(&sent(&[&held, more].concat()), false)
                .into_iter()
                .collect();
            settled.get("impact[0].image").to_owned()
        };
        assert_eq!(of(&[]), "/media/a.png");
        assert_eq!(of(&[("impact[0].image-remove", "ya")]), "");
        assert_eq!(
            of(&[("impact[0].image-remove", "ya"), ("impact[0].picture", "/media/b.png")]),
            "/media/b.png"
        );
        assert!(KINDS[2].has_picture("impact[12].picture") && !KINDS[2].has_picture("impact[0].name"));
        assert!(!KINDS[2].has_picture("picture"));
    }

    #[test]
    fn what_a_form_does_not_show_of_a_part_stays() {
        let stored = [json!({"id": "resource-1", "name": "Biji", "image": "/media/a.png",
            "location": {"lat": 4.6, "lng": 96.8, "name": "Aceh"}, "description": ""})];
        let typed = |name: &str, place: &str, id: &str| {
            let fields = sent(&[
                ("resources[0].name", name),
                ("resources[0].location.name", place),
                ("resources[0].location.lat", "4.6"),
                ("resources[0].location.lng", "96.8"),
                ("resources[0].id", id),
                ("resources[0].image", "/media/a.png"),
            ]);
            KINDS[0].input(&fields, &mut Faults::default(), &stored)[0].clone()
        };
        let renamed = typed("Biji merah", "Aceh", "resource-1");
        assert_eq!(
            (&renamed["name"], &renamed["image"]),
            (&json!("Biji merah"), &json!("/media/a.png"))
        );
        assert_eq!(renamed["location"]["lat"], 4.6);
        let moved = typed("Biji", "Bali", "resource-1");
        assert_eq!(moved["location"], json!({"name": "Bali", "lat": null, "lng": null}));
        // An id that is not of this product says nothing.
        assert_eq!(typed("Biji", "Bali", "resource-2").get("id"), None);
    }
}
