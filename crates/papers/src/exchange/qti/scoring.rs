//! What responses are worth: right ones, and what a mapping gives.

use super::super::{gather::Gather, tree::Element};
use crate::paper::ScoringRule;

const WHOLE: f64 = 100.0;

/// What an item says of a response.
pub(super) struct Response<'i> {
    /// What is right, in order.
    pub right: Vec<String>,
    /// What answers are worth, if they are mapped.
    mapped: Vec<(String, f64)>,
    default: f64,
    is_several: bool,
    pub is_number: bool,
    /// How far a number may be off.
    pub tolerance: String,
    declaration: Option<&'i Element>,
}

/// How an item is scored, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scored {
    Right,
    Mapped,
    Otherwise,
}

fn scored(item: &Element) -> Scored {
    let Some(processing) = item.first("responseprocessing") else {
        return Scored::Right;
    };
    let template = processing.attribute("template").unwrap_or_default();
    let names: Vec<&str> = processing
        .walk()
        .into_iter()
        .map(|element| element.name.as_str())
        .collect();
    if template.contains("map_response") || names.contains(&"mapresponse") {
        Scored::Mapped
    } else if template.contains("match_correct") || names.contains(&"correct") || names.len() == 1 {
        Scored::Right
    } else {
        Scored::Otherwise
    }
}

impl<'i> Response<'i> {
    /// The response of an identifier.
    pub fn of(item: &'i Element, identifier: &str, gather: &mut Gather) -> Self {
        let declaration = item
            .all("responsedeclaration")
            .find(|declaration| declaration.attribute("identifier") == Some(identifier));
        let values = declaration.and_then(|declaration| declaration.first("correctresponse"));
        let right = values
            .into_iter()
            .flat_map(|values| values.all("value"))
            .map(|value| value.text().trim().to_owned());
        let mut response = Self {
            right: right.collect(),
            mapped: Vec::new(),
            default: 0.0,
            is_several: declaration.and_then(|one| one.attribute("cardinality")) == Some("multiple"),
            is_number: declaration
                .and_then(|one| one.attribute("basetype"))
                .is_some_and(|kind| matches!(kind, "float" | "integer")),
            tolerance: tolerance(item),
            declaration,
        };
        let scored = scored(item);
        if scored == Scored::Mapped || response.right.is_empty() {
            response.map();
        }
        if scored == Scored::Otherwise {
            gather.warn(
                "qti.scoring",
                "",
                (
                    "Cara menilai soal ini tidak diimpor: nilai penuh untuk jawaban yang persis benar. Periksa di editor soal.",
                    "How the question is scored was not imported: all points for exactly what is right. Look at it in the editor.",
                ),
            );
        }
        response
    }

    fn map(&mut self) {
        let Some(mapping) = self.declaration.and_then(|declaration| declaration.first("mapping")) else {
            return;
        };
        let number = |element: &Element, name: &str| {
            let given = element
                .attribute(name)
                .and_then(|value| value.trim().parse::<f64>().ok());
            given.filter(|number| number.is_finite())
        };
        self.default = number(mapping, "defaultvalue").unwrap_or_default();
        let entry = |entry: &Element| {
            let key = entry.attribute("mapkey")?.trim().to_owned();
            Some((key, number(entry, "mappedvalue").unwrap_or_default()))
        };
        self.mapped = mapping.all("mapentry").filter_map(entry).collect();
    }

    /// Whether answers differ by case.
    pub fn tells_case(&self) -> bool {
        let mapping = self.declaration.and_then(|declaration| declaration.first("mapping"));
        let entries = mapping.into_iter().flat_map(|mapping| mapping.all("mapentry"));
        let tells = |entry: &Element| entry.attribute("casesensitive") == Some("true");
        entries.into_iter().any(tells)
    }

    /// What each of some identifiers is worth, in per cent, and the rule if nothing but right and wrong is told apart. With
    /// `is_ours`, values are shares already.
    pub fn shares(&self, identifiers: &[&str], is_ours: bool) -> (Vec<f64>, Option<ScoringRule>) {
        if self.mapped.is_empty() {
            let share = |identifier: &&str| {
                if self.right.iter().any(|right| right == identifier) {
                    WHOLE
                } else {
                    0.0
                }
            };
            return (identifiers.iter().map(share).collect(), Some(ScoringRule::Exact));
        }
        let value = |identifier: &&str| {
            let found = self.mapped.iter().find(|(known, _)| known == identifier);
            found.map_or(self.default, |(_, value)| *value)
        };
        let values: Vec<f64> = identifiers.iter().map(value).collect();
        let gains = values.iter().copied().filter(|value| *value > 0.0);
        let all = match self.is_several {
            _ if is_ours => 1.0,
            true => gains.sum::<f64>(),
            false => gains.fold(0.0, f64::max),
        };
        let shares = values
            .iter()
            .map(|value| if all > 0.0 { value / all * WHOLE } else { 0.0 });
        (shares.collect(), None)
    }

    /// Texts that are accepted, with their shares.
    pub fn accepted(&self, is_ours: bool) -> Vec<(String, f64)> {
        if self.mapped.is_empty() {
            return self.right.iter().map(|right| (right.clone(), WHOLE)).collect();
        }
        let most = self.mapped.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        let all = if is_ours { 1.0 } else { most };
        let share = |(key, value): &(String, f64)| (key.clone(), if all > 0.0 { value / all * WHOLE } else { 0.0 });
        self.mapped.iter().map(share).collect()
    }
}

/// How far a number may be off, where an item compares it so.
fn tolerance(item: &Element) -> String {
    let processing = item.first("responseprocessing");
    let equal = processing
        .into_iter()
        .flat_map(Element::walk)
        .find(|element| element.name == "equal");
    let absolute = equal.filter(|equal| equal.attribute("tolerancemode") == Some("absolute"));
    let given = absolute
        .and_then(|equal| equal.attribute("tolerance"))
        .unwrap_or_default();
    given.split_whitespace().next().unwrap_or_default().to_owned()
}
