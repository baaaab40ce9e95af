//! Formulas of pages: what is read is written as the same formula.

#![no_main]

use libfuzzer_sys::fuzz_target;
use marked::Formula;

fuzz_target!(|text: &str| {
    let Ok(formula) = Formula::of_mathml(text) else { return };
    assert_eq!(Formula::of_mathml(&formula.to_mathml()).as_ref(), Ok(&formula));
    let _ = (formula.to_omml(), formula.to_linear(), formula.to_latex());
});
