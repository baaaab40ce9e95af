//! Whole files against small trees.

use std::fmt::Write as _;

use super::*;
use crate::{
    model::category::{Category, CategoryId},
    rules::import::{Finding, Format, records},
};

fn id(n: usize) -> CategoryId {
    CategoryId::from(format!("00000000-0000-7000-8000-{n:012}"))
}

/// A stored category; its slug is its number.
fn stored(n: usize, parent: Option<usize>, sort_order: i32) -> Category {
    let content = CategoryContent {
        name: format!("Category {n}"),
        slug: n.to_string(),
        parent: parent.map(id),
        sort_order,
        icon: Some("i".to_owned()),
        description: None,
    };
    content.make(id(n), "admin".into(), Timestamp(0))
}

fn import(stored: Vec<Category>, format: Format, file: &str) -> Result<Plan, Vec<Finding>> {
    let mut findings = Findings::default();
    let records = records(format, file.as_bytes(), &COLUMNS, &ALSO, &mut findings).unwrap();
    let rows = rows(&records, &mut findings);
    if !findings.is_empty() {
        return Err(findings.sorted());
    }
    let mut next = 100;
    let new_id = || {
        next += 1;
        id(next)
    };
    let owner = "admin".into();
    plan(
        stored,
        rows,
        &mut Making {
            owner,
            now: Timestamp(9),
            new_id,
        },
    )
    .map_err(Findings::sorted)
}

fn csv(stored: Vec<Category>, file: &str) -> Result<Plan, Vec<Finding>> {
    import(stored, Format::Csv, file)
}

/// Row and key of each finding.
fn found(result: Result<Plan, Vec<Finding>>) -> Vec<(usize, String)> {
    result.unwrap_err().into_iter().map(|f| (f.row, f.message)).collect()
}

#[test]
fn parents_may_stand_anywhere_in_the_file_and_come_first_in_the_plan() {
    let plan = csv(
        vec![stored(1, None, 1)],
        "slug,name,parentSlug,sortOrder\nleaf,Leaf,mid,1\nmid,Mid,1,1\ntop,Top,,2\n",
    )
    .unwrap();
    let steps: Vec<_> = plan
        .steps
        .iter()
        .map(|(_, after)| (after.slug.as_str(), after.parent_category_id.clone()))
        .collect();
    assert_eq!(steps, [("top", None), ("mid", Some(id(1))), ("leaf", Some(id(102)))]);
    assert!(
        plan.steps
            .iter()
            .all(|(before, after)| before.is_none() && after.record_version == 1)
    );
}

#[test]
fn a_record_changes_what_it_speaks_of_and_no_more() {
    let tree = || vec![stored(1, None, 1), stored(2, Some(1), 1)];
    let plan = csv(tree(), "slug,name,sortOrder\n1,Category 1,1\n2,Other,7\n").unwrap();
    assert_eq!((plan.unchanged, plan.steps.len()), (1, 1));
    let (before, after) = &plan.steps[0];
    assert_eq!(before.as_ref(), Some(&tree()[1]));
    assert_eq!(
        (after.name.as_str(), after.sort_order, &after.icon, after.record_version),
        ("Other", 7, &Some("i".to_owned()), 2)
    );
    assert_eq!(after.parent_category_id, Some(id(1)));
    let plan = csv(tree(), "slug,name,sortOrder,icon,parentSlug\n2,Category 2,2,,\n").unwrap();
    assert_eq!(
        (&plan.steps[0].1.icon, &plan.steps[0].1.parent_category_id),
        (&None, &None)
    );
}

#[test]
fn ids_of_the_file_name_parents_in_the_file() {
    let (a, b) = (id(7), id(1));
    let file = format!(
        r#"[{{"id":"{a}","slug":"a","name":"A","sortOrder":3,"parentCategoryId":null}},
            {{"slug":"b","name":"B","sortOrder":1,"parentCategoryId":"{a}","isActive":true}},
            {{"slug":"c","name":"C","sortOrder":1,"parentCategoryId":"{b}","parentSlug":"1"}}]"#
    );
    let plan = import(vec![stored(1, None, 1)], Format::Json, &file).unwrap();
    let parent = |slug: &str| {
        plan.steps
            .iter()
            .find(|(_, after)| after.slug == slug)
            .unwrap()
            .1
            .parent_category_id
            .clone()
    };
    assert_eq!(
        (parent("a"), parent("b"), parent("c")),
        (None, Some(id(101)), Some(id(1)))
    );
    let contrary = format!(r#"[{{"slug":"c","name":"C","sortOrder":1,"parentCategoryId":"{b}","parentSlug":"x"}}]"#);
    let found = found(import(vec![stored(1, None, 1)], Format::Json, &contrary));
    assert_eq!(found, [(1, "errMsg_parentCategoryIdisNotAValidID".to_owned())]);
}

#[test]
fn every_mistake_is_found_with_its_row() {
    let file = "slug,name,parentSlug,sortOrder,icon\nBad Slug,A,,1,\nok,,,x,\nfine,Fine,,1,\n";
    assert_eq!(
        found(csv(vec![], file)),
        [
            (2, "errMsg_slugIsNotValid".to_owned()),
            (3, "errMsg_nameisRequired".to_owned()),
            (3, "errMsg_sortOrderTypeIsNotValid".to_owned())
        ]
    );
    let file = "slug,name,parentSlug,sortOrder\na,A,gone,1\na,A,,2\nb,B,b,3\n";
    assert_eq!(
        found(csv(vec![], file)),
        [
            (2, "errMsg_parentCategoryIdisNotAValidID".to_owned()),
            (3, "errMsg_DuplicateIndexErrorWithFields:slug".to_owned()),
            (4, "errMsg_CategoryCycle".to_owned())
        ]
    );
}

#[test]
fn the_tree_as_it_would_be_keeps_its_rules() {
    let tree = || {
        vec![
            stored(1, None, 1),
            stored(2, Some(1), 1),
            stored(3, Some(2), 1),
            stored(4, None, 2),
        ]
    };
    let place = "errMsg_DuplicateIndexErrorWithFields:parentCategoryId-sortOrder".to_owned();
    let head = "slug,name,parentSlug,sortOrder\n";
    assert_eq!(
        found(csv(tree(), &format!("{head}x,X,3,1\n"))),
        [(2, "errMsg_CategoryDepthExceeded".to_owned())]
    );
    // The branch of 1 has three levels already; what is too deep then is not in the file.
    assert_eq!(
        found(csv(tree(), &format!("{head}1,One,4,1\n"))),
        [(2, "errMsg_CategoryDepthExceeded".to_owned())]
    );
    assert_eq!(
        found(csv(tree(), &format!("{head}x,X,,2\ny,Y,,2\n"))),
        [(2, place.clone()), (3, place)]
    );
    let cycle = found(csv(tree(), &format!("{head}1,One,2,1\n")));
    assert!(cycle.contains(&(2, "errMsg_CategoryCycle".to_owned())), "{cycle:?}");
    // Two may swap their places.
    let swap = csv(tree(), &format!("{head}1,Category 1,,2\n4,Category 4,,1\n")).unwrap();
    assert_eq!(swap.steps.len(), 2);
    // A chain is too deep wherever it stands in the file.
    let mut chain = head.to_owned();
    for n in (0..4).rev() {
        let parent = if n == 0 { String::new() } else { format!("c{}", n - 1) };
        let _ = writeln!(chain, "c{n},C,{parent},9");
    }
    assert_eq!(
        found(csv(tree(), &chain)),
        [(2, "errMsg_CategoryDepthExceeded".to_owned())]
    );
}
