//! Whatever is done to the tree, in whatever order and at the same time: it stays a tree.

use std::collections::{HashMap, HashSet};

use http::Method;
use platform::{Conn, Db, Error};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};
use testkit::both_engines;

use crate::classifieds_support::{Market, upload};

platform::statements! {
    ROWS = "select id, parent_id, slug, sort_order, active from category";
    FORMER = "select slug from former_slug";
    PLACES = "select country_key, city_key, district_key from location where active = 1";
    MANY = "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
        insert into category (id, parent_id, name, name_key, slug, sort_order, active, version, owner_id, created_at,
            updated_at)
        select 'c-' || i, case when i <= 100 then null when i <= 10000 then 'c-' || (1 + (i % 100))
            else 'c-' || (101 + (i % 9900)) end,
            'Name', 'name', 'slug-' || i, i, 1, 1, (select min(id) from account), i, i from n";
}

struct Row {
    id: String,
    parent: Option<String>,
    slug: String,
    sort_order: i64,
    active: bool,
}

/// Everything that must be true of the stored categories.
async fn assert_forest(db: &Db) {
    let read = db.read(async |conn: &mut Conn<'_>| {
        let rows = conn
            .all(ROWS, &[], |row| {
                Ok(Row {
                    id: row.get(0)?,
                    parent: row.get(1)?,
                    slug: row.get(2)?,
                    sort_order: row.get(3)?,
                    active: row.get(4)?,
                })
            })
            .await?;
        let former = conn.all(FORMER, &[], |row| row.get::<String>(0)).await?;
        Ok::<_, Error>((rows, former))
    });
    let (rows, former) = read.await.unwrap();
    let active: HashMap<&str, &Row> = rows
        .iter()
        .filter(|row| row.active)
        .map(|row| (row.id.as_str(), row))
        .collect();
    let (mut slugs, mut places) = (HashSet::new(), HashSet::new());
    for row in active.values() {
        assert!(slugs.insert(row.slug.as_str()), "slug {} twice", row.slug);
        assert!(
            places.insert((row.parent.as_deref(), row.sort_order)),
            "place {} twice",
            row.sort_order
        );
        assert!(i32::try_from(row.sort_order).is_ok(), "{} was left parked", row.slug);
        let mut above = row.parent.as_deref();
        let mut level = 1;
        while let Some(parent) = above {
            level += 1;
            assert!(level <= 3, "{} is too deep or below itself", row.slug);
            above = active.get(parent).expect("parents are active").parent.as_deref();
        }
    }
    assert!(
        former.iter().all(|slug| !slugs.contains(slug.as_str())),
        "a slug in use is a former one"
    );
}

/// One edit; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Edit {
    Create {
        slug: u8,
        parent: Option<u8>,
        place: u8,
    },
    Change {
        which: u8,
        slug: Option<u8>,
        parent: Option<Option<u8>>,
        place: Option<u8>,
    },
    Delete {
        which: u8,
    },
    Restore {
        which: u8,
    },
    Import {
        rows: Vec<(u8, Option<u8>, u8)>,
    },
}

fn edit() -> impl Strategy<Value = Edit> {
    let (slug, place) = (0..12_u8, 0..6_u8);
    let parent = prop::option::weighted(0.7, any::<u8>());
    prop_oneof![
        4 => (slug.clone(), parent.clone(), place.clone()).prop_map(|(slug, parent, place)| Edit::Create { slug, parent, place }),
        4 => (any::<u8>(), prop::option::of(slug.clone()), prop::option::of(parent), prop::option::of(place.clone()))
            .prop_map(|(which, slug, parent, place)| Edit::Change { which, slug, parent, place }),
        2 => any::<u8>().prop_map(|which| Edit::Delete { which }),
        1 => any::<u8>().prop_map(|which| Edit::Restore { which }),
        1 => prop::collection::vec((slug, prop::option::of(0..12_u8), place), 1..4).prop_map(|rows| Edit::Import { rows }),
    ]
}

fn slug(number: u8) -> String {
    format!("s{number}")
}

impl Edit {
    /// Method, path and body; `known` are the ids that were ever answered.
    fn request(&self, known: &[String]) -> Option<(Method, String, Value)> {
        let pick = |which: u8| (!known.is_empty()).then(|| known[usize::from(which) % known.len()].clone());
        Some(match self {
            Self::Create {
                slug: number,
                parent,
                place,
            } => {
                let body = json!({"name": "N", "slug": slug(*number), "parentCategoryId": parent.and_then(pick), "sortOrder": place});
                (Method::POST, "/v1/categories".to_owned(), body)
            }
            Self::Change {
                which,
                slug: number,
                parent,
                place,
            } => {
                let mut body = json!({"name": "M"});
                if let Some(number) = number {
                    body["slug"] = slug(*number).into();
                }
                if let Some(parent) = parent {
                    body["parentCategoryId"] = parent.and_then(pick).into();
                }
                if let Some(place) = place {
                    body["sortOrder"] = (*place).into();
                }
                (Method::PATCH, format!("/v1/categories/{}", pick(*which)?), body)
            }
            Self::Delete { which } => (Method::DELETE, format!("/v1/categories/{}", pick(*which)?), json!({})),
            Self::Restore { which } => (
                Method::POST,
                format!("/v1/categories/{}/restore", pick(*which)?),
                json!({}),
            ),
            Self::Import { rows } => {
                let rows = rows.iter().map(|(number, parent, place)| {
                    json!({"name": "I", "slug": slug(*number), "parentSlug": parent.map(slug), "sortOrder": place})
                });
                (
                    Method::POST,
                    "/v1/categories/import".to_owned(),
                    Value::Array(rows.collect()),
                )
            }
        })
    }
}

both_engines! {
    async fn any_sequence_of_edits_leaves_a_forest(db: TestDb) {
        let market = Market::new(db).await;
        let mut runner = TestRunner::deterministic();
        let (mut done, mut refused) = (0, 0);
        let mut known: Vec<String> = Vec::new();
        for _ in 0..12 {
            let edits = prop::collection::vec(edit(), 25).new_tree(&mut runner).unwrap().current();
            for edit in edits {
                let Some((method, path, body)) = edit.request(&known) else { continue };
                let answer = market.admin.call_json(method, &path, &body).await;
                match answer.status.as_u16() {
                    200 | 201 => done += 1,
                    400 | 404 => refused += 1,
                    status => panic!("{edit:?} was answered {status}: {}", answer.text()),
                }
                if answer.status == 201 {
                    known.push(answer.json()["category"]["id"].as_str().unwrap().to_owned());
                }
            }
            assert_forest(&market.app.test.db).await;
        }
        // Both happen often, or the edits say nothing.
        assert!(done > 50 && refused > 50, "{done} done, {refused} refused");
        let nodes = market.anyone.get("/v1/categories/tree").await.expect(200).text().matches("\"slug\"").count();
        let list = market.anyone.get("/v1/categories?getJoins=false").await.expect(200).json();
        assert_eq!(list["rowCount"], nodes);
    }

    async fn two_hundred_edits_at_once_leave_a_forest(db: TestDb) {
        let market = Market::new(db).await;
        let mut known = Vec::new();
        for n in 0..6 {
            known.push(market.category(&format!("root{n}"), None, n).await);
        }
        let edits = (0..200_u8).map(|n| match n % 5 {
            // All want the same slug, the same place, or each other for a parent.
            0 => Edit::Create { slug: n % 3, parent: Some(n), place: n % 2 },
            1 | 2 => Edit::Change { which: n, slug: None, parent: Some(Some(n / 7)), place: Some(n % 4) },
            3 => Edit::Change { which: n, slug: Some(n % 4), parent: Some(None), place: Some(n % 3) },
            _ if n % 20 == 4 => Edit::Delete { which: n },
            _ => Edit::Restore { which: n },
        });
        let tasks: Vec<_> = edits
            .map(|edit| {
                let (admin, (method, path, body)) = (market.admin.clone(), edit.request(&known).unwrap());
                tokio::spawn(async move { admin.call_json(method, &path, &body).await })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            let answer = task.await.unwrap();
            let status = answer.status.as_u16();
            assert!([200, 201, 400, 404].contains(&status), "{status}: {}", answer.text());
            done += u32::from(status < 300);
        }
        assert!(done > 0);
        assert_forest(&market.app.test.db).await;
    }

    async fn of_many_who_add_the_same_one_does(db: TestDb) {
        let market = Market::new(db).await;
        let tasks: Vec<_> = (0..40)
            .map(|n| {
                let admin = market.admin.clone();
                tokio::spawn(async move {
                    let category = json!({"name": "A", "slug": "same", "sortOrder": n});
                    let place = json!({"country": "A", "city": "B", "district": if n % 2 == 0 { "C" } else { "c " }});
                    let made = admin.post("/v1/categories", &category).await.status;
                    (made.as_u16(), admin.post("/v1/locations", &place).await.status.as_u16())
                })
            })
            .collect();
        let mut made = (Vec::new(), Vec::new());
        for task in tasks {
            let (category, place) = task.await.unwrap();
            made.0.push(category);
            made.1.push(place);
        }
        for statuses in [made.0, made.1] {
            assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
            assert!(statuses.iter().all(|status| [201, 400].contains(status)), "{statuses:?}");
        }
        let places = market.app.test.db.read(async |conn: &mut Conn<'_>| conn.all(PLACES, &[], |row| row.get::<String>(2)).await);
        assert_eq!(places.await.unwrap(), ["c"]);
    }

    async fn a_tree_of_many_is_shown_whole(db: TestDb) {
        const COUNT: i64 = 30_000;
        let market = Market::new(db).await;
        market.app.test.db.write(async |tx: &mut platform::Tx<'_>| tx.execute(MANY, platform::params![COUNT]).await).await.unwrap();
        let tree = market.anyone.get("/v1/categories/tree").await.expect(200);
        assert_eq!(tree.text().matches("\"slug\":").count(), usize::try_from(COUNT).unwrap());
        assert_eq!(tree.json()["rowCount"], 100);
        let list = market.anyone.get("/v1/categories").await.expect(200).json();
        assert_eq!((&list["rowCount"], &list["paging"]["totalRowCount"]), (&json!(10_000), &json!(COUNT)));
        let export = market.admin.get("/v1/categories/export.csv").await.expect(200).text();
        assert_eq!(export.lines().count(), usize::try_from(COUNT).unwrap() + 1);
        let tried = upload(&market.admin, "/v1/categories/import?dryRun=1", "text/csv", "slug,name,parentSlug,sortOrder\nnew,New,slug-1,5\n").await;
        assert_eq!(tried.expect(200).json()["import"]["created"], 1);
    }
}
