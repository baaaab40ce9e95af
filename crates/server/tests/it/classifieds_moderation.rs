//! What people report, what rules hold back, and what moderators decide and take back.

use platform::version::IfMatch;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Answer, Client, both_engines};

use crate::classifieds_shop::Shop;

async fn report(who: &Client, path: &str, reason: &str) -> Answer {
    who.post(
        &format!("{path}/report"),
        &json!({"reason": reason, "text": "Kapora istedi"}),
    )
    .await
}

async fn decide(shop: &Shop, id: &str, decision: Value) -> Answer {
    shop.moderator
        .post(&format!("/v1/listings/{id}/decisions"), &decision)
        .await
}

async fn status_of(shop: &Shop, id: &str) -> String {
    let shown = shop.moderator.get(&format!("/v1/listings/{id}")).await.expect(200);
    shown.json()["listing"]["status"].as_str().unwrap().to_owned()
}

async fn open_reports(shop: &Shop) -> i64 {
    let list = shop.moderator.get("/v1/listingreports").await.expect(200);
    list.json()["paging"]["totalRowCount"].as_i64().unwrap()
}

both_engines! {
    async fn everybody_reports_a_listing_or_a_person_once_and_nobody_their_own(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let id = shop.offer(json!({})).await;
        let path = format!("/v1/listings/{id}");
        assert_eq!(report(&shop.market.anyone, &path, "fraud").await.status, 401);
        let first = report(&shop.stranger, &path, "fraud").await.expect(201).json();
        assert_eq!((first["listingReport"]["reason"].as_str(), first.get("reused")), (Some("fraud"), None));
        let again = report(&shop.stranger, &path, "spam").await.expect(201).json();
        assert_eq!((again["listingReport"]["id"].clone(), again["reused"].clone()), (first["listingReport"]["id"].clone(), json!(true)));
        assert_eq!(report(&shop.seller, &path, "fraud").await.expect(400).json()["message"], "errMsg_CanNotReportYourself");
        assert_eq!(report(&shop.stranger, &path, "because").await.status, 400);
        let other = json!({"reason": "other"});
        assert_eq!(shop.stranger.post(&format!("{path}/report"), &other).await.status, 400);
        let nowhere = "/v1/listings/018f3c20-0000-7c3d-8e4f-0123456789ab";
        assert_eq!(report(&shop.stranger, nowhere, "fraud").await.status, 404);

        let seller = shop.account(&shop.seller).await;
        let person = format!("/v1/profiles/{seller}");
        report(&shop.stranger, &person, "offensive").await.expect(201);
        report(&shop.market.user, &person, "spam").await.expect(201);
        assert_eq!(report(&shop.seller, &person, "spam").await.status, 400);
        assert_eq!(shop.stranger.get("/v1/listingreports").await.status, 403);
        assert_eq!(open_reports(&shop).await, 3);
        let list = shop.moderator.get("/v1/listingreports").await.json()["listingReports"].clone();
        assert_eq!((list[0]["listingId"].clone(), list[1]["personId"].as_str()), (json!(id), Some(seller.as_str())));
        let one = format!("/v1/listingreports/{}", list[1]["id"].as_str().unwrap());
        assert_eq!(shop.stranger.patch(&one, &json!({"status": "upheld"})).await.status, 403);
        let closed = shop.moderator.patch(&one, &json!({"status": "upheld"})).await.expect(200).json();
        assert!(closed["listingReport"]["closedBy"].is_string(), "{closed}");
        assert_eq!(open_reports(&shop).await, 2);
        // What is gone is in no queue.
        shop.stranger.delete("/auth/account").await;
    }

    async fn a_decision_closes_reports_reaches_the_owner_and_can_be_taken_back_once(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let id = shop.offer(json!({})).await;
        report(&shop.stranger, &format!("/v1/listings/{id}"), "fraud").await.expect(201);
        let refusal = json!({"status": "rejected", "reason": "fraud", "note": "Görmeden para istemeyin.", "privateNote": "üçüncü kez"});
        assert_eq!(shop.seller.post(&format!("/v1/listings/{id}/decisions"), &refusal).await.status, 403);
        assert_eq!(decide(&shop, &id, json!({"status": "rejected"})).await.status, 400);
        let made = decide(&shop, &id, refusal).await.expect(201).json()["listingDecision"].clone();
        assert_eq!((status_of(&shop, &id).await.as_str(), open_reports(&shop).await), ("rejected", 0));

        let path = format!("/v1/listings/{id}/decisions");
        let told = shop.seller.get(&path).await.expect(200).json()["listingDecisions"].clone();
        assert_eq!((told[0]["reason"].as_str(), told[0]["note"].as_str()), (Some("fraud"), Some("Görmeden para istemeyin.")));
        assert_eq!((told[0].get("privateNote"), told[0].get("moderatorId")), (None, None));
        let seen = shop.moderator.get(&path).await.json()["listingDecisions"].clone();
        assert_eq!(seen[0]["privateNote"], "üçüncü kez");
        assert_eq!(shop.stranger.get(&path).await.status, 404);

        let undo = format!("/v1/listingdecisions/{}/undo", made["id"].as_str().unwrap());
        assert_eq!(shop.stranger.post(&undo, &json!({})).await.status, 403);
        let undone = shop.moderator.post(&undo, &json!({})).await.expect(200).json();
        assert!(undone["listingDecision"]["undoneAt"].is_string());
        assert_eq!((status_of(&shop, &id).await.as_str(), open_reports(&shop).await), ("active", 1));
        assert_eq!(shop.moderator.post(&undo, &json!({})).await.status, 409);
        assert_eq!(shop.seller.get(&path).await.json()["listingDecisions"], json!([]));

        // An older decision is not taken back over a newer one, nor over what its owner made of the listing.
        let older = decide(&shop, &id, json!({"status": "rejected", "reason": "spam"})).await.expect(201).json()["listingDecision"].clone();
        shop.seller.patch(&format!("/v1/listings/{id}"), &json!({"description": "Bambaşka bir araba"})).await.expect(200);
        let undo = |one: &Value| format!("/v1/listingdecisions/{}/undo", one["id"].as_str().unwrap());
        assert_eq!(shop.moderator.post(&undo(&older), &json!({})).await.status, 409);
        decide(&shop, &id, json!({"status": "active"})).await.expect(201);
        let newer = decide(&shop, &id, json!({"status": "rejected", "reason": "spam"})).await.expect(201).json()["listingDecision"].clone();
        assert_eq!(shop.moderator.post(&undo(&older), &json!({})).await.status, 409);
        shop.moderator.post(&undo(&newer), &json!({})).await.expect(200);
        // Nobody judges their own.
        let own = shop.moderator.post("/v1/listings", &shop.body(json!({}))).await.expect(201).json();
        let own = own["listing"]["id"].as_str().unwrap().to_owned();
        let judged = decide(&shop, &own, json!({"status": "active"})).await.expect(403);
        assert_eq!(judged.json()["message"], "errMsg_CanNotJudgeYourself");

        // One that stays is reported no longer.
        decide(&shop, &id, json!({"status": "active"})).await.expect(201);
        assert_eq!(open_reports(&shop).await, 0);
        let late = decide(&shop, &id, json!({"status": "rejected", "reason": "spam"})).await.expect(201).json();
        shop.moderator.patch(&format!("/v1/listings/{id}/status"), &json!({"status": "active"})).await.expect(200);
        let late = format!("/v1/listingdecisions/{}/undo", late["listingDecision"]["id"].as_str().unwrap());
        assert_eq!(shop.moderator.post(&late, &json!({})).await.status, 409);
    }

    async fn rules_hold_what_they_find_until_a_moderator_looks(test: TestDb) {
        let shop = Shop::given(test, Given { moderate_listings: Some(false), ..Given::default() }).await;
        let rules = json!({"words": ["kumar"], "contactDetails": true, "depositFirst": true, "newAccountDays": 3, "newAccountListings": 3});
        assert_eq!(shop.moderator.put("/v1/holdingrules", &rules).await.status, 403);
        let set = shop.market.admin.put("/v1/holdingrules", &rules).await.expect(200).json();
        assert_eq!(set["holdingRules"]["recordVersion"], 2);
        let tried = shop.moderator.post("/v1/holdingrules/trial", &json!({"text": "KUMAR, ara 0532 123 45 67"})).await.expect(200);
        let held = tried.json()["trial"]["held"].clone();
        assert_eq!((held[0]["rule"].as_str(), held[1]["rule"].as_str()), (Some("words"), Some("contact_details")));

        let good = shop.offer(json!({"title": "Temiz araba"})).await;
        let bad = shop.offer(json!({"description": "Önce ödeme, sonra araba"})).await;
        assert_eq!((status_of(&shop, &good).await.as_str(), status_of(&shop, &bad).await.as_str()), ("active", "pending_review"));
        // An edit is looked at like a new one, and what staff offer is not.
        let path = format!("/v1/listings/{good}");
        shop.seller.patch(&path, &json!({"description": "kumar"})).await.expect(200);
        assert_eq!(status_of(&shop, &good).await, "pending_review");
        let staff = shop.market.admin.post("/v1/listings", &shop.body(json!({"title": "kumar masası"}))).await.expect(201);
        assert_eq!(staff.json()["listing"]["status"], "active");
        let third = shop.offer(json!({"title": "Üçüncü"})).await;
        let fourth = shop.offer(json!({"title": "Dördüncü"})).await;
        assert_eq!((status_of(&shop, &third).await.as_str(), status_of(&shop, &fourth).await.as_str()), ("active", "pending_review"));
        shop.market.admin.put("/v1/holdingrules", &json!({})).await.expect(200);
        let free = shop.offer(json!({"title": "kumar"})).await;
        assert_eq!(status_of(&shop, &free).await, "active");
    }

    async fn two_moderators_are_shown_different_listings_and_the_most_reported_first(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut waiting = Vec::new();
        for number in 0..3 {
            waiting.push(shop.offer(json!({"title": format!("Bekleyen {number}")})).await);
        }
        let reported = shop.active(json!({"title": "Bildirilen"})).await;
        report(&shop.stranger, &format!("/v1/listings/{reported}"), "fraud").await.expect(201);
        let classifieds = shop.classifieds();
        let (one, other) = (shop.actor(&shop.moderator).await, shop.actor(&shop.market.admin).await);
        let queue = async |who: &accounts::Actor| {
            let (queue, total) = classifieds.moderation_queue(who, platform::page::Pages::after(0, 10)).await.unwrap();
            let ids: Vec<_> = queue.iter().map(|one| one.listing.listing.id.to_string()).collect();
            assert_eq!(ids.len(), usize::try_from(total).unwrap());
            ids
        };
        let all = [vec![reported.clone()], waiting.clone()].concat();
        assert_eq!(queue(&one).await, all);
        assert_eq!(classifieds.claim_listings(&one, 2).await.unwrap(), 2);
        assert_eq!((queue(&one).await, queue(&other).await), (all.clone(), all[2..].to_vec()));
        assert_eq!(classifieds.claim_listings(&other, 5).await.unwrap(), 2);
        assert_eq!(queue(&one).await, all[..2]);
        classifieds.release_claims(&other).await.unwrap();
        assert_eq!(queue(&one).await, all);
        shop.market.app.clock.advance(std::time::Duration::from_secs(1_300));
        assert_eq!(queue(&other).await, all);
        let decision = classifieds::api::Verdict { to: classifieds::Status::Active, reason: None, note: None, private_note: None };
        let seen = IfMatch::OneOf(vec![99]);
        let id = waiting[0].as_str().into();
        assert!(classifieds.decide_listing(&one, id, decision, seen).await.is_err());
        let figures = classifieds.moderation_figures().await.unwrap();
        assert_eq!((figures.waiting, figures.reported, figures.people), (3, 1, 0));
    }
}
