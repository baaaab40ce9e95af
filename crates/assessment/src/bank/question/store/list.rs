//! Lists of questions: in each of their orders, filtered or not, of a package or of all.

use papers::{QuestionType, draw::Difficulty};
use platform::{
    Conn, Result,
    db::{Family, Value, containing},
    params,
};

use super::{QuestionRow, pools, read_question};
use crate::{
    bank::model::WantedQuestions,
    lists::Order,
    sql::order::{Columns, order_by, orders_of_parts},
};

/// What all lists are filtered by: a pattern, a section by its id or its title, a tag, a difficulty, a type, whether there is
/// a key, whether there is audio.
macro_rules! matching {
    () => {
        "q.question_key like $1 escape '\\' and ($2 = 0 or d.section_id = $3 or s.title_key = $4)
        and q.tag_keys like $5 escape '\\' and ($6 = '' or q.difficulty = $6) and ($7 = '' or q.question_type = $7)
        and ($8 < 0 or $8 = (select count(*) from (select 1 from exam_answer_key k where k.question_id = q.id limit 1) keyed))
        and ($9 < 0 or $9 = (case when q.audio_id is null then 0 else 1 end))"
    };
}
/// What lists are ordered by. Columns that may be empty have their empty ones first. Texts are too long for an index:
/// those that begin alike, by 200 characters, come by their ids. What is ordered by its section comes section by section,
/// so that a page is read off two indexes, one within the other.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("question", &["substr(q.question_key, 1, 200)"]),
    ("sectionDetailId", &["q.section_detail_id"]),
    ("audioId", &["coalesce(q.audio_id, 0)"]),
    ("packageId", &["q.package_id"]),
    ("point", &["q.point"]),
    ("passageId", &["coalesce(q.passage_id, 0)"]),
    ("preparationTime", &["coalesce(q.preparation_time, -1)"]),
    ("responseTime", &["coalesce(q.response_time, -1)"]),
    ("questionType", &["q.question_type"]),
    ("sectionId", &["d.section_id", "d.id"]),
    ("rule", &["q.rule"]),
    ("ordinal", &["d.ordinal", "d.id", "q.ordinal"]),
    ("audioName", &["lower(substr(coalesce(q.audio_name, ''), 1, 200))"]),
    ("createdAt", &["q.created_at"]),
    ("updatedAt", &["q.updated_at"]),
];

/// Which list of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct QuestionList {
    is_filtered: bool,
    is_of_package: bool,
    order: Order,
}

impl QuestionList {
    fn all() -> Vec<Self> {
        let lists = |(is_of_package, order)| {
            [false, true].map(|is_filtered| Self {
                is_filtered,
                is_of_package,
                order,
            })
        };
        orders_of_parts(ORDERS).into_iter().flat_map(lists).collect()
    }

    /// What it is of, and the number of its next parameter.
    fn source(self) -> (String, usize) {
        let of_package = |next: usize| {
            if self.is_of_package {
                format!("q.package_id = ${next}")
            } else {
                "1 = 1".to_owned()
            }
        };
        let next = if self.is_filtered { 10 } else { 1 };
        let source = if self.is_filtered {
            format!("{} where {} and {}", joined!(), matching!(), of_package(next))
        } else if matches!(self.order.by, "sectionId" | "ordinal") {
            let details = " from exam_section_detail d join exam_question q on q.section_detail_id = d.id";
            format!("{details} where {}", of_package(next))
        } else {
            format!(" from exam_question q where {}", of_package(next))
        };
        (source, next + usize::from(self.is_of_package))
    }

    /// Its page is found, by an index where there is one, before anything of it is read.
    fn page(self) -> String {
        let (source, next) = self.source();
        let order = order_by(ORDERS, self.order, "q.id");
        format!(
            "select {} from (select q.id{source}{order} limit ${next} offset ${}) page join exam_question q on q.id = page.id
            join exam_section_detail d on d.id = q.section_detail_id{order}",
            columns!(),
            next + 1,
        )
    }
}

/// The lists by each of their orders.
pub(crate) static LIST: Family<QuestionList> = Family::new(
    "assessment::bank::question::store::list::LIST",
    QuestionList::all,
    |list| list.page(),
);

platform::statements! {
    COUNT = concat!("select count(*)", joined!(), " where ", matching!());
    COUNT_OF_PACKAGE = concat!("select count(*)", joined!(), " where ", matching!(), " and q.package_id = $10");
    TOTAL = "select count(*) from exam_question";
    TOTAL_OF_PACKAGE = "select count(*) from exam_question where package_id = $1";
}

impl WantedQuestions {
    /// Whether anything is looked for.
    fn is_filtered(&self) -> bool {
        let is_found_by_words = self.pattern != containing("") || self.section.is_some() || self.tag.is_some();
        let is_of_a_kind = self.difficulty.is_some() || self.kind.is_some();
        is_found_by_words || is_of_a_kind || self.has_key.is_some() || self.has_audio.is_some()
    }

    /// What the filters are compared with.
    fn filters<'v>(&'v self, tag: &'v str) -> Vec<Value<'v>> {
        let package = self.package.map(Value::from);
        if !self.is_filtered() {
            return package.into_iter().collect();
        }
        let section = self.section.as_ref();
        let (id, title) = section.map_or((None, ""), |(id, title)| (*id, title.as_str()));
        let difficulty = self.difficulty.map_or("", Difficulty::name);
        let mut values = vec![
            Value::from(&self.pattern),
            i64::from(section.is_some()).into(),
            id.unwrap_or(-1).into(),
            title.into(),
            tag.into(),
            difficulty.into(),
            self.kind.map_or("", QuestionType::name).into(),
            self.has_key.map_or(-1, i64::from).into(),
            self.has_audio.map_or(-1, i64::from).into(),
        ];
        values.extend(package);
        values
    }
}

/// A page of those that are wanted, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &WantedQuestions,
    (limit, offset): (i64, i64),
) -> Result<(Vec<QuestionRow>, i64)> {
    let count = match (wanted.is_filtered(), wanted.package) {
        (false, None) => TOTAL,
        (false, Some(_)) => TOTAL_OF_PACKAGE,
        (true, None) => COUNT,
        (true, Some(_)) => COUNT_OF_PACKAGE,
    };
    let tag = pools::pattern_of(wanted.tag.as_deref());
    let mut values = wanted.filters(&tag);
    let total = conn.number(count, &values).await?;
    values.extend_from_slice(params![limit, offset]);
    let page = LIST.of(&QuestionList {
        is_filtered: wanted.is_filtered(),
        is_of_package: wanted.package.is_some(),
        order: wanted.order,
    })?;
    Ok((conn.all(page, &values, read_question).await?, total))
}
