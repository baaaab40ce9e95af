//! Sound files as they are and as they should not be.

use std::io::Write as _;

use base::Kind;
use proptest::prelude::*;

use super::*;

/// An MP3 of so many frames of silence: 44.1 kHz, stereo, 128 kbit/s, 26 ms each.
pub(crate) fn silence_mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(frames)
}

/// A mono WAV of 8 kHz with 16 bits a sample.
pub(crate) fn silence_wav(samples: u32) -> Vec<u8> {
    wav_of(1, 1, 8000, 16, &vec![0; samples as usize * 2])
}

fn wav_of(format: u16, channels: u16, rate: u32, bits: u16, sound: &[u8]) -> Vec<u8> {
    let block = channels * bits / 8;
    let data = u32::try_from(sound.len()).unwrap();
    let mut wav = b"RIFF".to_vec();
    wav.extend((data + 36).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0");
    wav.extend([format.to_le_bytes(), channels.to_le_bytes()].concat());
    wav.extend([rate.to_le_bytes(), (rate * u32::from(block)).to_le_bytes()].concat());
    wav.extend([block.to_le_bytes(), bits.to_le_bytes()].concat());
    wav.extend(b"data");
    wav.extend(data.to_le_bytes());
    wav.extend(sound);
    wav
}

fn probed(content: &[u8]) -> Result<Sound> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    probe(&file)
}

fn refused(content: &[u8]) -> &'static str {
    let error = probed(content).unwrap_err();
    assert_ne!(error.kind(), Kind::Internal, "{error}");
    error.code()
}

#[test]
fn an_mp3_is_known_by_its_frames() {
    let expected = Sound {
        kind: SoundKind::Mp3,
        duration_ms: 2612,
        channels: 2,
        sample_rate: 44_100,
    };
    assert_eq!(probed(&silence_mp3(100)).unwrap(), expected);
    let mut tagged = b"ID3\x04\0\0\0\0\x01\x00".to_vec();
    tagged.resize(10 + 128, 0xFF);
    tagged.extend(silence_mp3(100));
    tagged.extend(b"TAG");
    tagged.resize(tagged.len() + 125, b' ');
    assert_eq!(probed(&tagged).unwrap(), expected);
}

#[test]
fn a_wav_is_known_by_its_chunks() {
    let expected = Sound {
        kind: SoundKind::Wav,
        duration_ms: 500,
        channels: 1,
        sample_rate: 8000,
    };
    assert_eq!(probed(&silence_wav(4000)).unwrap(), expected);
    let float = wav_of(3, 2, 48_000, 32, &[0; 8 * 48]);
    assert_eq!(probed(&float).unwrap().duration_ms, 1);
    let mut with_list = silence_wav(4000);
    with_list.splice(36..36, *b"LIST\x05\0\0\0INFOx\0");
    assert_eq!(probed(&with_list).unwrap(), expected);
}

#[test]
fn a_recorder_that_never_wrote_the_length_is_understood() {
    for length in [[0xFF; 4], [0; 4]] {
        let mut wav = silence_wav(4000);
        wav[40..44].copy_from_slice(&length);
        assert_eq!(probed(&wav).unwrap().duration_ms, 500);
    }
}

#[test]
fn what_is_no_sound_is_refused_whatever_its_name() {
    let page = b"<!doctype html><html><body>track</body></html>".repeat(50);
    let program = [b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0".to_vec(), vec![0x90; 9000]].concat();
    let archive = [b"PK\x03\x04".to_vec(), vec![7; 9000]].concat();
    let ogg = [b"OggS\0\x02".to_vec(), vec![1; 9000]].concat();
    let behind_a_tag = [b"ID3\x04\0\0\0\0\0\0".to_vec(), page.clone()].concat();
    for content in [
        page,
        program,
        archive,
        ogg,
        behind_a_tag,
        vec![0; 10_000],
        b"ID3".to_vec(),
    ] {
        assert_eq!(refused(&content), "audio.not_taken", "{:?}", &content[..3]);
    }
    let noise: Vec<u8> = std::iter::repeat_with({
        let mut random = fastrand::Rng::with_seed(7);
        move || random.u8(..)
    })
    .take(3_000_000)
    .collect();
    assert_eq!(refused(&noise), "audio.not_taken");
}

#[test]
fn layers_one_and_two_are_not_mp3() {
    let mut frame = vec![0xFF, 0xFD, 0x90, 0x00];
    frame.resize(522, 0);
    assert_eq!(refused(&frame.repeat(50)), "audio.not_taken");
}

#[test]
fn what_was_cut_off_is_refused_as_such() {
    let wav = silence_wav(4000);
    for len in [12, 30, 40, 44, 1000, wav.len() - 1] {
        assert_eq!(refused(&wav[..len]), "audio.broken", "{len}");
    }
    assert_eq!(refused(&silence_mp3(2)), "audio.broken");
    // The first frame of an MP3 may count the others: here 1000 of which 100 came.
    let mut counted = silence_mp3(101);
    counted[36..48].copy_from_slice(b"Xing\0\0\0\x01\0\0\x03\xE8");
    assert_eq!(refused(&counted), "audio.broken");
    counted[44..48].copy_from_slice(&100_u32.to_be_bytes());
    assert_eq!(probed(&counted).unwrap().duration_ms, 2612);
}

#[test]
fn a_wav_that_browsers_do_not_play_is_refused_with_the_reason() {
    assert_eq!(refused(&wav_of(2, 1, 8000, 4, &[0; 800])), "audio.codec");
    assert_eq!(refused(&wav_of(0x55, 1, 8000, 16, &[0; 800])), "audio.codec");
    assert_eq!(refused(&wav_of(1, 0, 8000, 16, &[0; 800])), "audio.broken");
    assert_eq!(refused(&wav_of(1, 900, 8000, 16, &[0; 3600])), "audio.broken");
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(refused(b""), "audio.not_taken");
    assert_eq!(refused(&wav_of(1, 1, 8000, 16, b"")), "audio.broken");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..3000), kind in 0..4) {
        let start: &[u8] = match kind {
            0 => b"",
            1 => b"RIFF\xFF\xFF\xFF\xFFWAVE",
            2 => b"ID3\x03\0\0",
            _ => b"\xFF\xFB\x90\x00",
        };
        let _ = probed(&[start, &bytes].concat());
    }

    #[test]
    fn no_change_to_a_wav_makes_it_panic(places in proptest::collection::vec((0_usize..60, any::<u8>()), 1..6)) {
        let mut wav = silence_wav(100);
        for (place, byte) in places {
            wav[place] = byte;
        }
        let _ = probed(&wav);
    }
}
