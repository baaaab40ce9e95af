//! The calendar of sittings.

use http::StatusCode;
use serde_json::json;

use super::{assessment_bank::Bank, assessment_exam_support::plan, pages_committee::officer};

testkit::both_engines! {
    async fn a_sitting_stands_on_the_day_of_its_own_clocks(test: TestDb) {
        let bank = Bank::new(test).await;
        // 23:30 in Papua is still the 30th there, and half past two in the afternoon in Greenwich.
        let sitting = |title: &str, date: &str, zone: &str| {
            json!({"title": title, "date": date, "startTime": "23:30", "endTime": "01:00", "timeZone": zone})
        };
        plan(&bank.exams, bank.package, sitting("Ujian & timur", "2037-08-31", "Asia/Jayapura")).await;
        plan(&bank.exams, bank.package, sitting("Ujian barat", "2037-09-01", "Asia/Jakarta")).await;
        plan(&bank.exams, bank.package, sitting("Ujian lain", "2037-11-02", "Asia/Jakarta")).await;
        let mut proctor = officer(&bank.exams, "proctor").await;
        proctor.says("href=\"/ujian/kalender\"");
        proctor.open("/ujian/kalender?bulan=2037-08").await.says("Agustus 2037").says("Ujian &#38; timur").says("23:30–01:00 WIT");
        // The week of the 31st has the first of September, too.
        proctor.says("Ujian barat").is_silent_about("Ujian lain").says("bulan=2037-07").says("bulan=2037-09");
        proctor.says("31 Agustus 2037").says("Senin");
        proctor.open("/ujian/kalender?bulan=2037-10").await.says("Tidak ada ujian pada bulan ini");
        for none in ["", "2037-13", "9999-01", "%00", "-"] {
            proctor.open(&format!("/ujian/kalender?bulan={none}")).await;
            assert_eq!(proctor.status, StatusCode::OK, "{none}");
        }
        let mut author = officer(&bank.exams, "author").await;
        author.open("/ujian/kalender").await;
        assert_eq!(author.status, StatusCode::FORBIDDEN);
        let days = |from: &str, to: &str| format!("/api/v1/events/calendar?from={from}&to={to}");
        let found = bank.exams.proctor.get(&days("2037-08-31", "2037-09-01")).await.expect(200).json();
        let titles: Vec<_> = found.as_array().unwrap().iter().map(|event| event["title"].clone()).collect();
        assert_eq!(titles, ["Ujian & timur", "Ujian barat"]);
        for (from, to) in [("2037-09-01", "2037-08-31"), ("2037-01-01", "2038-01-02"), ("besok", "2037-01-01"), ("", "")] {
            bank.exams.proctor.get(&days(from, to)).await.expect(400);
        }
        bank.exams.author.get(&days("2037-08-31", "2037-09-01")).await.expect(403);
    }
}
