//! Formulas as people type them, in LaTeX and in the EQ fields of Word: there is a formula that is stored and read again, or a reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use marked::Formula;

fuzz_target!(|text: &str| {
    for formula in [Formula::of_latex(text), Formula::of_eq_field(text)]
        .into_iter()
        .flatten()
    {
        assert_eq!(Formula::of_mathml(&formula.to_mathml()).as_ref(), Ok(&formula));
        let _ = (formula.to_linear(), formula.to_latex());
    }
});
