//! The doctor: what it finds of files, locks, clocks and settings, and with which exit code.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use rusqlite::Connection;

use super::process::Home;

/// A database with one picture that a row names; answers the picture's file.
fn with_picture(home: &Home) -> PathBuf {
    home.run(&["migrate"]).expect(0);
    let db = Connection::open(home.data().join("balai.db")).unwrap();
    let hash = "ab".to_owned() + &"1".repeat(62);
    db.execute_batch(&format!(
        "insert into account (id, handle, username, username_key, email, email_key, fullname, role, password_hash,
            created_at, updated_at) values ('a', 'user-a', 'a', 'a', 'a@x', 'a@x', 'a', 'user', '', 1, 1);
        insert into upload (id, owner_id, hash, content_type, bytes, created_at)
            values ('u', 'a', '{hash}', 'image/png', 3, 1);"
    ))
    .unwrap();
    let file = home.data().join("media/ab").join("1".repeat(62));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "png").unwrap();
    file
}

#[test]
fn the_doctor_compares_rows_with_files() {
    let home = Home::new();
    let file = with_picture(&home);
    home.run(&["doctor"])
        .expect(0)
        .says("1 files (0 KiB), and each has its rows");

    let kept = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    home.run(&["doctor"])
        .expect(1)
        .says("BAD   files")
        .says(&format!("1 of trackmate (ab/{})", "1".repeat(62)))
        .says("restore them from a backup");
    fs::write(&file, kept).unwrap();

    // What has just come may still get its rows; what is older will not.
    let orphan = home.data().join("media/exams/cd").join("2".repeat(62));
    fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    fs::write(&orphan, "sound").unwrap();
    home.run(&["doctor"]).expect(0).says("2 files");
    let hour_ago = SystemTime::UNIX_EPOCH + now() - Duration::from_hours(1);
    fs::File::options()
        .append(true)
        .open(&orphan)
        .unwrap()
        .set_modified(hour_ago)
        .unwrap();
    home.run(&["doctor"])
        .expect(0)
        .says("note  files")
        .says(&format!("1 of assessment (cd/{})", "2".repeat(62)))
        .says("may be deleted");
}

/// Since 1970.
fn now() -> Duration {
    let now = platform::Clock::system().now();
    Duration::from_micros(u64::try_from(now.0).unwrap())
}

#[test]
fn the_doctor_sees_whether_a_server_runs() {
    let home = Home::new();
    home.run(&["migrate"]).expect(0);
    home.run(&["doctor"]).expect(0).says("no server runs on this database");
    let server = home.serve(&[]);
    let process = format!("(process {})", server.process.0.id());
    home.run(&["doctor"])
        .expect(0)
        .says("a server runs on this database")
        .says(&process);
    drop(server);
    home.run(&["doctor"]).expect(0).says("no server runs on this database");
}

#[test]
fn the_doctor_sees_that_the_clock_was_set_back() {
    let home = Home::new();
    home.run(&["migrate"]).expect(0);
    home.run(&["doctor"]).expect(0).says("ok    clock");
    let tomorrow = SystemTime::UNIX_EPOCH + now() + Duration::from_hours(24);
    let file = fs::File::options()
        .append(true)
        .open(home.data().join("balai.db"))
        .unwrap();
    file.set_modified(tomorrow).unwrap();
    home.run(&["doctor"])
        .expect(0)
        .says("note  clock")
        .says("the clock was set back");
}

#[test]
fn the_doctor_says_how_fast_the_data_grows_and_which_settings_fight() {
    let home = Home::new();
    with_picture(&home);
    home.run(&["doctor"]).expect(0).says("the data takes").says("a week");
    home.run(&["doctor", "--metrics-public", "--metrics-listen", "127.0.0.1:9090"])
        .expect(0)
        .says("note  settings     metrics_public");
}
