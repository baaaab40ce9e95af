//! What a saved search may ask for: what a list may be filtered by, and at least one thing. Pure.

use platform::{Error, FieldError, Message, Result, Rule, page::Filter};
use serde_json::Value;

use super::{listing_query::read_query, location::key};
use crate::model::{listing_list::ListingQuery, saved_search::SavedFilters};

/// Filters as a list's parameters have them.
fn parameters(filters: &SavedFilters) -> Vec<(&'static str, Vec<String>)> {
    let number = |number: Option<f64>| number.map(|number| number.to_string()).into_iter().collect();
    let text = |text: &Option<String>| text.clone().into_iter().collect();
    vec![
        ("categoryId", filters.category_id.clone()),
        ("locationId", filters.location_id.clone()),
        ("country", filters.country.clone()),
        ("city", filters.city.clone()),
        ("district", filters.district.clone()),
        ("userId", filters.user_id.clone()),
        ("price_gte", number(filters.price_gte)),
        ("price_lte", number(filters.price_lte)),
        ("condition", filters.condition.clone()),
        ("listingType", filters.listing_type.clone()),
        ("premiumType", filters.premium_type.clone()),
        ("attribute", filters.attribute.clone()),
        ("near", text(&filters.near)),
        ("within", number(filters.within)),
        ("q", text(&filters.q)),
    ]
}

/// What a list of these filters is asked for. Refused by the rules of a list, each under the filter's name.
pub fn query_of(filters: &SavedFilters) -> Result<ListingQuery> {
    let parameters = parameters(filters);
    let all = |name: &str| {
        let found = parameters.iter().find(|(known, _)| *known == name);
        found.map_or_else(Vec::new, |(_, values)| values.iter().map(String::as_str).collect())
    };
    read_query(all, key).map_err(within_filters)
}

fn within_filters(error: Error) -> Error {
    let fields = error.fields().iter();
    let fields: Vec<_> = fields
        .map(|field| FieldError::new(format!("filters.{}", field.path), field.rule.clone()))
        .collect();
    if fields.is_empty() {
        error
    } else {
        Error::invalid_fields(fields)
    }
}

/// The filters of a list's query, as they are kept: without blanks, and without its order.
pub fn filters_of(query: &ListingQuery) -> SavedFilters {
    let mut kept = SavedFilters::default();
    for Filter { name, value } in &query.filters {
        let values: Vec<String> = match value {
            Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Value::String(one) => vec![one.clone()],
            _ => Vec::new(),
        };
        let number = || values.first().and_then(|text| text.parse().ok());
        match name.as_str() {
            "categoryId" => kept.category_id = values,
            "locationId" => kept.location_id = values,
            "country" => kept.country = values,
            "city" => kept.city = values,
            "district" => kept.district = values,
            "userId" => kept.user_id = values,
            "price_gte" => kept.price_gte = number(),
            "price_lte" => kept.price_lte = number(),
            "condition" => kept.condition = values,
            "listingType" => kept.listing_type = values,
            "premiumType" => kept.premium_type = values,
            "attribute" => kept.attribute = values,
            "near" => kept.near = values.into_iter().next(),
            "within" => kept.within = number(),
            "q" => kept.q = values.into_iter().next(),
            _ => {}
        }
    }
    kept
}

/// Filters that are good, without blanks. Refused where nothing is asked for: everything that comes would be new.
pub(crate) fn check_filters(filters: &SavedFilters) -> Result<SavedFilters> {
    let kept = filters_of(&query_of(filters)?);
    if kept == SavedFilters::default() {
        let said = Message::new(
            "harus berisi paling sedikit satu saringan",
            "must have at least one filter",
        );
        return Err(Error::invalid_field("filters", Rule::Other(said)));
    }
    Ok(kept)
}

/// The one category in which filters look; empty if there is none, or more.
pub(crate) fn lead_of(filters: &SavedFilters) -> &str {
    match filters.category_id.as_slice() {
        [one] => one,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_kept_as_a_list_reads_them() {
        let sent: SavedFilters = serde_json::from_str(
            r#"{"city":[" İzmir ",""],"price_lte":5000.5,"attribute":["fuel=diesel","km<=1000"],"near":"38.4,27.1","within":5,"q":" kırmızı "}"#,
        )
        .unwrap();
        let kept = check_filters(&sent).unwrap();
        assert_eq!(
            serde_json::to_string(&kept).unwrap(),
            r#"{"city":["İzmir"],"price_lte":5000.5,"attribute":["fuel=diesel","km<=1000"],"near":"38.4,27.1","within":5.0,"q":"kırmızı"}"#
        );
        assert_eq!(check_filters(&kept).unwrap(), kept);
        let query = query_of(&kept).unwrap();
        assert_eq!((query.filter.price, query.filter.attributes.len()), ((0, 500_050), 2));
    }

    #[test]
    fn what_a_list_refuses_is_refused_under_the_name_of_the_filter() {
        let sent = SavedFilters {
            category_id: vec!["cars".to_owned()],
            near: Some("north".to_owned()),
            ..SavedFilters::default()
        };
        let error = check_filters(&sent).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["filters.categoryId", "filters.near"]);
        for nothing in [r"{}", r#"{"q":"  ","city":[]}"#] {
            let nothing: SavedFilters = serde_json::from_str(nothing).unwrap();
            assert_eq!(check_filters(&nothing).unwrap_err().fields()[0].path, "filters");
        }
    }
}
