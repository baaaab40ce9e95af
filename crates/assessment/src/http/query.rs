//! What lists may be asked for: order, and what is embedded.

use std::collections::BTreeSet;

use platform::{
    Error, Message, Rule,
    http::{Outcome, Paging, Params, Reply},
    version::Versioned,
};
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use crate::lists::Direction;
use crate::lists::Order;

/// The id in an address. One that is too large to be any is no mistake of form: nothing has it.
pub(crate) fn id(name: &str, text: &str) -> Result<i64, Error> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::invalid_field(name, Rule::Type("an integer".into())));
    }
    Ok(text.parse().unwrap_or(i64::MAX))
}

/// The id in a query parameter, if it is there.
pub(crate) fn maybe_id(params: &Params, name: &str) -> Result<Option<i64>, Error> {
    let given = params.first(name).filter(|text| !text.is_empty());
    given.map(|text| id(name, text)).transpose()
}

/// One of the words that a parameter may be, without case; `None` if it is not there.
pub(crate) fn one_of<T: Copy>(params: &Params, name: &str, all: &[(&'static str, T)]) -> Result<Option<T>, Error> {
    let Some(text) = params.first(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let found = all.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    found.map(|(_, value)| Some(*value)).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
        unknown(name, &words)
    })
}

fn unknown(name: &str, words: &[&str]) -> Error {
    let words = words.join(", ");
    let said = Message::new(
        format!("harus salah satu dari: {words}"),
        format!("must be one of: {words}"),
    );
    Error::invalid_field(name, Rule::Other(said))
}

/// `order`: `ASC` (also without it) or `DESC`.
pub(crate) fn direction(params: &Params) -> Result<Direction, Error> {
    let all = [("ASC", Direction::Ascending), ("DESC", Direction::Descending)];
    Ok(one_of(params, "order", &all)?.unwrap_or_default())
}

/// `orderBy`, one of some columns (the first without it), and `order`.
pub(crate) fn order(params: &Params, columns: &[&'static str]) -> Result<Order, Error> {
    let named: Vec<_> = columns.iter().map(|column| (*column, *column)).collect();
    let by = one_of(params, "orderBy", &named)?;
    Ok(Order {
        by: by.unwrap_or_else(|| columns.first().copied().unwrap_or("id")),
        down: direction(params)? == Direction::Descending,
    })
}

/// The text of a parameter without outer blanks; `None` if nothing is left. NUL, which no stored text holds and not every
/// engine can compare, is left out.
pub(crate) fn text(params: &Params, name: &str) -> Option<String> {
    let text = params.first(name)?.replace('\0', "");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What `search` asks for, folded.
pub(crate) fn search(params: &Params) -> Option<String> {
    let folded = platform::text::fold(&text(params, "search")?);
    (!folded.is_empty()).then_some(folded)
}

/// What `entities` asks for: relations to embed, and columns to keep.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entities {
    relations: BTreeSet<String>,
    /// `None`: every column.
    columns: Option<BTreeSet<String>>,
}

impl Entities {
    /// Reads `entities`: names of `relations` are embedded, names of `columns` select those columns; others are refused.
    pub(crate) fn read(params: &Params, relations: &[&str], columns: &[&str]) -> Result<Self, Error> {
        let mut read = Self::default();
        let names = params.all("entities").into_iter().flat_map(|list| list.split(','));
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            if relations.contains(&name) {
                read.relations.insert(name.to_owned());
            } else if columns.contains(&name) {
                read.columns.get_or_insert_default().insert(name.to_owned());
            } else {
                return Err(unknown("entities", &[relations, columns].concat()));
            }
        }
        Ok(read)
    }

    /// Whether a relation is to be embedded.
    pub(crate) fn has(&self, relation: &str) -> bool {
        self.relations.contains(relation)
    }

    /// A page of a list whose rows have the selected columns.
    pub(crate) fn list<T: Serialize>(
        &self,
        name: &'static str,
        (rows, paging): (Vec<T>, Paging),
        columns: &[&str],
    ) -> Outcome<Vec<Selected>> {
        let rows: Result<_, Error> = rows.iter().map(|row| self.select(row, columns)).collect();
        Ok(Reply::list(name, rows?, paging))
    }

    /// An object with the selected columns, and its version.
    pub(crate) fn show<T: Serialize + Versioned>(&self, view: &T, columns: &[&str]) -> Outcome<Selected> {
        Ok(Reply::ok(self.select(view, columns)?).version(view.version()))
    }

    /// An object with the selected columns: its `id`, those, and what is no column (embedded relations).
    fn select<T: Serialize>(&self, value: &T, columns: &[&str]) -> Result<Selected, Error> {
        let Value::Object(mut object) = serde_json::to_value(value).map_err(Error::internal)? else {
            return Err(Error::internal("columns were selected of what is no object"));
        };
        if let Some(wanted) = &self.columns {
            object.retain(|name, _| name == "id" || wanted.contains(name) || !columns.contains(&name.as_str()));
        }
        Ok(Selected(object))
    }
}

/// An object of which some columns may have been left out.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Selected(Map<String, Value>);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn params(query: &str) -> Params {
        Params::of(&format!("/x?{query}").parse().unwrap())
    }

    #[test]
    fn an_id_is_an_integer_and_a_huge_one_belongs_to_nothing() {
        assert_eq!(id("id", "7").unwrap(), 7);
        assert_eq!(id("id", "-7").unwrap(), -7);
        assert_eq!(id("id", "99999999999999999999").unwrap(), i64::MAX);
        for wrong in ["", "-", "x", "1.5", "1e3", "0x1", "+1", "١"] {
            assert!(id("id", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_order_is_one_of_two_words() {
        assert_eq!(direction(&params("")).unwrap(), Direction::Ascending);
        assert_eq!(direction(&params("order=desc")).unwrap(), Direction::Descending);
        assert!(direction(&params("order=up")).is_err());
    }

    #[test]
    fn entities_embed_relations_and_select_columns() {
        const RELATIONS: [&str; 1] = ["audio"];
        const COLUMNS: [&str; 2] = ["question", "point"];
        let value = json!({"id": 1, "question": "?", "point": 2, "entities": {}});
        let read = Entities::read(&params("entities=question,%20audio"), &RELATIONS, &COLUMNS).unwrap();
        assert!(read.has("audio"));
        let selected = read.select(&value, &COLUMNS).unwrap();
        assert_eq!(
            serde_json::to_value(selected).unwrap(),
            json!({"id": 1, "question": "?", "entities": {}})
        );
        assert!(Entities::read(&params("entities=secret"), &RELATIONS, &COLUMNS).is_err());
        let all = Entities::read(&params(""), &RELATIONS, &COLUMNS).unwrap();
        assert_eq!(
            serde_json::to_value(all.select(&value, &COLUMNS).unwrap()).unwrap(),
            value
        );
    }
}
