//! Changes under a version: what has none refuses the condition, in every module.

use http::Method;
use platform::http::routes::Verb;
use server::wiring;
use testkit::both_engines;

use crate::{
    classifieds_shop::{Shop, at, patch},
    support::TestApp,
};
use serde_json::json;

both_engines! {
    async fn what_has_no_versions_is_not_changed_under_one(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut refused = 0;
        for doc in wiring::MODULES.iter().flat_map(|module| (module.endpoints)()) {
            if doc.versioned || !matches!(doc.verb, Verb::Put | Verb::Patch | Verb::Delete) {
                continue;
            }
            let path = doc.parts.iter().fold(doc.path.to_owned(), |path, part| {
                path.replace(&format!("{{{}}}", part.name), part.example)
            });
            let method: Method = doc.verb.name().parse().unwrap();
            let answer = app.anyone.with_header("if-match", "\"1\"").call_text(method.clone(), &path, "{}").await;
            assert_eq!(answer.status, 412, "{method} {path}: {}", answer.text());
            let answer = app.anyone.with_header("if-match", "*").call_text(method.clone(), &path, "{}").await;
            assert_ne!(answer.status, 412, "{method} {path}: {}", answer.text());
            refused += 1;
        }
        assert!(refused > 10, "{refused}");
    }

    async fn the_tag_of_what_was_read_is_good_for_a_change_until_somebody_else_makes_one(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({})).await;
        // From memory and not, for everybody and for its owner alone.
        let read = shop.market.anyone.get(&at(&id)).await.expect(200);
        let tag = read.headers["etag"].to_str().unwrap().to_owned();
        assert!(tag.starts_with("\"2-"), "{tag}");
        let seller = shop.seller.with_header("if-match", &tag);
        let change = json!({"contactPhone": "+90 555 000 00 00"});
        let changed = patch(&seller, &at(&id), change.clone()).await.expect(200);
        assert_eq!(changed.headers["etag"], "\"3\"");
        drop(patch(&seller, &at(&id), json!({"contactPhone": null})).await.expect(412));
        drop(seller.delete(&at(&id)).await.expect(412));
        let left = shop.seller.get(&at(&id)).await.expect(200).json();
        assert_eq!((&left["listing"]["recordVersion"], &left["listing"]["contactPhone"]), (&json!(3), &change["contactPhone"]));
    }
}
