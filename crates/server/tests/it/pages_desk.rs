//! All that waits for moderators and administrators, in one list.

use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::both_engines;

use super::{classifieds_shop::Shop, pages_market::logged_in, pages_support::Browser};

both_engines! {
    async fn what_waits_in_every_room_stands_in_one_list_for_whoever_may_judge_it(test: TestDb) {
        let given = Given { moderate_umkm: Some(true), ..Given::default() };
        let shop = Shop::given(test, given).await;
        let quiet = shop.offer(json!({"title": "Sessiz ilan"})).await;
        let loud = shop.active(json!({"title": "Gürültülü <b>ilan</b>"})).await;
        let report = json!({"reason": "fraud", "text": "Kapora"});
        drop(shop.stranger.post(&format!("/v1/listings/{loud}/report"), &report).await.expect(201));
        shop.market.app.producer("petani").await;
        for nobody in ["stranger", "seller"] {
            let mut browser = logged_in(&shop, nobody).await;
            browser.open("/moderasi/semua").await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN);
        }
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/moderasi/semua").await;
        assert!(visitor.path.starts_with("/masuk"));
        let mut moderator = logged_in(&shop, "moderator1").await;
        moderator.open("/moderasi/semua").await
            .says("Gürültülü").says("1 kez bildirildi").says("Sessiz ilan").is_silent_about("<b>ilan").is_silent_about("/pengelola");
        let (first, second) = (moderator.page.find("Gürültülü").unwrap(), moderator.page.find("Sessiz ilan").unwrap());
        assert!(first < second);
        // Each leads to where it is judged.
        let way = moderator.page.split("href=\"/moderasi#").nth(1).unwrap().split('"').next().unwrap().to_owned();
        moderator.open("/moderasi").await.says(&format!("id=\"{way}\""));
        let mut admin = logged_in(&shop, "admin1").await;
        admin.open("/moderasi/semua").await.says("Gürültülü").says("href=\"/pengelola\"");
        drop(quiet);
    }
}
