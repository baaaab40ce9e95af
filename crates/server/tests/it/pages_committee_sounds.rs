//! The library of sounds.

use http::StatusCode;
use serde_json::json;

use super::{
    assessment_bank::Bank,
    assessment_listening::{mp3, upload},
    pages_committee::officer,
};

testkit::both_engines! {
    async fn sounds_are_found_heard_and_deleted_where_nobody_plays_them(test: TestDb) {
        let bank = Bank::new(test).await;
        let used = upload(&bank.author, "track_01.mp3", &mp3()).await;
        let free = upload(&bank.author, "<i>bebas.mp3", &mp3()[417..]).await;
        let question = bank.question(json!({"sectionDuration": 600, "audioId": used})).await;
        let mut author = officer(&bank.exams, "author").await;
        author.open("/ujian/paket").await.says("href=\"/ujian/suara\"");
        author.open("/ujian/suara").await.says("track_01.mp3").says("1 soal").says("Tidak dipakai").says("0:10");
        author.says("&#60;i&#62;bebas").says("159,7 kB").says("159,3 kB").is_silent_about("<i>bebas");
        author.says("1 berkas tidak dipakai");
        author.open("/ujian/suara?q=TRACK").await.says("track_01.mp3").is_silent_about("bebas");
        author.open("/ujian/suara?q=tidak+ada").await.says("Tidak ada berkas dengan nama itu");
        // What a question plays is kept, and says by which.
        let page = format!("/ujian/suara/{used}");
        author.open(&page).await.says(&format!("href=\"/ujian/soal/{question}\"")).is_silent_about("Hapus berkas suara</button>");
        author.submit(&format!("{page}/hapus"), &[("_versi", "1")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = format!("/ujian/suara/{free}");
        let seen = author.open(&page).await.holds("_versi").unwrap();
        author.submit(&format!("{page}/hapus"), &[("_versi", &seen)]).await.says("Berkas suara dihapus.");
        author.is_silent_about("bebas");
        // The same form again says the same.
        author.submit(&format!("{page}/hapus"), &[("_versi", &seen)]).await.says("Berkas suara dihapus.");
        author.open(&page).await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
        let totals = bank.author.get("/api/v1/audio/totals").await.expect(200).json();
        assert_eq!((&totals["files"], &totals["unused"]), (&json!(1), &json!(0)));
        let uses = bank.author.get(&format!("/api/v1/audio/{used}/questions")).await.expect(200).json();
        assert_eq!((&uses[0]["id"], &uses[0]["packageId"]), (&json!(question), &json!(bank.package)));
        bank.author.get(&format!("/api/v1/audio/{free}/questions")).await.expect(404);
    }

    async fn the_library_is_for_those_who_read_the_bank(test: TestDb) {
        let bank = Bank::new(test).await;
        let sound = upload(&bank.author, "a.mp3", &mp3()).await;
        let mut proctor = officer(&bank.exams, "proctor").await;
        for path in ["/ujian/suara".to_owned(), format!("/ujian/suara/{sound}")] {
            proctor.open(&path).await;
            assert_eq!(proctor.status, StatusCode::FORBIDDEN, "{path}");
        }
        for path in ["/api/v1/audio/totals".to_owned(), format!("/api/v1/audio/{sound}/questions")] {
            bank.exams.proctor.get(&path).await.expect(403);
        }
        proctor.open("/ujian").await.submit(&format!("/ujian/suara/{sound}/hapus"), &[("_versi", "1")]).await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
        bank.author.get(&format!("/api/v1/audio/{sound}")).await.expect(200);
    }
}
