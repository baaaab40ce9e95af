//! Listings: who makes, sees, changes and moves them.

use accounts::Role;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::both_engines;

use crate::{
    classifieds_shop::{Shop, at, ids, patch, refused},
    classifieds_support::keys,
};

const NOT_FOUND: &str = "errMsg_RecordNotFound";
const STAFF: &str = "errMsg_UserRoleRequired:[superAdmin , admin , moderator]";
const OWNER: &str = "errMsg_ListingCanBeAccessedByOwner";

/// The same client at another address.
fn from(client: &testkit::Client, last: u8) -> testkit::Client {
    client.from_ip(std::net::Ipv4Addr::new(10, 0, 0, last).into())
}

both_engines! {
    async fn a_listing_goes_from_its_seller_past_a_moderator_to_everybody(db: TestDb) {
        let shop = Shop::new(db).await;
        let body = shop.body(json!({"attributes": {"km": 48000, "yakıt": "benzin"}, "subcategoryId": shop.electric}));
        let made = shop.seller.post("/v1/listings", &body).await.expect(201);
        let listing = &made.json()["listing"];
        let id = listing["id"].as_str().unwrap();
        assert_eq!((&listing["status"], &listing["status_idx"]), (&json!("pending_review"), &json!(0)));
        assert_eq!((&listing["listingType"], &listing["premiumType_idx"]), (&json!("sale"), &json!(0)));
        assert_eq!((&listing["price"], &listing["currency"]), (&json!(745_000.5), &json!("TRY")));
        assert_eq!(listing["attributes"], json!({"km": 48000, "yakıt": "benzin"}));
        assert_eq!(listing["expiresAt"], "2026-03-16T08:00:00.000Z");
        for (client, status) in [(&shop.market.anyone, 404), (&shop.stranger, 404), (&shop.seller, 200), (&shop.moderator, 200), (&shop.market.admin, 200)] {
            drop(client.get(&at(id)).await.expect(status));
        }
        assert!(ids(&shop.market.anyone.get("/v1/listings").await.expect(200)).is_empty());
        drop(shop.moved(&shop.moderator, id, "ACTIVE").await.expect(200));
        let open = shop.market.anyone.get(&at(id)).await.expect(200).json()["listing"].clone();
        assert_eq!((&open["contactEmail"], &open["contactPhone"]), (&Value::Null, &Value::Null));
        assert_eq!(open["category"], json!({"name": "Name of cars", "slug": "cars"}));
        assert_eq!(open["location"], json!({"country": "Türkiye", "city": "İzmir", "district": "Konak"}));
        assert_eq!(open["images"], json!([]));
        let known = shop.stranger.get(&at(id)).await.expect(200).json()["listing"].clone();
        assert_eq!((&known["contactEmail"], &known["contactPhone"]), (&json!("ayse@example.com"), &json!("+90 532 123 45 67")));
        let listed = shop.market.anyone.get("/v1/listings").await.expect(200).json();
        assert_eq!((&listed["rowCount"], &listed["listings"][0]["contactEmail"]), (&json!(1), &Value::Null));
        let bare = shop.market.anyone.get(&format!("{}?getJoins=false", at(id))).await.expect(200).json();
        assert!(bare["listing"].get("category").is_none() && bare["listing"].get("images").is_none());
    }

    async fn a_listing_has_the_documented_fields_in_order(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({})).await;
        let text = shop.market.anyone.get(&at(&id)).await.expect(200).text();
        let listing = crate::classifieds_support::members(&text).into_iter().find(|(name, _)| name == "listing").unwrap().1;
        assert_eq!(keys(listing.get()), [
            "id", "attributes", "categoryId", "subcategoryId", "locationId", "userId", "condition", "condition_idx", "listingType",
            "listingType_idx", "premiumType", "premiumType_idx", "status", "status_idx", "contactEmail", "contactPhone", "currency", "title",
            "description", "price", "expiresAt", "premiumExpiry", "favoriteCount", "viewsCount", "isPremium", "isActive", "recordVersion",
            "createdAt", "updatedAt", "_owner", "category", "location", "images", "seller",
        ]);
    }

    async fn where_nobody_reviews_a_listing_is_seen_at_once(db: TestDb) {
        let shop = Shop::with(db, false).await;
        let id = shop.offer(json!({})).await;
        drop(shop.market.anyone.get(&at(&id)).await.expect(200));
        // Its owner puts it away and brings it back; what a moderator refused waits for one.
        drop(shop.moved(&shop.seller, &id, "archived").await.expect(200));
        let back = shop.moved(&shop.seller, &id, "pending_review").await.expect(200);
        assert_eq!(back.json()["listing"]["status"], "active");
        drop(shop.moved(&shop.moderator, &id, "rejected").await.expect(200));
        let back = shop.moved(&shop.seller, &id, "pending_review").await.expect(200);
        assert_eq!(back.json()["listing"]["status"], "pending_review");
        refused(&shop.moved(&shop.seller, &id, "archived").await, 403, STAFF);
        refused(&shop.moved(&shop.seller, &id, "active").await, 403, STAFF);
    }

    async fn only_its_owner_and_staff_change_a_listing(db: TestDb) {
        let shop = Shop::new(db).await;
        let (open, waiting) = (shop.active(json!({})).await, shop.offer(json!({})).await);
        let change = json!({"title": "Başka bir başlık"});
        for (client, path, status, key) in [
            (&shop.market.anyone, &open, 401, "errMsg_updateListingRequiresLogin"),
            (&shop.stranger, &open, 403, OWNER),
            (&shop.stranger, &waiting, 404, NOT_FOUND),
        ] {
            refused(&patch(client, &at(path), change.clone()).await, status, key);
        }
        refused(&shop.market.anyone.delete(&at(&open)).await, 401, "errMsg_deleteListingRequiresLogin");
        refused(&shop.stranger.delete(&at(&open)).await, 403, OWNER);
        refused(&shop.stranger.delete(&at(&waiting)).await, 404, NOT_FOUND);
        refused(&shop.moved(&shop.stranger, &open, "sold").await, 403, OWNER);
        refused(&shop.moved(&shop.stranger, &waiting, "active").await, 404, NOT_FOUND);
        refused(&shop.market.anyone.post("/v1/listings", &shop.body(json!({}))).await, 401, "errMsg_createListingRequiresLogin");
        for client in [&shop.seller, &shop.moderator, &shop.market.admin] {
            for id in [&open, &waiting] {
                drop(patch(client, &at(id), json!({"price": 1})).await.expect(200));
            }
        }
        // The order of checks: login, parameters, existence, ownership.
        refused(&patch(&shop.market.anyone, "/v1/listings/x", json!({"title": 1})).await, 401, "errMsg_updateListingRequiresLogin");
        refused(&patch(&shop.stranger, "/v1/listings/x", change.clone()).await, 400, "errMsg_listingIdisNotAValidID");
        refused(&patch(&shop.stranger, &at(&open), json!({"title": "ab"})).await, 400, "errMsg_titleTypeIsNotValid");
        refused(&patch(&shop.stranger, &at(&shop.cars), change).await, 404, NOT_FOUND);
    }

    async fn a_change_tells_what_it_changed_and_a_change_of_nothing_is_none(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.offer(json!({})).await;
        let before = shop.market.told().await.len();
        let same = json!({"title": "Aile arabası", "price": 745_000.5, "categoryId": shop.cars.to_uppercase(), "condition": 1});
        let answer = patch(&shop.seller, &at(&id), same).await.expect(200).json();
        assert_eq!((&answer["oldDataValues"], &answer["newDataValues"]), (&json!({}), &json!({})));
        assert_eq!((&answer["listing"]["recordVersion"], &answer["listing"]["viewsCount"]), (&json!(1), &json!(0)));
        assert_eq!(shop.market.told().await.len(), before);
        let change = json!({"price": 99.99, "description": null, "condition": "NEW", "attributes": {"a": [1]}});
        let answer = patch(&shop.seller, &at(&id), change).await.expect(200).json();
        assert_eq!(answer["oldDataValues"], json!({"price": 745_000.5, "description": "Tek elden", "condition": "used", "condition_idx": 1, "attributes": {}}));
        assert_eq!(answer["newDataValues"], json!({"price": 99.99, "description": null, "condition": "new", "condition_idx": 0, "attributes": {"a": [1]}}));
        assert_eq!(answer["listing"]["recordVersion"], 2);
        let (topic, told) = shop.market.told().await.pop().unwrap();
        assert_eq!(topic, "classifieds.listing.changed");
        assert_eq!((&told["old_listing"]["price"], &told["listing"]["price"]), (&json!(745_000.5), &json!(99.99)));
        assert_eq!(told["newDataValues"], answer["newDataValues"]);
        refused(&patch(&shop.seller, &at(&id), json!({})).await, 400, "errMsg_UpdateDataClauseCanNotBeEmpty");
        refused(&patch(&shop.seller, &at(&id), json!({"status": "active", "userId": id})).await, 400, "errMsg_UpdateDataClauseCanNotBeEmpty");
        // What was read can be sent back.
        let read = shop.seller.get(&at(&id)).await.expect(200).json()["listing"].clone();
        let answer = patch(&shop.seller, &at(&id), read).await.expect(200).json();
        assert_eq!(answer["newDataValues"], json!({}));
    }

    async fn statuses_change_as_the_table_says(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.offer(json!({})).await;
        refused(&shop.moved(&shop.seller, &id, "active").await, 403, STAFF);
        refused(&shop.moved(&shop.moderator, &id, "sold").await, 409, "errMsg_ListingStatusTransitionNotAllowed");
        refused(&shop.moved(&shop.moderator, &id, "expired").await, 409, "errMsg_ListingStatusTransitionNotAllowed");
        refused(&shop.moved(&shop.moderator, &id, "gone").await, 400, "errMsg_statusTypeIsNotValid");
        refused(&patch(&shop.moderator, &format!("{}/status", at(&id)), json!({})).await, 400, "errMsg_statusisRequired");
        let events = shop.market.told().await.len();
        for (client, status) in [
            (&shop.moderator, "rejected"), (&shop.seller, "pending_review"), (&shop.moderator, "1"), (&shop.seller, "sold"),
            (&shop.seller, "pending_review"), (&shop.market.admin, "active"), (&shop.seller, "archived"), (&shop.moderator, "active"),
        ] {
            drop(shop.moved(client, &id, status).await.expect(200));
        }
        assert_eq!(shop.market.told().await.len(), events + 8);
        // Where it stands already, nothing happens.
        let answer = shop.moved(&shop.moderator, &id, "active").await.expect(200).json();
        assert_eq!((&answer["newDataValues"], &answer["listing"]["recordVersion"]), (&json!({}), &json!(9)));
        assert_eq!(shop.market.told().await.len(), events + 8);
    }

    async fn of_many_who_approve_at_once_one_does(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.offer(json!({})).await;
        let events = shop.market.told().await.len();
        let answers = futures_util::future::join_all((0..10).map(|_| shop.moved(&shop.moderator, &id, "active"))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let changed = answers.iter().filter(|answer| answer.json()["newDataValues"] != json!({})).count();
        assert_eq!((changed, shop.market.told().await.len()), (1, events + 1));
    }

    async fn a_deleted_listing_is_seen_by_staff_in_their_own_list_alone(db: TestDb) {
        let shop = Shop::new(db).await;
        let (kept, gone) = (shop.active(json!({})).await, shop.active(json!({})).await);
        let deleted = shop.seller.delete(&at(&gone)).await.expect(200).json();
        assert_eq!((&deleted["action"], &deleted["listing"]["isActive"]), (&json!("delete"), &json!(false)));
        for client in [&shop.market.anyone, &shop.seller, &shop.moderator] {
            refused(&client.get(&at(&gone)).await, 404, NOT_FOUND);
        }
        refused(&shop.seller.delete(&at(&gone)).await, 404, NOT_FOUND);
        refused(&shop.moved(&shop.moderator, &gone, "active").await, 404, NOT_FOUND);
        assert_eq!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)), std::slice::from_ref(&kept));
        refused(&shop.market.anyone.get("/v1/_fetchlistlisting").await, 401, "errMsg__fetchListListingRequiresLogin");
        refused(&shop.stranger.get("/v1/_fetchlistlisting").await, 403, STAFF);
        refused(&shop.stranger.get("/v1/_fetchlistlisting?status=x").await, 400, "errMsg_statusTypeIsNotValid");
        let all = shop.moderator.get("/v1/_fetchlistlisting").await.expect(200);
        assert_eq!(ids(&all), [gone, kept]);
        assert_eq!(all.json()["listings"][0]["contactEmail"], "ayse@example.com");
        let found = shop.market.app.app.wired.classifieds.listings_by_ids(&ids(&all)).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].contact_email.as_deref(), Some("ayse@example.com"));
    }

    async fn what_is_not_active_is_listed_for_its_owner_and_staff(db: TestDb) {
        let shop = Shop::new(db).await;
        let (waiting, open) = (shop.offer(json!({})).await, shop.active(json!({})).await);
        let theirs = shop.stranger.post("/v1/listings", &shop.body(json!({}))).await.expect(201).json()["listing"]["id"].as_str().unwrap().to_owned();
        let list = async |client: &testkit::Client, query: &str| ids(&client.get(&format!("/v1/listings?{query}")).await.expect(200));
        assert_eq!(list(&shop.seller, "mine=true").await, [open.clone(), waiting.clone()]);
        assert_eq!(list(&shop.seller, "status=pending_review").await, std::slice::from_ref(&waiting));
        assert_eq!(list(&shop.seller, "status=0&status=active").await, [open.clone(), waiting.clone()]);
        assert_eq!(list(&shop.stranger, "status=pending_review").await, std::slice::from_ref(&theirs));
        assert_eq!(list(&shop.stranger, "mine=true&status=active").await, Vec::<String>::new());
        assert_eq!(list(&shop.moderator, "status=pending_review").await, [theirs.clone(), waiting.clone()]);
        assert_eq!(list(&shop.moderator, "status=pending_review&sort=price").await.len(), 2);
        assert_eq!(list(&shop.moderator, "status=pending_review&q=araba").await.len(), 2);
        assert_eq!(list(&shop.moderator, "mine=true").await, Vec::<String>::new());
        assert_eq!(list(&shop.market.anyone, "status=active").await, std::slice::from_ref(&open));
        let seller = shop.account(&shop.seller).await;
        assert_eq!(list(&shop.moderator, &format!("status=pending_review&userId={seller}")).await, std::slice::from_ref(&waiting));
        assert_eq!(list(&shop.stranger, &format!("status=pending_review&userId={seller}")).await, Vec::<String>::new());
        for query in ["mine=true", "status=pending_review", "status=active&status=sold"] {
            let answer = shop.market.anyone.get(&format!("/v1/listings?{query}")).await;
            refused(&answer, 401, "errMsg_listListingsRequiresLogin");
        }
        // Answers for one are never another's, though the address is the same.
        assert_eq!(list(&shop.seller, "mine=true").await.len(), 2);
        assert_eq!(list(&shop.stranger, "mine=true").await, [theirs]);
    }

    async fn only_staff_make_a_listing_stand_out(db: TestDb) {
        let shop = Shop::trusting(db).await;
        refused(&shop.seller.post("/v1/listings", &shop.body(json!({"premiumType": "top"}))).await, 403, STAFF);
        let id = shop.active(json!({"premiumType": "none"})).await;
        refused(&patch(&shop.seller, &at(&id), json!({"premiumType": 1})).await, 403, STAFF);
        let premium = json!({"premiumType": "featured", "premiumExpiry": "2026-01-16T08:00:00Z"});
        let answer = patch(&shop.moderator, &at(&id), premium).await.expect(200).json();
        assert_eq!((&answer["listing"]["isPremium"], &answer["listing"]["premiumType_idx"]), (&json!(true), &json!(2)));
        // The owner sends it back as it is, but takes nothing away.
        drop(patch(&shop.seller, &at(&id), json!({"premiumType": "featured", "price": 5})).await.expect(200));
        refused(&patch(&shop.seller, &at(&id), json!({"premiumType": null})).await, 403, STAFF);
        shop.market.app.clock.advance(std::time::Duration::from_secs(25 * 60 * 60));
        shop.job("classifieds.expire_listings").await;
        let over = shop.market.anyone.get(&at(&id)).await.expect(200).json()["listing"].clone();
        assert_eq!((&over["isPremium"], &over["premiumType"], &over["premiumExpiry"]), (&json!(false), &json!("none"), &Value::Null));
        assert_eq!(shop.market.topics(0).await.last().unwrap(), "listing.changed");
    }

    async fn the_clock_ends_a_listing(db: TestDb) {
        let shop = Shop::new(db).await;
        let soon = shop.active(json!({"expiresAt": "2026-01-17T08:00:00Z"})).await;
        let later = shop.active(json!({})).await;
        assert_eq!(ids(&shop.market.anyone.get("/v1/listings").await.expect(200)).len(), 2);
        shop.market.app.clock.advance(std::time::Duration::from_secs(2 * 24 * 60 * 60));
        // Before the job has run, nobody is told of it who asks anew.
        let fresh = shop.market.anyone.get("/v1/listings?caching=false").await.expect(200);
        assert_eq!(ids(&fresh), std::slice::from_ref(&later));
        shop.job("classifieds.expire_listings").await;
        assert_eq!(ids(&shop.market.anyone.get("/v1/listings").await.expect(200)), [later]);
        refused(&shop.market.anyone.get(&at(&soon)).await, 404, NOT_FOUND);
        let seller = shop.market.app.login("seller").await;
        assert_eq!(seller.get(&at(&soon)).await.expect(200).json()["listing"]["status"], "expired");
        let (topic, told) = shop.market.told().await.pop().unwrap();
        assert_eq!((topic.as_str(), &told["newDataValues"]), ("classifieds.listing.changed", &json!({"status": "expired", "status_idx": 4})));
        // Once more changes nothing.
        let events = shop.market.told().await.len();
        shop.job("classifieds.expire_listings").await;
        assert_eq!(shop.market.told().await.len(), events);
        // Handed in again, it gets time anew.
        let again = shop.moved(&seller, &soon, "pending_review").await.expect(200).json();
        assert_eq!(again["listing"]["expiresAt"], "2026-03-18T08:00:00.000Z");
    }

    async fn a_listing_says_who_offers_it_and_leads_to_them(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({})).await;
        shop.offer(json!({})).await;
        let anyone = &shop.market.anyone;
        let name = async || anyone.get(&at(&id)).await.expect(200).json()["listing"]["seller"]["fullname"].clone();
        let listed = async || anyone.get("/v1/listings").await.expect(200).json()["listings"][0]["seller"]["fullname"].clone();
        assert_eq!((name().await, listed().await), (json!("seller Lengkap"), json!("seller Lengkap")));
        let plain = anyone.get("/v1/listings?getJoins=false").await.expect(200).json();
        assert_eq!(plain["listings"][0]["seller"], Value::Null);

        let owner = anyone.get(&at(&id)).await.expect(200).json()["listing"]["userId"].clone();
        let path = format!("/v1/profiles/{}", owner.as_str().unwrap());
        let profile = anyone.get(&path).await.expect(200);
        let keys: Vec<String> = profile.json()["profile"].as_object().unwrap().keys().cloned().collect();
        let mut wanted = ["activeListingCount", "avatar", "fullname", "handle", "memberSince", "userId"].map(str::to_owned).to_vec();
        wanted.sort();
        let mut told = keys.clone();
        told.sort();
        assert_eq!(told, wanted, "nothing else, and nothing private");
        let profile = profile.json()["profile"].clone();
        assert_eq!((&profile["userId"], &profile["activeListingCount"], &profile["avatar"]), (&owner, &json!(1), &Value::Null));
        let handle = profile["handle"].as_str().unwrap();
        assert_eq!(anyone.get(&format!("/v1/profiles/{handle}")).await.expect(200).json()["profile"], profile);
        refused(&anyone.get("/v1/profiles/user-nobody").await, 404, NOT_FOUND);
        refused(&anyone.get("/v1/profiles/seller").await, 400, "errMsg_userIdisNotAValidID");

        // Kept answers hear of another name.
        let body = json!({"username": "seller", "email": "seller@example.com", "fullname": "Ayşe Yılmaz"});
        shop.seller.put("/users", &body).await.expect(200);
        assert_eq!((name().await, listed().await), (json!("Ayşe Yılmaz"), json!("Ayşe Yılmaz")));
        assert_eq!(anyone.get(&path).await.expect(200).json()["profile"]["fullname"], "Ayşe Yılmaz");
    }

    async fn whoever_offers_far_too_much_is_told_when_to_go_on(db: TestDb) {
        let given = Given { listings_per_day: "2".parse().ok(), ..Given::default() };
        let shop = Shop::given(db, given).await;
        for _ in 0..2 {
            shop.offer(json!({})).await;
        }
        let answer = shop.seller.post("/v1/listings", &shop.body(json!({}))).await;
        refused(&answer, 429, "errMsg_TooManyRequests");
        assert_eq!(answer.headers["retry-after"], "43200");
        // What is refused for something else counts for nothing, and staff are not counted.
        for _ in 0..5 {
            refused(&shop.stranger.post("/v1/listings", &shop.body(json!({"title": ""}))).await, 400, "errMsg_titleisRequired");
            drop(shop.moderator.post("/v1/listings", &shop.body(json!({}))).await.expect(201));
        }
        drop(shop.stranger.post("/v1/listings", &shop.body(json!({}))).await.expect(201));
    }

    async fn what_an_owner_changes_of_an_approved_listing_is_looked_at_again(db: TestDb) {
        let shop = Shop::new(db).await;
        for (change, waits) in [
            (json!({"title": "Başka araba"}), true),
            (json!({"description": "Başka"}), true),
            (json!({"attributes": {"km": 1}}), true),
            (json!({"categoryId": shop.phones}), true),
            (json!({"currency": "EUR"}), true),
            (json!({"price": 900_000}), true),
            (json!({"price": 1}), true),
            (json!({"price": 700_000}), false),
            (json!({"contactPhone": "+90 555 000 00 00", "locationId": shop.bornova}), false),
            (json!({"title": "Aile arabası"}), false),
        ] {
            let status = if waits { "pending_review" } else { "active" };
            let id = shop.active(json!({})).await;
            let changed = patch(&shop.seller, &at(&id), change.clone()).await.expect(200).json();
            assert_eq!(changed["listing"]["status"], status, "{change}");
            assert_eq!(shop.market.anyone.get(&at(&id)).await.status, if waits { 404 } else { 200 }, "{change}");
            // Staff are those who look.
            let id = shop.active(json!({})).await;
            let changed = patch(&shop.moderator, &at(&id), change.clone()).await.expect(200).json();
            assert_eq!(changed["listing"]["status"], "active", "{change}");
        }
    }

    async fn where_nobody_reviews_edits_they_are_seen_at_once(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let id = shop.active(json!({})).await;
        let changed = patch(&shop.seller, &at(&id), json!({"title": "Başka araba"})).await.expect(200).json();
        assert_eq!(changed["listing"]["status"], "active");
    }

    async fn places_have_to_be_there_when_they_are_chosen(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({"categoryId": shop.vehicles, "subcategoryId": shop.electric})).await;
        let unknown = "018f3c1e-0000-7000-8000-000000000000";
        for (field, value) in [
            ("categoryId", json!(unknown)), ("categoryId", json!("x")), ("locationId", json!(unknown)), ("subcategoryId", json!(shop.phones)),
            ("subcategoryId", json!(shop.vehicles)), ("subcategoryId", json!(unknown)),
        ] {
            let answer = patch(&shop.seller, &at(&id), json!({field: value})).await;
            refused(&answer, 400, &format!("errMsg_{field}isNotAValidID"));
            let mut body = shop.body(json!({"categoryId": shop.vehicles}));
            body[field] = value;
            refused(&shop.seller.post("/v1/listings", &body).await, 400, &format!("errMsg_{field}isNotAValidID"));
        }
        // A subcategory leaves with the category that it lay below.
        let moved = patch(&shop.moderator, &at(&id), json!({"categoryId": shop.phones})).await.expect(200).json();
        assert_eq!(moved["listing"]["subcategoryId"], Value::Null);
        drop(patch(&shop.moderator, &at(&id), json!({"categoryId": shop.cars, "subcategoryId": shop.electric})).await.expect(200));
        refused(&shop.market.admin.delete(&format!("/v1/locations/{}", shop.konak)).await, 409, "errMsg_LocationIsInUse");
        // Kept answers show what becomes of their category.
        assert_eq!(shop.market.anyone.get(&at(&id)).await.expect(200).json()["listing"]["category"]["slug"], "cars");
        drop(shop.market.admin.delete(&format!("/v1/categories/{}", shop.cars)).await.expect(200));
        let left = shop.market.anyone.get(&at(&id)).await.expect(200).json()["listing"].clone();
        assert_eq!((&left["category"]["slug"], &left["categoryId"]), (&json!("electric"), &json!(shop.electric)));
        drop(patch(&shop.moderator, &at(&id), json!({"price": 7})).await.expect(200));
        refused(&shop.seller.post("/v1/listings", &shop.body(json!({}))).await, 400, "errMsg_categoryIdisNotAValidID");
        drop(shop.moved(&shop.seller, &id, "sold").await.expect(200));
        drop(shop.market.admin.delete(&format!("/v1/locations/{}?moveTo={}", shop.konak, shop.bornova)).await.expect(200));
        assert_eq!(shop.seller.get(&at(&id)).await.expect(200).json()["listing"]["location"]["district"], "Bornova");
    }

    async fn bad_input_is_refused_by_the_field_that_is_wrong(db: TestDb) {
        let shop = Shop::new(db).await;
        let deep = (0..9).fold(json!(1), |inner, _| json!({"a": inner}));
        for (field, value, key) in [
            ("title", json!(null), "errMsg_titleisRequired"), ("title", json!("  ab  "), "errMsg_titleTypeIsNotValid"),
            ("title", json!("x".repeat(141)), "errMsg_titleTypeIsNotValid"), ("title", json!(5), "errMsg_titleTypeIsNotValid"),
            ("description", json!("x".repeat(10_001)), "errMsg_descriptionTypeIsNotValid"),
            ("price", json!(-1), "errMsg_priceTypeIsNotValid"), ("price", json!("5"), "errMsg_priceTypeIsNotValid"),
            ("price", json!(1.234), "errMsg_priceTypeIsNotValid"), ("price", json!(1e300), "errMsg_priceTypeIsNotValid"),
            ("currency", json!("lira"), "errMsg_currencyTypeIsNotValid"), ("condition", json!("broken"), "errMsg_conditionTypeIsNotValid"),
            ("condition", json!(2), "errMsg_conditionTypeIsNotValid"), ("condition", json!([]), "errMsg_conditionTypeIsNotValid"),
            ("listingType", json!(-1), "errMsg_listingTypeTypeIsNotValid"), ("attributes", json!([]), "errMsg_attributesTypeIsNotValid"),
            ("attributes", deep, "errMsg_attributesTypeIsNotValid"), ("attributes", json!({"a": "x".repeat(17_000)}), "errMsg_attributesTypeIsNotValid"),
            ("attributes", json!({"x".repeat(65): 1}), "errMsg_attributesTypeIsNotValid"),
            ("attributes", json!({"a": [1e30]}), "errMsg_attributesTypeIsNotValid"), ("attributes", json!({"a": 9_007_199_254_740_993.0_f64}), "errMsg_attributesTypeIsNotValid"),
            ("contactEmail", json!("nobody"), "errMsg_contactEmailTypeIsNotValid"), ("contactPhone", json!("call me"), "errMsg_contactPhoneTypeIsNotValid"),
            ("expiresAt", json!("2027-01-16T08:00:00Z"), "errMsg_expiresAtTypeIsNotValid"), ("expiresAt", json!("2026-01-15T08:00:00Z"), "errMsg_expiresAtTypeIsNotValid"),
            ("expiresAt", json!(5), "errMsg_expiresAtTypeIsNotValid"),
        ] {
            let answer = shop.seller.post("/v1/listings", &shop.body(json!({field: value}))).await;
            refused(&answer, 400, key);
        }
        for text in ["[]", "null", "{", "\"x\"", "{\"title\":\"a\\u0000b\"}"] {
            let answer = shop.seller.call_text(http::Method::POST, "/v1/listings", text).await;
            assert_eq!(answer.status, 400, "{text}");
        }
        let answer = shop.seller.post("/v1/listings", &json!({})).await;
        refused(&answer, 400, "errMsg_categoryIdisRequired");
        let text = shop.active(json!({"title": "<b>Araba</b> & 5 < 6", "description": "<script>alert(1)</script>temiz"})).await;
        let listing = shop.market.anyone.get(&at(&text)).await.expect(200).json()["listing"].clone();
        assert!(!listing.to_string().contains("<script") && !listing.to_string().contains("<b>"), "{listing}");
        assert!(listing["title"].as_str().unwrap().ends_with("& 5 < 6"));
    }

    async fn a_listing_that_is_sent_twice_is_made_once(db: TestDb) {
        let shop = Shop::new(db).await;
        let send = async |body: &Value| {
            let request = http::Request::builder().method("POST").uri("/v1/listings").header("content-type", "application/json").header("idempotency-key", "k-1");
            shop.seller.send(request, body.to_string().into()).await
        };
        let body = shop.body(json!({"attributes": {"a": {"b": [1.5]}}}));
        let (first, second) = tokio::join!(send(&body), send(&body));
        assert_eq!(first.expect(201).json()["listing"], second.expect(201).json()["listing"]);
        assert_eq!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).len(), 1);
        assert_eq!(send(&shop.body(json!({"price": 1}))).await.status, 409);
    }

    async fn with_an_account_its_listings_go_and_what_they_tell_about_the_person(db: TestDb) {
        let shop = Shop::new(db).await;
        let (open, waiting) = (shop.active(json!({})).await, shop.offer(json!({})).await);
        drop(shop.seller.delete(&at(&waiting)).await.expect(200));
        drop(shop.market.anyone.get(&at(&open)).await.expect(200));
        drop(shop.seller.delete("/users").await.expect(200));
        for _ in 0..2 {
            shop.market.app.app.relay.drain().await.unwrap();
        }
        refused(&shop.market.anyone.get(&at(&open)).await, 404, NOT_FOUND);
        let all = shop.moderator.get("/v1/_fetchlistlisting").await.expect(200).json();
        for listing in all["listings"].as_array().unwrap() {
            assert_eq!((&listing["isActive"], &listing["contactEmail"], &listing["contactPhone"]), (&json!(false), &Value::Null, &Value::Null));
        }
        assert_eq!(all["rowCount"], 2);
    }

    async fn views_are_counted_once_an_hour_and_written_down_later(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({})).await;
        let events = shop.market.told().await.len();
        let version = shop.seller.get(&at(&id)).await.expect(200).json()["listing"]["recordVersion"].clone();
        for last in [1, 1, 2, 3, 3] {
            drop(from(&shop.market.anyone, last).get(&at(&id)).await.expect(200));
        }
        // The owner's own looks do not count, nor do those of an account from another address, nor requests that fail.
        drop(from(&shop.seller, 4).get(&at(&id)).await.expect(200));
        drop(from(&shop.stranger, 5).get(&at(&id)).await.expect(200));
        drop(from(&shop.stranger, 6).get(&at(&id)).await.expect(200));
        drop(from(&shop.market.anyone, 7).get(&at(&shop.cars)).await.expect(404));
        let views = async || shop.market.anyone.get(&format!("{}?caching=false", at(&id))).await.expect(200).json()["listing"]["viewsCount"].as_i64().unwrap();
        // What waits is added to what is written. Whoever asks is counted after the answer.
        assert_eq!(views().await, 4);
        let counted = views().await;
        assert_eq!(counted, 5);
        assert_eq!(shop.market.told().await.len(), events);
        shop.job("classifieds.flush_views").await;
        assert_eq!(views().await, counted);
        let (topic, told) = shop.market.told().await.pop().unwrap();
        assert_eq!((topic.as_str(), &told), ("classifieds.listing.counted", &json!({"ids": [id]})));
        // An answer from memory learns of it.
        let kept = shop.market.anyone.get(&at(&id)).await.expect(200).json()["listing"].clone();
        assert_eq!((&kept["viewsCount"], &kept["recordVersion"]), (&json!(counted), &version));
        shop.job("classifieds.flush_views").await;
        assert_eq!(shop.market.told().await.len(), events + 1);
        shop.market.app.clock.advance(std::time::Duration::from_secs(61 * 60));
        drop(from(&shop.market.anyone, 1).get(&at(&id)).await.expect(200));
        assert_eq!(views().await, counted + 1);
    }

    async fn who_looks_without_a_token_is_counted_also_where_no_route_is_looked_for(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let id = shop.active(json!({})).await;
        for _ in 0..4 {
            drop(from(&shop.market.anyone, 1).get(&at(&id)).await.expect(200));
        }
        let etag = shop.market.anyone.get(&at(&id)).await.headers["etag"].to_str().unwrap().to_owned();
        let mut ids = Vec::new();
        for last in 2..6 {
            let asker = from(&shop.market.anyone, last);
            let answer = asker.get(&at(&id)).await.expect(200);
            let (body, id) = (answer.json(), answer.headers["x-request-id"].to_str().unwrap().to_owned());
            assert_eq!((&body["source"], &body["requestId"], &body["userId"]), (&json!("cache"), &json!(id), &Value::Null));
            ids.push(id);
        }
        ids.dedup();
        assert_eq!(ids.len(), 4);
        drop(from(&shop.market.anyone, 6).with_header("if-none-match", &etag).get(&at(&id)).await.expect(304));
        // Whoever shows a token is told so, and sees what is for them.
        for _ in 0..3 {
            let seen = shop.stranger.get(&at(&id)).await.expect(200).json();
            assert!(seen["userId"].is_string(), "{seen}");
            let other = shop.market.anyone.with_token("nonsense").get(&at(&id)).await;
            assert!(other.status != 200 || other.json()["userId"].is_null());
        }
        shop.job("classifieds.flush_views").await;
        let counted = shop.market.anyone.get(&format!("{}?caching=false", at(&id))).await.expect(200).json()["listing"]["viewsCount"].clone();
        // Six networks, the asker without one, and the stranger, whose network is that asker's.
        assert_eq!(counted, json!(7));
    }

    async fn a_listing_is_kept_in_memory_until_it_changes(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let id = shop.active(json!({})).await;
        let source = async |client: &testkit::Client| client.get(&at(&id)).await.expect(200).json()["source"].as_str().unwrap().to_owned();
        assert_eq!((source(&shop.market.anyone).await, source(&shop.market.anyone).await), ("db".to_owned(), "cache".to_owned()));
        assert_eq!((source(&shop.stranger).await, source(&shop.seller).await), ("db".to_owned(), "cache".to_owned()));
        drop(patch(&shop.seller, &at(&id), json!({"title": "Yeni başlık"})).await.expect(200));
        let answer = shop.market.anyone.get(&at(&id)).await.expect(200).json();
        assert_eq!((&answer["source"], &answer["listing"]["title"]), (&json!("db"), &json!("Yeni başlık")));
        // What is not for everybody is never kept.
        drop(shop.moved(&shop.moderator, &id, "rejected").await.expect(200));
        assert_eq!((source(&shop.seller).await, source(&shop.seller).await), ("db".to_owned(), "db".to_owned()));
        refused(&shop.stranger.get(&at(&id)).await, 404, NOT_FOUND);
        refused(&shop.market.anyone.get(&at(&id)).await, 404, NOT_FOUND);
        let staff = shop.market.app.account("super1", Role::SuperAdmin).await;
        drop(staff.get(&at(&id)).await.expect(200));
    }
}
