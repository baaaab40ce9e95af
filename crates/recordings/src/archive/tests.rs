//! Archives as teachers make them, and as attackers do.

use std::io::{Cursor, Seek as _, Write as _};

use base::Lang;
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::audio::probe::tests::{silence_mp3, silence_wav};

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        if name.ends_with('/') {
            zip.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn on_disk(content: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    file
}

fn read_within(content: &[u8], limits: Limits) -> Result<Vec<Checked>> {
    match Archive::open(on_disk(content), "IELTS 13", limits)?.check(tempfile::tempfile) {
        Ok(checked) => Ok(checked),
        Err(UnpackError::Refused(error)) => Err(error),
        Err(UnpackError::Disk(error)) => Err(Error::internal(error)),
    }
}

fn read(content: &[u8]) -> Result<Vec<Checked>> {
    read_within(content, LIMITS)
}

/// The names of what is wrong with their reasons.
fn reasons(content: &[u8]) -> Vec<(String, String)> {
    let error = read(content).unwrap_err();
    assert_eq!(error.code(), "audio.zip.entries", "{error}");
    let fields = error.fields().iter();
    fields
        .map(|field| (field.path.clone(), field.rule.message().text(Lang::En).to_owned()))
        .collect()
}

#[test]
fn a_flat_archive_gives_its_sound_files() {
    let (mp3, wav) = (silence_mp3(10), silence_wav(800));
    let mut archive = Archive::open(
        on_disk(&packed(&[("b.mp3", &mp3), ("a É.WAV", &wav)])),
        "IELTS 13",
        LIMITS,
    )
    .unwrap();
    let checked = archive.check(tempfile::tempfile).unwrap();
    let seen: Vec<_> = checked
        .iter()
        .map(|one| (one.name.as_str(), one.len, one.sound.duration_ms))
        .collect();
    assert_eq!(
        seen,
        [("b.mp3", mp3.len() as u64, 261), ("a É.WAV", wav.len() as u64, 100)]
    );
    let mut again = Vec::new();
    archive.unpack(1, &mut again).unwrap();
    assert_eq!(again, wav);
    assert_eq!(checked[1].hash, <[u8; 32]>::from(Sha256::digest(&wav)));
}

#[test]
fn one_folder_named_as_the_package_and_what_systems_leave_are_tolerated() {
    let mp3 = silence_mp3(10);
    let content = packed(&[
        ("ielts 13/", b""),
        ("ielts 13/a.mp3", &mp3),
        ("__MACOSX/ielts 13/._a.mp3", b"x"),
        ("ielts 13/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
    ]);
    let names: Vec<_> = read(&content).unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["a.mp3"]);
}

#[test]
fn every_name_that_is_more_than_a_name_is_refused_with_its_reason() {
    let mp3 = silence_mp3(10);
    let bad = [
        ("../x.mp3", "must be a name, not a path"),
        ("/etc/x.mp3", "must be a name, not a path"),
        ("a\\x.mp3", "must be a name, not a path"),
        ("C:x.mp3", "must be a name, not a path"),
        (
            "CD1/x.mp3",
            "lies in a folder; all files must lie directly in the archive",
        ),
        ("CD2/", "is not a plain file"),
        ("a\0b.mp3", "must not contain the NUL character"),
        ("con.mp3", "is the name of a device"),
        ("x.exe", "must end in .mp3 or .wav, as its content is"),
    ];
    let mut entries: Vec<(&str, &[u8])> = bad.iter().map(|(name, _)| (*name, mp3.as_slice())).collect();
    entries.push(("good.mp3", &mp3));
    let told = reasons(&packed(&entries));
    for ((name, reason), (shown, told)) in bad.iter().zip(&told) {
        assert_eq!(
            (told.as_str(), shown.replace('\u{fffd}', "\0")),
            (*reason, (*name).to_owned())
        );
    }
    assert_eq!(told.len(), bad.len());
}

#[test]
fn the_same_name_twice_is_refused_without_case() {
    let mp3 = silence_mp3(10);
    let told = reasons(&packed(&[("Á.mp3", &mp3), ("á.MP3", &mp3)]));
    assert_eq!(told[0].1, "is there more than once (upper and lower case alike)");
    // The same bytes twice: the library's writer refuses that, so one name is changed afterwards.
    let mut content = packed(&[("a1.mp3", &mp3), ("a2.mp3", &mp3)]);
    for at in 0..content.len() - 6 {
        if content[at..].starts_with(b"a2.mp3") {
            content[at + 1] = b'1';
        }
    }
    assert_eq!(reasons(&content)[0].1, told[0].1);
}

#[test]
fn links_and_locked_entries_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("a.mp3", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let content = zip.finish().unwrap().into_inner();
    assert_eq!(reasons(&content), [("a.mp3".into(), "is not a plain file".into())]);
    let mut locked = packed(&[("a.mp3", &silence_mp3(10))]);
    // The lowest flag, in the entry's own head and in the directory.
    locked[6] |= 1;
    let directory = locked.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert_eq!(reasons(&locked), [("a.mp3".into(), "is locked with a password".into())]);
}

#[test]
fn what_an_entry_holds_counts_and_not_its_name() {
    let told = reasons(&packed(&[
        ("page.mp3", b"<html></html>"),
        ("sound.mp3", &silence_wav(800)),
        ("cut.wav", &silence_wav(800)[..300]),
        ("good.mp3", &silence_mp3(10)),
    ]));
    let expected = [
        ("page.mp3", "The file is not an MP3 or WAV audio file."),
        ("sound.mp3", "must end in .mp3 or .wav, as its content is"),
        ("cut.wav", "The audio file is damaged or cut off."),
    ];
    assert_eq!(
        told,
        expected.map(|(name, reason)| (name.to_owned(), reason.to_owned()))
    );
}

#[test]
fn limits_are_kept_by_what_comes_out() {
    let wav = silence_wav(100_000);
    let limits = |entries, unpacked, each| Limits {
        entries,
        unpacked,
        each,
    };
    let content = packed(&[("a.wav", &wav), ("b.wav", &wav), ("c.wav", &wav)]);
    let len = wav.len() as u64;
    assert!(content.len() < wav.len());
    assert!(read_within(&content, limits(3, 3 * len, len)).is_ok());
    for tight in [limits(2, 3 * len, len), limits(3, 3 * len - 1, len)] {
        assert_eq!(read_within(&content, tight).unwrap_err().code(), "audio.zip.too_large");
    }
    let error = read_within(&content, limits(3, 3 * len, len - 1)).unwrap_err();
    assert_eq!((error.code(), error.fields().len()), ("audio.zip.entries", 3));
}

#[test]
fn an_entry_that_lies_about_its_length_is_stopped_by_what_comes_out() {
    let wav = silence_wav(1_000_000);
    let mut content = packed(&[("a.wav", &wav)]);
    let directory = content.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    content[directory + 24..directory + 28].copy_from_slice(&100_u32.to_le_bytes());
    let limits = Limits { each: 10_000, ..LIMITS };
    assert_eq!(read_within(&content, limits).unwrap_err().code(), "audio.zip.entries");
}

#[test]
fn more_entries_than_there_may_be_are_refused_before_room_is_made_for_them() {
    let mut end = b"PK\x05\x06\0\0\0\0\xFE\xFF\xFE\xFF".to_vec();
    end.extend([0; 10]);
    assert_eq!(read(&end).unwrap_err().code(), "audio.zip.too_large");
}

#[test]
fn what_is_no_archive_is_refused() {
    for content in [b"".as_slice(), b"PK", b"<html>", &silence_mp3(5)] {
        assert_eq!(read(content).unwrap_err().code(), "audio.zip.broken");
    }
    let whole = packed(&[("a.mp3", &silence_mp3(10))]);
    assert_eq!(read(&whole[..whole.len() - 30]).unwrap_err().code(), "audio.zip.broken");
    assert_eq!(read(&packed(&[])).unwrap_err().code(), "audio.zip.empty");
}

#[test]
fn a_damaged_entry_is_named() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("a.mp3", stored).unwrap();
    zip.write_all(&silence_mp3(10)).unwrap();
    let mut content = zip.finish().unwrap().into_inner();
    content[100] ^= 1;
    assert_eq!(
        reasons(&content),
        [("a.mp3".into(), "is damaged or cannot be unpacked".into())]
    );
}

proptest! {
    #[test]
    fn no_change_to_an_archive_makes_it_panic(places in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..12)) {
        let mut content = packed(&[("IELTS 13/a.mp3", &silence_mp3(5)), ("IELTS 13/b.wav", &silence_wav(20))]);
        for (place, byte) in places {
            let place = place as usize % content.len();
            content[place] = byte;
        }
        let _ = read(&content);
    }
}
