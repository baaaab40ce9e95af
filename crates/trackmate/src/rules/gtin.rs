//! The trade number of a product, as a form brings it.

use platform::text::Check;

use crate::model::{Gtin, TradeNumber};

/// A checked number, and whether labels say it.
pub(super) fn trade_number(check: &mut Check, (written, is_on_label): &(String, bool)) -> Option<TradeNumber> {
    match Gtin::read(written) {
        Ok(gtin) => Some(TradeNumber {
            gtin,
            is_on_label: *is_on_label,
        }),
        Err(rule) => {
            check.note("gtin", rule);
            None
        }
    }
}
