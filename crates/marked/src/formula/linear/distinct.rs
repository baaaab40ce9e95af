//! Tests that formulas which differ read differently.

use proptest::prelude::*;

use crate::formula::{Formula, boxed};

/// Small formulas of the shapes that schools use, in which every sign stands for itself.
fn plain_formulas() -> impl Strategy<Value = Formula> {
    let token = prop_oneof![
        "[1-9]".prop_map(Formula::Number),
        "[axy]".prop_map(Formula::Identifier),
        "[+=×-]".prop_map(Formula::Operator),
    ];
    let tree = token.prop_recursive(3, 8, 3, |inner| {
        let pair = |make: fn(Box<Formula>, Box<Formula>) -> Formula| {
            (inner.clone(), inner.clone()).prop_map(move |(a, b)| make(boxed(a), boxed(b)))
        };
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Formula::Row),
            pair(|numerator, denominator| Formula::Fraction {
                numerator,
                denominator,
                bar: true
            }),
            pair(|base, script| Formula::Superscript { base, script }),
            pair(|base, script| Formula::Subscript { base, script }),
            pair(|upper, lower| Formula::Binomial { upper, lower }),
            pair(|degree, radicand| Formula::Root {
                degree: Some(degree),
                radicand
            }),
            inner.clone().prop_map(|radicand| Formula::Root {
                degree: None,
                radicand: boxed(radicand)
            }),
            pair(|lower, body| Formula::NAry {
                operator: "∑".into(),
                lower: Some(lower),
                upper: None,
                body
            }),
            pair(|a, b| Formula::Fenced {
                open: "(".into(),
                close: ")".into(),
                separator: ",".into(),
                items: vec![*a, *b]
            }),
            pair(|a, b| Formula::Fenced {
                open: "[".into(),
                close: "]".into(),
                separator: ",".into(),
                items: vec![Formula::Matrix {
                    rows: vec![vec![*a], vec![*b]]
                }]
            }),
            inner.clone().prop_map(|argument| Formula::Function {
                name: boxed(Formula::Identifier("sin".into())),
                argument: boxed(argument)
            }),
        ]
    });
    tree.prop_map(Formula::canonical)
}

proptest! {
    #[test]
    fn formulas_that_differ_read_differently(first in plain_formulas(), second in plain_formulas()) {
        if first.to_linear() == second.to_linear() {
            prop_assert_eq!(first, second);
        }
    }
}

/// All small formulas of a few kinds, each read once: no two of them alike.
#[test]
fn small_formulas_all_read_differently() {
    let tokens = ["2", "x", "+"].map(|text| match text {
        "2" => Formula::Number(text.into()),
        "x" => Formula::Identifier(text.into()),
        _ => Formula::Operator(text.into()),
    });
    let once = grown(&tokens);
    let twice = grown(&once.iter().step_by(2).cloned().collect::<Vec<_>>());
    let mut read = std::collections::HashMap::new();
    for formula in once.into_iter().chain(twice) {
        let line = formula.to_linear();
        if let Some(other) = read.insert(line.clone(), formula.clone()) {
            assert_eq!(other, formula, "{line}");
        }
    }
}

fn grown(from: &[Formula]) -> Vec<Formula> {
    let mut grown: Vec<Formula> = from.to_vec();
    for a in from {
        grown.push(Formula::Root {
            degree: None,
            radicand: boxed(a.clone()),
        });
        for b in from {
            let (x, y) = (boxed(a.clone()), boxed(b.clone()));
            grown.push(Formula::Row(vec![a.clone(), b.clone()]));
            grown.push(Formula::Fraction {
                numerator: x.clone(),
                denominator: y.clone(),
                bar: true,
            });
            grown.push(Formula::Superscript {
                base: x.clone(),
                script: y.clone(),
            });
            grown.push(Formula::Subscript {
                base: x.clone(),
                script: y.clone(),
            });
            grown.push(Formula::Binomial {
                upper: x.clone(),
                lower: y.clone(),
            });
            grown.push(Formula::Function {
                name: boxed(Formula::Identifier("sin".into())),
                argument: x.clone(),
            });
            grown.push(Formula::NAry {
                operator: "∑".into(),
                lower: Some(x.clone()),
                upper: None,
                body: y.clone(),
            });
            grown.push(Formula::Equations {
                rows: vec![a.clone(), b.clone()],
            });
            grown.push(Formula::Matrix {
                rows: vec![vec![a.clone(), b.clone()]],
            });
            grown.push(Formula::Root {
                degree: Some(x),
                radicand: y,
            });
        }
    }
    grown.into_iter().map(Formula::canonical).collect()
}
