//! The pages of participants: many at once from a file, and one of them corrected or removed.

use std::fmt::Write as _;

use http::StatusCode;
use serde_json::json;
use testkit::both_engines;

use crate::{
    assessment_exam_support::{Sitting, plan},
    assessment_people::workbook,
    pages_committee::officer,
    pages_support::Browser,
};

const LIST: &[u8] = b"No;Nama Siswa;NIS;Kelas\n1;Ani & Lestari;00071;7A\n2;Budi;00072;7B\n";

/// Chooses a file on the page and sends it to be tried.
async fn choose(browser: &mut Browser, path: &str, fields: &[(&str, &str)], file: &[u8]) {
    browser.open(path).await;
    let token = browser.token().unwrap();
    let fields = [&[("_token", token.as_str())], fields].concat();
    browser.upload(path, &fields, &[("file", file)]).await;
}

/// Sends the form of the page with some of it typed over.
async fn send(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let mut held = browser.held();
    held.retain(|(name, _)| name != "_token" && !typed.iter().any(|(own, _)| own == name));
    let held: Vec<_> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.submit(path, &[&held, typed].concat()).await;
}

both_engines! {
    async fn a_file_is_tried_first_and_then_stored_once(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let list = format!("/ujian/{}/peserta", sitting.event);
        let path = format!("{list}/berkas");
        proctor.open(&list).await.says(&format!("href=\"{path}\""));
        choose(&mut proctor, &path, &[], LIST).await;
        proctor.says("Berkas ini dapat disimpan.").says("Simpan 2 peserta");
        assert_eq!(proctor.status, StatusCode::OK);
        let held = proctor.held();
        let mut other = officer(sitting.exams(), "administrator").await;
        other.open(&list).await.says("Belum ada peserta");
        proctor.resend(&path, &[], &[]).await.says("Daftar dari berkas disimpan.").says("Peserta (2)");
        proctor.says("Ani &#38; Lestari").says("7A");
        // The same form again changes nothing, and the same file has nothing to store.
        let held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        proctor.upload(&path, &held, &[]).await.says("Peserta (2)");
        let book = workbook(&[&["NRP", "Nama"], &["00071", "Ani & Lestari"]]);
        choose(&mut proctor, &path, &[], &book).await;
        proctor.says("sudah terdaftar; tidak ada yang perlu disimpan").is_silent_about("_simpan");
        proctor.download("/api/v1/participants/download-package-template").await.expect(200);
    }

    async fn what_is_wrong_with_a_file_is_told_by_row_and_nothing_is_stored(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let path = format!("/ujian/{}/peserta/berkas", sitting.event);
        choose(&mut proctor, &path, &[], b"NIS;Nama\n00071;Ani\n00071;Budi & <i>\n00073;\n").await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("Belum dapat disimpan: 2 kesalahan.").says("Baris 3, Nomor registrasi").says("“<bdi>00071</bdi>”");
        proctor.says("Baris 4, Nama").says("Wajib diisi.").is_silent_about("_simpan");
        // No file, and one that is no list.
        choose(&mut proctor, &path, &[], b"").await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("Pilih berkasnya dahulu.");
        choose(&mut proctor, &path, &[], b"%PDF-1.7").await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("id=\"file-fault\"");
        // Heads that nobody knows, and where to look instead.
        let odd = b"Kode;Panggilan\n00003;Cici\n";
        choose(&mut proctor, &path, &[], odd).await;
        proctor.says("Baris judul tidak ditemukan");
        choose(&mut proctor, &path, &[("numberColumn", "A"), ("nameColumn", "Panggilan")], odd).await;
        proctor.says("Simpan 1 peserta");
        proctor.resend(&path, &[], &[]).await.says("Cici").says("Peserta (1)");
        // Findings are told in the language of whoever reads.
        proctor.go_to(&sitting.exams().app.anyone, "en");
        choose(&mut proctor, &path, &[], b"NIS;Nama\n00074;\n").await;
        proctor.says("there is one error").says("Row 2, Name").says("Must be filled in.");
    }

    async fn a_file_that_no_page_can_hold_is_chosen_once_more(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let path = format!("/ujian/{}/peserta/berkas", sitting.event);
        let mut large = "NIS;Nama;Catatan\n".to_owned();
        for row in 0..1_700 {
            writeln!(large, "{row:05};Peserta {row};{}", "x".repeat(200)).unwrap();
        }
        choose(&mut proctor, &path, &[], large.as_bytes()).await;
        proctor.says("Simpan 1700 peserta").says("id=\"again\"").is_silent_about("_berkas");
        // Another file than the one that was tried is tried itself.
        proctor.resend(&path, &[], &[("file", LIST)]).await.says("Simpan 2 peserta");
        choose(&mut proctor, &path, &[], large.as_bytes()).await;
        proctor.resend(&path, &[], &[("file", large.as_bytes())]).await.says("Peserta (1.700)");
        let beyond = vec![b'x'; (10 << 20) + 1];
        choose(&mut proctor, &path, &[], &beyond).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("Berkas paling besar 10 MB.");
    }

    async fn nobody_else_sends_a_file_or_sees_a_participant(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let exams = sitting.exams();
        let ani = sitting.add("Ani Lestari", "0071").await;
        let list = format!("/ujian/{}/peserta", sitting.event);
        let pages = [format!("{list}/berkas"), format!("{list}/{ani}"), format!("{list}/{ani}/hapus")];
        let mut rater = officer(exams, "rater").await;
        let token = rater.token().unwrap();
        for page in &pages {
            rater.open(page).await;
            assert_eq!(rater.status, StatusCode::FORBIDDEN, "{page}");
            rater.post(page, &[("_token", &token)]).await.expect(403);
        }
        rater.upload(&pages[0], &[("_token", &token)], &[("file", LIST)]).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        let mut stranger = Browser::new(&exams.app.anyone, "id").local();
        for page in &pages {
            stranger.open(page).await;
            assert!(stranger.path.starts_with("/ujian/masuk"), "{page} led to {}", stranger.path);
        }
        // A file without the page's token, or before it, stores nothing.
        let mut proctor = officer(exams, "proctor").await;
        proctor.upload(&pages[0], &[("_simpan", "ya")], &[("file", LIST)]).await.is_silent_about("Simpan 2 peserta");
        proctor.open(&list).await.says("Peserta (1)");
    }

    async fn a_participant_is_corrected_and_what_others_changed_is_not_lost(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.add("Ani Lestari", "0071").await;
        sitting.add("Budi", "0072").await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let list = format!("/ujian/{}/peserta", sitting.event);
        let path = format!("{list}/{ani}");
        proctor.open(&list).await.says(&format!("href=\"{path}\""));
        proctor.open(&path).await.says("value=\"Ani Lestari\"").says("Ditambahkan panitia");
        let mut slow = officer(sitting.exams(), "administrator").await;
        slow.open(&path).await;
        send(&mut proctor, &path, &[("name", "Ani & Lestari"), ("unit", "7A"), ("timeFactor", "1,25")]).await;
        proctor.says("Data peserta disimpan.").says("value=\"Ani &#38; Lestari\"").says("value=\"1,25\"").says("value=\"7A\"");
        // Somebody who saw what was there before is shown both.
        let late = slow.held();
        send(&mut slow, &path, &[("name", "Ani L.")]).await;
        assert_eq!(slow.status, StatusCode::PRECONDITION_FAILED);
        slow.says("Orang lain mengubah data ini").says("<bdi>Ani &#38; Lestari</bdi>").says("<bdi>Ani L.</bdi>").says("value=\"Ani L.\"");
        assert_ne!(slow.holds("_versi"), late.into_iter().find(|(name, _)| name == "_versi").map(|(_, value)| value));
        send(&mut slow, &path, &[]).await;
        slow.says("Data peserta disimpan.").says("value=\"Ani L.\"").says("value=\"1\"");
        // The same form twice is no conflict.
        proctor.open(&path).await;
        let held = proctor.held();
        send(&mut proctor, &path, &[("rank", "Kapten")]).await;
        let mut again: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        again.retain(|(name, _)| *name != "_token" && *name != "rank");
        again.push(("rank", "Kapten"));
        proctor.submit(&path, &again).await.says("Data peserta disimpan.");
        // What is wrong stands beside its field, and nothing typed is lost.
        for (name, wrong) in [("name", ""), ("registeredNumber", "0072"), ("timeFactor", "enam"), ("timeFactor", "6")] {
            proctor.open(&path).await;
            send(&mut proctor, &path, &[(name, wrong), ("position", "Staf")]).await;
            assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {wrong}");
            proctor.says(&format!("id=\"{name}-fault\"")).says("value=\"Staf\"");
        }
    }

    async fn whoever_has_begun_keeps_their_time_and_their_place(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let budi = sitting.add("Budi", "0072").await;
        let other = plan(sitting.exams(), sitting.bank.package, json!({"title": "Lain"})).await;
        let mut proctor = officer(sitting.exams(), "proctor").await;
        let list = format!("/ujian/{}/peserta", sitting.event);
        let (of_ani, of_budi) = (format!("{list}/{}", ani.id), format!("{list}/{budi}"));
        proctor.open(&of_ani).await;
        let before = proctor.held();
        ani.start().await;
        let mut typed: Vec<_> = before.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        typed.retain(|(name, _)| !["_token", "timeFactor", "_versi"].contains(name));
        proctor.open(&of_ani).await.says("Beri waktu tambahan").is_silent_about("name=\"timeFactor\"").is_silent_about("/hapus\"");
        let version = proctor.holds("_versi").unwrap();
        typed.extend([("timeFactor", "2"), ("_versi", &version)]);
        proctor.submit(&of_ani, &typed).await.says("beri waktu tambahan melalui tindakan pengawas");
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Whoever has begun stays; whoever has not is removed, once.
        let removal = format!("{of_ani}/hapus");
        proctor.open(&removal).await;
        send(&mut proctor, &removal, &[]).await;
        assert_eq!(proctor.status, StatusCode::UNPROCESSABLE_ENTITY);
        proctor.says("masih dipakai");
        let removal = format!("{of_budi}/hapus");
        proctor.open(&removal).await.says("<bdi>Budi</bdi>");
        send(&mut proctor, &removal, &[("_versi", "99")]).await;
        assert_eq!(proctor.status, StatusCode::PRECONDITION_FAILED);
        for _ in 0..2 {
            send(&mut proctor, &removal, &[]).await;
            proctor.says("Peserta dihapus dari ujian ini.").says("Peserta (1)");
        }
        for path in [of_budi, format!("/ujian/{other}/peserta/{}", ani.id), format!("{list}/x")] {
            proctor.open(&path).await;
            assert_eq!(proctor.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
