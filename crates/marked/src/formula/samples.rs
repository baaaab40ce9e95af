//! Formulas for tests: small trees of every kind.

use proptest::prelude::*;

use super::{Formula, boxed};

fn token() -> impl Strategy<Value = Formula> {
    prop_oneof![
        "[1-9]".prop_map(Formula::Number),
        "1,5|0\\.25|1\\.000,5".prop_map(Formula::Number),
        "[a-cxyπℝ]".prop_map(Formula::Identifier),
        "sin|lim|AB|𝐀𝐁".prop_map(Formula::Identifier),
        "[+=×<>|/&(),;-]".prop_map(Formula::Operator),
        "jika x| untuk |a<b & \"c\"".prop_map(Formula::Text),
        Just(Formula::Space),
    ]
}

fn pair(
    inner: impl Strategy<Value = Formula> + Clone,
    make: impl Fn(Box<Formula>, Box<Formula>) -> Formula,
) -> impl Strategy<Value = Formula> {
    (inner.clone(), inner).prop_map(move |(a, b)| make(boxed(a), boxed(b)))
}

fn scripts(inner: impl Strategy<Value = Formula> + Clone + 'static) -> impl Strategy<Value = Formula> {
    prop_oneof![
        pair(inner.clone(), |base, script| Formula::Superscript { base, script }),
        pair(inner.clone(), |base, script| Formula::Subscript { base, script }),
        pair(inner.clone(), |base, under| Formula::Under { base, under }),
        pair(inner.clone(), |base, over| Formula::Over { base, over }),
        (inner.clone(), inner.clone(), inner.clone(), any::<bool>()).prop_map(|(base, sub, sup, before)| {
            let (base, sub, sup) = (boxed(base), boxed(sub), boxed(sup));
            if before {
                Formula::PreScripts { base, sub, sup }
            } else {
                Formula::SubSup { base, sub, sup }
            }
        }),
        (inner, "[~→^¯⏞⏟]", any::<bool>()).prop_map(|(base, mark, below)| Formula::Accent {
            base: boxed(base),
            mark,
            below
        }),
    ]
}

fn fences(inner: impl Strategy<Value = Formula> + Clone + 'static) -> impl Strategy<Value = Formula> {
    let items = prop::collection::vec(inner.clone(), 0..3);
    prop_oneof![
        ("[(\\[{|]?", "[)\\]}|]?", "[,;|]", items.clone()).prop_map(|(open, close, separator, items)| {
            Formula::Fenced {
                open,
                close,
                separator,
                items,
            }
        }),
        items.clone().prop_map(|rows| Formula::Equations { rows }),
        prop::collection::vec(items, 0..3).prop_map(|rows| Formula::Matrix { rows }),
    ]
}

fn applied(inner: impl Strategy<Value = Formula> + Clone + 'static) -> impl Strategy<Value = Formula> {
    let limit = prop::option::of(inner.clone().prop_map(boxed));
    prop_oneof![
        ("[∑∏∫∮⋃]", limit.clone(), limit.clone(), inner.clone()).prop_map(|(operator, lower, upper, body)| {
            Formula::NAry {
                operator,
                lower,
                upper,
                body: boxed(body),
            }
        }),
        pair(inner.clone(), |name, argument| Formula::Function { name, argument }),
        (limit, inner).prop_map(|(degree, radicand)| Formula::Root {
            degree,
            radicand: boxed(radicand)
        }),
    ]
}

/// Formulas of every kind, canonical.
pub(crate) fn formulas() -> impl Strategy<Value = Formula> {
    let any_tree = token().prop_recursive(4, 24, 4, |inner| {
        let inner = inner.boxed();
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Formula::Row),
            (inner.clone(), inner.clone(), any::<bool>()).prop_map(|(above, below, bar)| Formula::Fraction {
                numerator: boxed(above),
                denominator: boxed(below),
                bar
            }),
            pair(inner.clone(), |upper, lower| Formula::Binomial { upper, lower }),
            scripts(inner.clone()),
            fences(inner.clone()),
            applied(inner),
        ]
    });
    any_tree.prop_map(Formula::canonical)
}

proptest! {
    #[test]
    fn canonical_trees_stay_as_they_are(formula in formulas()) {
        prop_assert_eq!(formula.clone().canonical(), formula);
    }

    #[test]
    fn office_math_is_read_back(formula in formulas()) {
        prop_assume!(!formula.to_omml().contains("&amp;") || !formula.to_omml().contains("m:eqArr"));
        prop_assert_eq!(Formula::of_omml(&formula.to_omml()), Ok(formula));
    }

    #[test]
    fn mathml_is_read_back(formula in formulas()) {
        prop_assert_eq!(Formula::of_mathml(&formula.to_mathml()), Ok(formula.clone()));
        prop_assert_eq!(Formula::of_mathml(&formula.to_mathml_with_alternative()), Ok(formula));
    }

    #[test]
    fn no_text_makes_a_reader_panic(
        text in "(<m:(r|t|d|e|f|num|den|nary|sSup|sup)>|</m:(r|t|d|e|f|num|den|nary|sSup|sup)>|x|2|&amp;|[<>&/;])*",
        math in "(<math>|</math>|<m(row|o|i|sup|table|tr|td)>|</m(row|o|i|sup|table|tr|td)>|x|2)*",
    ) {
        let _ = Formula::of_omml(&text);
        let _ = Formula::of_mathml(&math);
    }
}
