//! What a file of categories means for a tree: which categories it makes and changes, in an order in which each parent
//! comes first, or what is wrong with it.
//!
//! A record is the active category with the same slug, or else a new one. What a record does not speak of stays. A parent
//! is named by its slug or id, and may stand anywhere in the file; a record's own `id` is only a name for that.

use std::collections::HashMap;

use platform::{FieldError, Rule, Timestamp, id::uuid_text, text::Check};

use super::{
    category::{CategoryContent, LEVELS, STRING, TEXT, check_slug, set},
    import::{self, Findings, Making, Record},
};
use crate::{
    failures::Broken,
    model::category::{Category, CategoryId},
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
    Root,
    Slug(String),
    Id(String),
    /// Both, which must be the same.
    Both(String, String),
}

/// A record that is good by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    number: usize,
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
        number: record.row,
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

impl Row {
    /// A category of which nothing but the row is known.
    fn new_draft<F: FnMut() -> CategoryId>(&self, making: &mut Making<F>) -> Draft {
        let content = CategoryContent {
            name: self.name.clone(),
            slug: self.slug.clone(),
            parent: None,
            sort_order: self.sort_order,
            icon: None,
            description: None,
        };
        Draft {
            before: None,
            after: content.make((making.new_id)(), making.owner.clone(), making.now),
            row: None,
        }
    }
}

/// What is to be stored; parents come before their children.
pub(crate) type Plan = import::Plan<Category>;

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
        let known = self.by_slug.get(&row.slug).copied();
        let index = known.unwrap_or_else(|| self.add(row.new_draft(making)));
        if let Some(earlier) = self.drafts[index].row {
            findings.twice(row.number, Broken::SlugTaken, earlier);
            return None;
        }
        let draft = &mut self.drafts[index];
        draft.row = Some(row.number);
        draft.after.name.clone_from(&row.name);
        draft.after.sort_order = row.sort_order;
        set(&mut draft.after.icon, row.icon.clone());
        set(&mut draft.after.description, row.description.clone());
        if let Some(id) = &row.id
            && let Some(other) = self.by_file_id.insert(id.clone(), index)
            && let Some(earlier) = self.drafts[other].row
        {
            let twice = Rule::Other(format!("is the same as in row {earlier}").into());
            findings.field(row.number, &FieldError::new("id", twice));
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
            Some(parent) if *parent == index => findings.broken(row.number, Broken::Cycle),
            Some(parent) => return Some(Some(self.drafts[*parent].after.id.clone())),
            None => findings.broken(row.number, Broken::NoParent),
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
                Some(before) => steps.push((level, (Some(before), draft.after.touch(now)))),
            }
        }
        steps.sort_by_key(|(level, _)| *level);
        plan.steps = steps.into_iter().map(|(_, step)| step).collect();
        plan
    }
}

#[cfg(test)]
mod tests;
