//! The order of a list: a statement for each column and each direction, so that an index can serve it.

use crate::lists::Order;

/// What a list can be ordered by: a column as the API names it, and the expressions that stand for it in a statement. Rows
/// that are alike by them come by their ids.
pub(crate) type Columns = [(&'static str, &'static [&'static str])];

/// Every order by some columns.
pub(crate) fn orders(columns: &Columns) -> Vec<Order> {
    let both = |(by, _): &(&'static str, _)| [false, true].map(|down| Order { by, down });
    columns.iter().flat_map(both).collect()
}

/// Every order by some columns, of a list that has a part of its own: all of it, and that part.
pub(crate) fn orders_of_parts(columns: &Columns) -> Vec<(bool, Order)> {
    let parts = |order| [false, true].map(|part| (part, order));
    orders(columns).into_iter().flat_map(parts).collect()
}

/// Writes an order down.
pub(crate) fn order_by(columns: &Columns, order: Order, id: &str) -> String {
    let keys = columns
        .iter()
        .find(|(by, _)| *by == order.by)
        .map_or(&[][..], |(_, keys)| keys);
    let way = if order.down { " desc" } else { "" };
    let keys: Vec<String> = keys.iter().chain([&id]).map(|key| format!("{key}{way}")).collect();
    format!(" order by {}", keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_by_a_column_and_then_by_id() {
        const COLUMNS: &Columns = &[("id", &[]), ("place", &["d.ordinal", "q.ordinal"])];
        let written: Vec<_> = orders(COLUMNS)
            .into_iter()
            .map(|order| order_by(COLUMNS, order, "q.id"))
            .collect();
        assert_eq!(
            written,
            [
                " order by q.id",
                " order by q.id desc",
                " order by d.ordinal, q.ordinal, q.id",
                " order by d.ordinal desc, q.ordinal desc, q.id desc"
            ]
        );
    }
}
