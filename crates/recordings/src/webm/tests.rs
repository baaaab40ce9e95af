//! Recordings of a browser, whole, cut, shuffled and damaged.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;

const A: [&[u8]; 3] = [
    include_bytes!("../../tests-data/webm/A0.bin"),
    include_bytes!("../../tests-data/webm/A1.bin"),
    include_bytes!("../../tests-data/webm/A2.bin"),
];
const B: &[u8] = include_bytes!("../../tests-data/webm/B0.bin");

/// The bytes of sessions, each a start and runs of chunks, and where they lie.
fn laid_out(sessions: &[(u64, &[&[&[u8]]])]) -> (Cursor<Vec<u8>>, Vec<Session>) {
    let (mut raw, mut laid) = (Vec::new(), Vec::new());
    for (starts_at, runs) in sessions {
        let mut session = Session {
            starts_at: *starts_at,
            runs: Vec::new(),
        };
        for run in *runs {
            let start = raw.len() as u64;
            raw.extend(run.concat());
            session.runs.push(start..raw.len() as u64);
        }
        laid.push(session);
    }
    (Cursor::new(raw), laid)
}

fn joined(sessions: &[(u64, &[&[&[u8]]])]) -> Result<(Joined, Vec<u8>), JoinError> {
    let (mut raw, sessions) = laid_out(sessions);
    let mut out = Cursor::new(Vec::new());
    let joined = join(&mut raw, &sessions, &mut out)?;
    Ok((joined, out.into_inner()))
}

/// A block as it was found: its track, time and bytes.
type Found = (u8, u64, Vec<u8>);

/// What a file holds, read by its sizes alone.
#[derive(Debug, Default)]
struct Content {
    duration: f64,
    blocks: Vec<Found>,
    cues: usize,
    longest_cluster: u64,
}

fn parts(body: &[u8]) -> Vec<(u32, &[u8])> {
    ebml::children(body)
        .map(|child| child.expect("every size is right"))
        .collect()
}

fn part(body: &[u8], wanted: u32) -> &[u8] {
    let found = parts(body).into_iter().find(|(id, _)| *id == wanted);
    found.expect("the part is there").1
}

/// Reads a file and checks that everything in it is where it says.
fn content(file: &[u8]) -> Content {
    let [(id::EBML, _), (id::SEGMENT, segment)] = parts(file)[..] else {
        panic!("a file is a head and a segment");
    };
    let at = |position: u64, wanted: u32| {
        let here = &segment[usize::try_from(position).unwrap()..];
        assert!(here.starts_with(&wanted.to_be_bytes()), "{wanted:x} at {position}");
        ebml::children(here).next().unwrap().unwrap().1
    };
    for (_, seek) in parts(part(segment, id::SEEK_HEAD)) {
        let wanted = u32::try_from(ebml::number(part(seek, id::SEEK_ID)).unwrap()).unwrap();
        at(ebml::number(part(seek, id::SEEK_POSITION)).unwrap(), wanted);
    }
    let mut found = Content {
        duration: f64::from_be_bytes(part(part(segment, id::INFO), id::DURATION).try_into().unwrap()),
        ..Content::default()
    };
    for (_, point) in parts(part(segment, id::CUES)) {
        let time = ebml::number(part(point, id::CUE_TIME)).unwrap();
        let place = part(point, id::CUE_TRACK_POSITIONS);
        let cluster = at(
            ebml::number(part(place, id::CUE_CLUSTER_POSITION)).unwrap(),
            id::CLUSTER,
        );
        assert_eq!(ebml::number(part(cluster, id::TIMESTAMP)), Some(time));
        let first = Block::simple(part(cluster, id::SIMPLE_BLOCK)).unwrap();
        assert_eq!(
            u64::from(first.track),
            ebml::number(part(place, id::CUE_TRACK)).unwrap()
        );
        found.cues += 1;
    }
    for (_, cluster) in parts(segment).into_iter().filter(|(id, _)| *id == id::CLUSTER) {
        let start = ebml::number(part(cluster, id::TIMESTAMP)).unwrap();
        for (_, body) in parts(cluster).into_iter().filter(|(id, _)| *id == id::SIMPLE_BLOCK) {
            let block = Block::simple(body).unwrap();
            let time = start.saturating_add_signed(block.time.into());
            found.longest_cluster = found.longest_cluster.max(time.saturating_sub(start));
            found.blocks.push((block.track, time, body[4..].to_vec()));
        }
    }
    found
}

/// The blocks of a recording as it was sent.
fn sent(raw: &[u8]) -> Vec<Found> {
    let (mut source, mut cluster, mut blocks) = (Source::new(raw), 0, Vec::new());
    while let Some(item) = source.next().unwrap() {
        match item {
            Item::Element(id::TIMESTAMP, body) => cluster = ebml::number(&body).unwrap(),
            Item::Element(id::SIMPLE_BLOCK, body) => {
                let block = Block::simple(&body).unwrap();
                blocks.push((
                    block.track,
                    cluster.saturating_add_signed(block.time.into()),
                    body[4..].to_vec(),
                ));
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn a_recording_gets_a_length_and_an_index_and_keeps_every_block() {
    let (joined, file) = joined(&[(0, &[&A])]).unwrap();
    let found = content(&file);
    assert_eq!(found.blocks, sent(&A.concat()));
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let told = joined.duration as f64;
    assert!(
        (found.duration - told).abs() < 1.0 && found.duration > 5_000.0,
        "{found:?}"
    );
    assert!(found.cues >= 1);
    assert_eq!(
        (joined.sessions, joined.left_out),
        (1, 1),
        "the last chunk ends within a block"
    );
}

#[test]
fn a_second_session_follows_the_first_at_its_time() {
    let (joined, file) = joined(&[(0, &[&A]), (60_000, &[&[B]])]).unwrap();
    let found = content(&file);
    let (first, second) = (sent(&A.concat()), sent(B));
    assert_eq!(found.blocks.len(), first.len() + second.len());
    let (earlier, later) = found.blocks.split_at(first.len());
    assert_eq!(earlier, first);
    // The numbers of the second session's tracks are those of the first one's tracks of the same kind.
    for ((_, time, bytes), (_, sent, payload)) in later.iter().zip(&second) {
        assert_eq!((*time, bytes), (sent + 60_000, payload));
    }
    assert_eq!(joined.sessions, 2);
    assert!((61_000..63_000).contains(&joined.duration), "{joined:?}");
    assert!(found.cues >= 2);
}

#[test]
fn a_session_that_claims_to_begin_before_the_last_one_ended_is_moved_to_its_end() {
    let (one, _) = joined(&[(0, &[&A])]).unwrap();
    let (both, file) = joined(&[(0, &[&A]), (1, &[&[B]])]).unwrap();
    assert!(both.duration > one.duration + 1_000);
    let times: Vec<_> = content(&file).blocks.iter().map(|(_, time, _)| *time).collect();
    assert!(times.windows(2).all(|pair| pair[1] + 100 >= pair[0]));
}

#[test]
fn where_chunks_end_does_not_matter() {
    let whole = joined(&[(0, &[&A])]).unwrap();
    let bytes = A.concat();
    for size in [1, 7, 4096] {
        let chunks: Vec<&[u8]> = bytes.chunks(size).collect();
        assert_eq!(joined(&[(0, &[&chunks])]).unwrap(), whole);
    }
}

#[test]
fn a_missing_chunk_leaves_a_hole_and_what_follows_keeps_its_time() {
    let (joined, file) = joined(&[(0, &[&A[..1], &A[2..]])]).unwrap();
    let (found, sent) = (content(&file).blocks, sent(&A.concat()));
    assert!(joined.left_out >= 2);
    assert!(found.len() < sent.len() && found.iter().all(|block| sent.contains(block)));
    assert_eq!(joined.sessions, 1);
}

#[test]
fn a_session_without_its_first_chunk_is_left_out() {
    let (joined, file) = joined(&[(0, &[&[A[0]]]), (60_000, &[&A[1..]])]).unwrap();
    assert_eq!((joined.sessions, joined.left_out), (1, 2));
    assert_eq!(content(&file).blocks, sent(A[0]));
    assert!(matches!(self::joined(&[(0, &[&A[1..]])]), Err(JoinError::Nothing)));
}

#[test]
fn sessions_that_differ_are_not_joined() {
    let mut other = B.to_vec();
    let codec = other.windows(5).position(|five| five == b"V_VP8").unwrap();
    other[codec + 4] = b'9';
    let error = joined(&[(0, &[&A]), (9_000, &[&[&other]])]).unwrap_err();
    assert!(
        matches!(
            error,
            JoinError::Differs {
                session: 1,
                what: "codec"
            }
        ),
        "{error}"
    );
    let mut wider = B.to_vec();
    let width = wider.windows(2).position(|two| two == [0xB0, 0x82]).unwrap();
    wider[width + 3] ^= 1;
    let error = joined(&[(0, &[&A]), (9_000, &[&[&wider]])]).unwrap_err();
    assert!(
        matches!(
            error,
            JoinError::Differs {
                session: 1,
                what: "size"
            }
        ),
        "{error}"
    );
}

#[test]
fn what_is_no_recording_is_none() {
    for bytes in [
        b"".as_slice(),
        b"\0\0\0\x20ftypisom",
        b"<html>",
        &[0xFF; 5000],
        &A[0][..200],
    ] {
        assert!(
            matches!(joined(&[(0, &[&[bytes]])]), Err(JoinError::Nothing)),
            "{:?}",
            &bytes[..bytes.len().min(4)]
        );
    }
    assert!(matches!(joined(&[]), Err(JoinError::Nothing)));
    assert!(matches!(joined(&[(0, &[])]), Err(JoinError::Nothing)));
}

/// A cluster with one key frame of the track `number` at a time.
fn cluster(number: u8, time: u64) -> Vec<u8> {
    let (mut out, mut body) = (Vec::new(), Vec::new());
    ebml::push_number(&mut body, id::TIMESTAMP, time);
    ebml::push(&mut body, id::SIMPLE_BLOCK, &[0x80 | number, 0, 0, 0x80, 1, 2, 3]);
    ebml::push(&mut out, id::CLUSTER, &body);
    out
}

/// The beginning of a recording, up to its first cluster.
fn beginning() -> Vec<u8> {
    let end = A[0]
        .windows(4)
        .position(|four| four == id::CLUSTER.to_be_bytes())
        .unwrap();
    A[0][..end].to_vec()
}

#[test]
fn a_cluster_lasts_at_most_thirty_seconds() {
    let mut raw = beginning();
    let video = Head::read(&mut Source::new(A[0])).unwrap().unwrap().video().unwrap();
    for time in (0..300_000).step_by(400) {
        let mut one = cluster(video, time);
        let flags = one.len() - 4;
        one[flags] = 0;
        raw.extend(one);
    }
    let (joined, file) = joined(&[(0, &[&[&raw]])]).unwrap();
    let found = content(&file);
    assert_eq!((found.blocks.len(), joined.left_out), (750, 0));
    assert!(
        (25_000..=30_000).contains(&found.longest_cluster),
        "{}",
        found.longest_cluster
    );
    assert_eq!(joined.duration, 300_000);
}

#[test]
fn a_time_that_cannot_be_is_left_out() {
    let video = Head::read(&mut Source::new(A[0])).unwrap().unwrap().video().unwrap();
    let raw = [
        beginning(),
        cluster(video, 0),
        cluster(video, u64::MAX),
        cluster(video, 1000),
        cluster(99, 1500),
        cluster(video, 2000),
    ];
    let (joined, file) = joined(&[(0, &[&[&raw.concat()]])]).unwrap();
    let times: Vec<_> = content(&file).blocks.iter().map(|(_, time, _)| *time).collect();
    assert_eq!((times, joined.left_out), (vec![0, 1000, 2000], 2));
}

#[test]
fn a_block_in_a_group_keeps_what_stands_beside_it() {
    let audio = Head::read(&mut Source::new(A[0])).unwrap().unwrap();
    let number = audio.numbers().find(|number| Some(*number) != audio.video()).unwrap();
    let (mut group, mut body, mut raw) = (Vec::new(), Vec::new(), beginning());
    ebml::push(&mut group, id::BLOCK, &[0x80 | number, 0, 5, 0, 9, 9]);
    ebml::push(&mut group, 0x75A2, &[1]);
    ebml::push_number(&mut body, id::TIMESTAMP, 100);
    ebml::push(&mut body, id::BLOCK_GROUP, &group);
    ebml::push(&mut raw, id::CLUSTER, &body);
    let (_, file) = joined(&[(0, &[&[&raw]])]).unwrap();
    // The block's time is another one now; its flags, its bytes and what follows are not.
    let kept = &group[5..];
    assert!(file.windows(kept.len()).any(|window| window == kept));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..4000), headed in any::<bool>()) {
        let start = if headed { beginning() } else { Vec::new() };
        let _ = joined(&[(0, &[&[&start, &bytes]]), (5, &[&[B]])]);
    }

    #[test]
    fn no_change_to_a_recording_makes_it_panic_or_grow(places in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..40), early in any::<bool>()) {
        let mut bytes = A.concat();
        let reach = if early { 2000 } else { bytes.len() };
        for (place, byte) in places {
            bytes[place as usize % reach] = byte;
        }
        if let Ok((joined, file)) = joined(&[(0, &[&[&bytes]]), (90_000, &[&[B]])]) {
            prop_assert!(file.len() < 2 * bytes.len());
            prop_assert!(joined.duration <= 2 * LONGEST + 200_000);
            content(&file);
        }
    }
}
