//! What a file of categories means for a tree: which categories it makes and changes, in an order in which each parent
//! comes first, or what is wrong with it.
//!
//! A record is the active category with the same slug, or else a new one. What a record does not speak of stays. A parent
//! is named by its slug or id, and may stand anywhere in the file; a record's own `id` is only a name for that.

use std::collections::HashMap;

use platform::{FieldError, Rule, Timestamp, id::uuid_text, text::Check};

use super::{
    category::{Content, LEVELS, STRING, TEXT, check_slug, set},
    import::{Findings, Making, Record},
};
use crate::{
    failures::Broken,
    model::{Category, CategoryId},
};

/// The columns of a file, in the order in which an export writes the first six.
pub(crate) const COLUMNS: [&str; 8] = [
    "slug",
    "name",
    "parentSlug",
    "sortOrder",
    "icon",
    "description",
    "parentCategoryId",
    "id",
];
/// What else a category has when it is read; an import reads over it.
pub(crate) const ALSO: [&str; 7] = [
    "isActive",
    "recordVersion",
    "createdAt",
    "updatedAt",
    "_owner",
    "childCategories",
    "activeChildCount",
];

/// Which parent a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    /// None is spoken of.
    Unsaid,
    /// It is a root.
    Root,
    Slug(String),
    Id(String),
    /// Both, which must be the same.
    Both(String, String),
}

/// A record that is good by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    row: usize,
    id: Option<String>,
    slug: String,
    name: String,
    parent: Named,
    sort_order: i32,
    icon: Option<Option<String>>,
    description: Option<Option<String>>,
}

/// The rows of a file's records; what is wrong with a record by itself is a finding.
pub(crate) fn rows(records: &[Record], findings: &mut Findings) -> Vec<Row> {
    records.iter().filter_map(|record| row(record, findings)).collect()
}

fn row(record: &Record, findings: &mut Findings) -> Option<Row> {
    let mut check = Check::new();
    let raw = record.required_text(&mut check, "slug").unwrap_or_default().trim();
    let slug = if raw.is_empty() {
        String::new()
    } else {
        check.text("slug", raw, 1, STRING)
    };
    let name = record.required_text(&mut check, "name").map(str::to_owned);
    let name = name.map(|name| check.clean("name", &name, 1, STRING));
    let sort_order = record.required_integer(&mut check, "sortOrder");
    let icon = maybe(record, &mut check, "icon", STRING);
    let description = maybe(record, &mut check, "description", TEXT);
    let id = named_id(record, &mut check, "id").flatten();
    let parent_id = named_id(record, &mut check, "parentCategoryId");
    let parent_slug = record
        .text(&mut check, "parentSlug")
        .map(|slug| slug.map(str::to_owned));
    let wrong_slug = !raw.is_empty() && check_slug(raw).is_err();
    if wrong_slug {
        findings.broken(record.row, Broken::Slug);
    }
    if !findings.check(record.row, check) || wrong_slug {
        return None;
    }
    let parent = match (parent_slug, parent_id) {
        (None, None) => Named::Unsaid,
        (Some(Some(slug)), Some(Some(id))) => Named::Both(slug, id),
        (Some(Some(slug)), _) => Named::Slug(slug),
        (_, Some(Some(id))) => Named::Id(id),
        _ => Named::Root,
    };
    Some(Row {
        row: record.row,
        id,
        slug,
        name: name?,
        parent,
        sort_order: sort_order?,
        icon,
        description,
    })
}

fn maybe(record: &Record, check: &mut Check, field: &str, most: usize) -> Option<Option<String>> {
    let given = record.text(check, field)?.map(str::to_owned);
    Some(check.maybe_clean(field, given.as_deref(), most))
}

fn named_id(record: &Record, check: &mut Check, field: &str) -> Option<Option<String>> {
    let Some(text) = record.text(check, field)? else {
        return Some(None);
    };
    if let Ok(id) = uuid_text(field, text.trim()) {
        Some(Some(id))
    } else {
        check.note(field, Rule::NotAnId);
        None
    }
}

/// What is to be stored.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// New categories and changed ones with what they were; parents before their children.
    pub(crate) steps: Vec<(Option<Category>, Category)>,
    /// Rows that say what is so already.
    pub(crate) unchanged: usize,
}

/// A category of the tree as it would be.
struct Draft {
    /// As it is stored.
    before: Option<Category>,
    after: Category,
    row: Option<usize>,
}

/// What the rows mean for the active categories.
pub(crate) fn plan<F: FnMut() -> CategoryId>(
    stored: Vec<Category>,
    rows: Vec<Row>,
    making: &mut Making<F>,
) -> Result<Plan, Findings> {
    let mut findings = Findings::default();
    let mut forest = Forest::over(stored);
    let placed: Vec<(usize, Row)> = rows
        .into_iter()
        .filter_map(|row| Some((forest.put(&row, making, &mut findings)?, row)))
        .collect();
    for (index, row) in &placed {
        if let Some(parent) = forest.parent_of(*index, row, &mut findings) {
            forest.drafts[*index].after.parent_category_id = parent;
        }
    }
    if findings.is_empty() {
        forest.check_levels(&mut findings);
        forest.check_places(&mut findings);
    }
    if findings.is_empty() {
        Ok(forest.into_plan(making.now))
    } else {
        Err(findings)
    }
}

struct Forest {
    drafts: Vec<Draft>,
    by_slug: HashMap<String, usize>,
    by_id: HashMap<CategoryId, usize>,
    /// What the file calls its own categories; there it goes before the ids of the tree.
    by_file_id: HashMap<String, usize>,
}

impl Forest {
    fn over(stored: Vec<Category>) -> Self {
        let mut forest = Self {
            drafts: Vec::with_capacity(stored.len()),
            by_slug: HashMap::with_capacity(stored.len()),
            by_id: HashMap::with_capacity(stored.len()),
            by_file_id: HashMap::new(),
        };
        for category in stored {
            forest.add(Draft {
                after: category.clone(),
                before: Some(category),
                row: None,
            });
        }
        forest
    }

    fn add(&mut self, draft: Draft) -> usize {
        let index = self.drafts.len();
        self.by_slug.insert(draft.after.slug.clone(), index);
        self.by_id.insert(draft.after.id.clone(), index);
        self.drafts.push(draft);
        index
    }

    /// Applies a row but for its parent; answers which draft it is.
    fn put<F: FnMut() -> CategoryId>(
        &mut self,
        row: &Row,
        making: &mut Making<F>,
        findings: &mut Findings,
    ) -> Option<usize> {
        let index = match self.by_slug.get(&row.slug).copied() {
            Some(index) => index,
            None => {
                let content = Content {
                    name: row.name.clone(),
                    slug: row.slug.clone(),
                    parent: None,
                    sort_order: row.sort_order,
                    icon: None,
                    description: None,
                };
                self.add(Draft {
                    before: None,
                    after: content.made((making.new_id)(), making.owner.clone(), making.now),
                    row: None,
                })
            }
        };
        if let Some(earlier) = self.drafts[index].row {
            findings.twice(row.row, Broken::SlugTaken, earlier);
            return None;
        }
        let draft = &mut self.drafts[index];
        draft.row = Some(row.row);
        draft.after.name.clone_from(&row.name);
        draft.after.sort_order = row.sort_order;
        set(&mut draft.after.icon, row.icon.clone());
        set(&mut draft.after.description, row.description.clone());
        if let Some(id) = &row.id
            && let Some(other) = self.by_file_id.insert(id.clone(), index)
            && let Some(earlier) = self.drafts[other].row
        {
            let twice = Rule::Other(format!("is the same as in row {earlier}").into());
            findings.field(row.row, &FieldError::new("id", twice));
        }
        Some(index)
    }

    /// The parent that a row names: `None` if it says nothing about it or names none that exists.
    fn parent_of(&self, index: usize, row: &Row, findings: &mut Findings) -> Option<Option<CategoryId>> {
        let by_slug = |slug: &String| self.by_slug.get(slug.trim());
        let by_id = |id: &String| {
            let in_tree = || self.by_id.get(&CategoryId::from(id.as_str()));
            self.by_file_id.get(id).or_else(in_tree)
        };
        let found = match &row.parent {
            Named::Unsaid => return None,
            Named::Root => return Some(None),
            Named::Slug(slug) => by_slug(slug),
            Named::Id(id) => by_id(id),
            Named::Both(slug, id) => by_slug(slug).filter(|found| by_id(id) == Some(*found)),
        };
        match found {
            Some(parent) if *parent == index => findings.broken(row.row, Broken::Cycle),
            Some(parent) => return Some(Some(self.drafts[*parent].after.id.clone())),
            None => findings.broken(row.row, Broken::NoParent),
        }
        None
    }

    fn parent(&self, index: usize) -> Option<usize> {
        let parent = self.drafts[index].after.parent_category_id.as_ref()?;
        self.by_id.get(parent).copied()
    }

    /// A draft and what is above it, as far as the tree may go and one step further.
    fn upwards(&self, index: usize) -> Vec<usize> {
        let above = std::iter::successors(Some(index), |index| self.parent(*index));
        above.take(LEVELS + 1).collect()
    }

    fn check_levels(&self, findings: &mut Findings) {
        for (index, draft) in self.drafts.iter().enumerate() {
            let line = self.upwards(index);
            if line.len() <= LEVELS {
                continue;
            }
            let broken = if line[1..].contains(&index) {
                Broken::Cycle
            } else {
                Broken::TooDeep
            };
            match draft.row {
                Some(row) => findings.broken(row, broken),
                // Something above it was moved by the file; that row is at fault.
                None => {
                    if let Some(row) = line.iter().find_map(|above| self.drafts[*above].row) {
                        findings.broken(row, broken);
                    }
                }
            }
        }
    }

    fn check_places(&self, findings: &mut Findings) {
        let mut taken: HashMap<(Option<&CategoryId>, i32), Option<usize>> = HashMap::new();
        let mut drafts: Vec<&Draft> = self.drafts.iter().collect();
        // What the file does not speak of was there first.
        drafts.sort_by_key(|draft| draft.row);
        for draft in drafts {
            let place = (draft.after.parent_category_id.as_ref(), draft.after.sort_order);
            match (taken.insert(place, draft.row), draft.row) {
                (Some(Some(earlier)), Some(row)) => findings.twice(row, Broken::PlaceTaken, earlier),
                (Some(None), Some(row)) => findings.broken(row, Broken::PlaceTaken),
                _ => {}
            }
        }
    }

    fn into_plan(self, now: Timestamp) -> Plan {
        let levels: Vec<usize> = (0..self.drafts.len()).map(|index| self.upwards(index).len()).collect();
        let mut plan = Plan::default();
        let mut steps = Vec::new();
        for (draft, level) in self.drafts.into_iter().zip(levels) {
            match draft.before {
                None => steps.push((level, (None, draft.after))),
                Some(before) if before == draft.after => plan.unchanged += usize::from(draft.row.is_some()),
                Some(before) => steps.push((level, (Some(before), draft.after.touched(now)))),
            }
        }
        steps.sort_by_key(|(level, _)| *level);
        plan.steps = steps.into_iter().map(|(_, step)| step).collect();
        plan
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::rules::import::{Finding, Format, records};

    fn id(n: usize) -> CategoryId {
        CategoryId::from(format!("00000000-0000-7000-8000-{n:012}"))
    }

    /// A stored category; its slug is its number.
    fn stored(n: usize, parent: Option<usize>, sort_order: i32) -> Category {
        let content = Content {
            name: format!("Category {n}"),
            slug: n.to_string(),
            parent: parent.map(id),
            sort_order,
            icon: Some("i".to_owned()),
            description: None,
        };
        content.made(id(n), "admin".into(), Timestamp(0))
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
        let contrary =
            format!(r#"[{{"slug":"c","name":"C","sortOrder":1,"parentCategoryId":"{b}","parentSlug":"x"}}]"#);
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
}
