//! The recordings of the listening questions: short sequences of tones, made when they are asked for.
//!
//! Invariant: a name always gives the same bytes, on every machine. So everything is counted in whole numbers; a sine of
//! the standard library may differ in its last digit.

/// Samples in a second; enough for tones below 2 kHz.
const RATE: i64 = 8_000;
/// The loudest sample, with room to the limit of 16 bits.
const LOUDEST: i64 = 24_000;
/// A wave, in the steps that [`sine`] knows.
const WAVE: i64 = 1 << 16;
/// Samples in which a tone comes up and goes down, so that it does not click.
const FADE: i64 = RATE / 100;

/// A stretch of a recording: silence if its loudness is 0.
#[derive(Clone, Copy)]
struct Stretch {
    milliseconds: i64,
    /// Hertz at the beginning and at the end.
    pitch: (i64, i64),
    /// Per cent at the beginning and at the end.
    loudness: (i64, i64),
}

/// What makes the stretches of a recording.
type Made = fn() -> Vec<Stretch>;

/// The recordings by name, and what is to be heard in them.
const RECORDINGS: [(&str, Made); 15] = [
    ("listening-01-beeps.wav", || beeps(&[660; 5], 250, 350)),
    ("listening-02-glide.wav", || {
        vec![rest(300), glide(300, 1_200, 2_500), rest(300)]
    }),
    ("listening-03-steps.wav", || {
        beeps(&[1_047, 988, 880, 784, 698, 659, 587, 523], 350, 50)
    }),
    ("listening-04-rhythm.wav", || {
        [700, 200, 200, 700]
            .into_iter()
            .flat_map(|long| [tone(523, long), rest(250)])
            .collect()
    }),
    ("listening-05-groups.wav", || {
        [beeps(&[880; 3], 250, 200), vec![rest(700)], beeps(&[440; 2], 250, 200)].concat()
    }),
    ("listening-06-speed.wav", || {
        [700, 560, 440, 340, 250, 170, 110, 70, 300]
            .into_iter()
            .flat_map(|pause| [tone(660, 120), rest(pause)])
            .collect()
    }),
    ("listening-07-loudness.wav", || {
        let swell = Stretch {
            loudness: (4, 100),
            ..tone(440, 3_000)
        };
        vec![rest(300), swell, rest(300)]
    }),
    ("listening-08-count.wav", || beeps(&[523; 7], 200, 350)),
    ("listening-09-long.wav", || vec![rest(500), tone(440, 4_000), rest(500)]),
    ("listening-10-pair.wav", || beeps(&[440, 660], 800, 400)),
    ("listening-11-arch.wav", || {
        beeps(&[523, 587, 659, 784, 1_047, 784, 659, 587, 523], 300, 50)
    }),
    ("listening-12-signals.wav", || {
        vec![
            glide(1_200, 400, 1_200),
            rest(700),
            tone(700, 1_200),
            rest(700),
            glide(400, 1_200, 1_200),
        ]
    }),
    ("listening-13-siren.wav", || {
        beeps(&[960, 640, 960, 640, 960, 640, 960, 640], 330, 20)
    }),
    ("listening-14-odd.wav", || beeps(&[784, 784, 523, 784], 400, 400)),
    ("listening-15-mirror.wav", || {
        [
            beeps(&[523, 659, 784], 350, 50),
            vec![rest(800)],
            beeps(&[784, 659, 523], 350, 50),
        ]
        .concat()
    }),
];

/// The names of all recordings, in the order of the questions.
pub fn names() -> impl Iterator<Item = &'static str> {
    RECORDINGS.iter().map(|(name, _)| *name)
}

/// The recording of a name: a WAV file with one channel of 16 bits. `None` if there is none.
pub fn wave(name: &str) -> Option<Vec<u8>> {
    let (_, made) = RECORDINGS.iter().find(|(known, _)| *known == name)?;
    Some(file(&samples(&made())))
}

/// What sounds like somebody who speaks without words, for so many seconds at most; another seed is somebody else.
pub(super) fn speech(seed: u64, seconds: i64) -> Vec<u8> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let voice = dice.i64(110..220);
    let mut stretches = Vec::new();
    let mut left = seconds * 1_000;
    while left > 600 {
        let (long, pause) = (dice.i64(90..260), if dice.u8(..6) == 0 { 340 } else { 40 });
        let from = voice * dice.i64(90..125) / 100;
        stretches.extend([glide(from, voice * dice.i64(80..110) / 100, long), rest(pause)]);
        left -= long + pause;
    }
    file(&samples(&stretches))
}

fn tone(pitch: i64, milliseconds: i64) -> Stretch {
    glide(pitch, pitch, milliseconds)
}

fn glide(from: i64, to: i64, milliseconds: i64) -> Stretch {
    Stretch {
        milliseconds,
        pitch: (from, to),
        loudness: (100, 100),
    }
}

fn rest(milliseconds: i64) -> Stretch {
    Stretch {
        milliseconds,
        pitch: (0, 0),
        loudness: (0, 0),
    }
}

/// Tones of the same length, with a rest after each.
fn beeps(pitches: &[i64], long: i64, pause: i64) -> Vec<Stretch> {
    let pair = |&pitch: &i64| [tone(pitch, long), rest(pause)];
    pitches.iter().flat_map(pair).collect()
}

fn samples(stretches: &[Stretch]) -> Vec<i16> {
    let mut all = Vec::new();
    for stretch in stretches {
        let count = stretch.milliseconds * RATE / 1_000;
        // The phase is kept in steps of a wave times the rate, so that no fraction is lost on the way.
        let mut phase = 0;
        for at in 0..count {
            phase += between(stretch.pitch, at, count) * WAVE;
            let faded = (at + 1).min(count - at).min(FADE);
            let loudness = LOUDEST * between(stretch.loudness, at, count) * faded / (100 * FADE);
            let sample = sine(phase / RATE % WAVE) * loudness / WAVE;
            all.push(i16::try_from(sample).unwrap_or_default());
        }
    }
    all
}

/// The value on the straight line between two, `at` of `count` steps along.
fn between((from, to): (i64, i64), at: i64, count: i64) -> i64 {
    from + (to - from) * at / count
}

/// The sine of a place in a wave (0 to [`WAVE`]), from minus to plus [`WAVE`]: Bhaskara's rational form, right to a
/// fifth of a per cent.
fn sine(place: i64) -> i64 {
    let half = WAVE / 2;
    let (sign, place) = if place < half { (1, place) } else { (-1, place - half) };
    let bow = place * (half - place);
    sign * WAVE * 16 * bow / (5 * half * half - 4 * bow)
}

/// Samples as a WAV file.
fn file(samples: &[i16]) -> Vec<u8> {
    let size = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
    let rate = |per_second: i64| u32::try_from(per_second).unwrap_or(u32::MAX).to_le_bytes();
    let data = samples.len() * 2;
    let mut file = Vec::with_capacity(44 + data);
    for part in [
        b"RIFF",
        &size(36 + data),
        b"WAVE",
        b"fmt ",
        &size(16),
        // PCM, one channel.
        &[1, 0, 1, 0],
        &rate(RATE),
        &rate(RATE * 2),
        // Two bytes for a sample, 16 bits.
        &[2, 0, 16, 0],
        b"data",
        &size(data),
    ] {
        file.extend_from_slice(part);
    }
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sounds of a recording between its silences: (samples, rises through zero).
    fn sounds(name: &str) -> Vec<(usize, usize)> {
        let (_, made) = RECORDINGS.iter().find(|(known, _)| *known == name).unwrap();
        let samples = samples(&made());
        let loud = |at: usize| {
            let window = &samples[at.saturating_sub(40)..(at + 40).min(samples.len())];
            window.iter().any(|sample| sample.abs() > 300)
        };
        let mut found = Vec::new();
        let mut inside = false;
        for at in 1..samples.len() {
            if loud(at) && !inside {
                found.push((0, 0));
            }
            inside = loud(at);
            if let (true, Some(last)) = (inside, found.last_mut()) {
                last.0 += 1;
                last.1 += usize::from(samples[at - 1] < 0 && samples[at] >= 0);
            }
        }
        found
    }

    fn pitches(name: &str) -> Vec<usize> {
        let hertz = |(samples, rises): (usize, usize)| rises * 8_000 / samples.max(1);
        sounds(name).into_iter().map(hertz).collect()
    }

    /// Whether two measured pitches are one: a measurement loses what lies at a tone's ends.
    fn alike(one: usize, other: usize) -> bool {
        one.abs_diff(other) < 25
    }

    #[test]
    fn a_recording_is_a_wav_file_of_two_to_six_seconds() {
        for name in names() {
            let file = wave(name).unwrap();
            assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]), "{name}");
            let milliseconds = (file.len() - 44) / 16;
            assert!(
                (2_000..=6_000).contains(&milliseconds),
                "{name} lasts {milliseconds} ms"
            );
            let said = u32::from_le_bytes(file[40..44].try_into().unwrap());
            assert_eq!(said as usize, file.len() - 44, "{name}");
            assert_eq!(wave(name), Some(file), "{name}");
        }
        assert_eq!(wave("listening-99.wav"), None);
    }

    #[test]
    fn speech_is_as_long_as_it_may_be_and_another_one_for_another_seed() {
        let said = speech(1, 4);
        assert!((3_300 * 16..=4_000 * 16).contains(&(said.len() - 44)), "{}", said.len());
        assert_eq!(said, speech(1, 4));
        assert_ne!(said, speech(2, 4));
    }

    #[test]
    fn the_sine_is_one() {
        assert_eq!((sine(0), sine(WAVE / 4), sine(WAVE * 3 / 4)), (0, WAVE, -WAVE));
        let close = |place: i64, want: i64| (sine(place) - want).abs() < WAVE / 500;
        // Of 30, 45 and 210 degrees.
        assert!(close(WAVE / 12, WAVE / 2) && close(WAVE / 8, 46_341) && close(WAVE * 7 / 12, -WAVE / 2));
    }

    #[test]
    fn as_many_beeps_are_heard_as_the_keys_say() {
        let heard: Vec<usize> = ["01-beeps", "08-count", "05-groups", "10-pair", "14-odd"]
            .iter()
            .map(|name| sounds(&format!("listening-{name}.wav")).len())
            .collect();
        assert_eq!(heard, [5, 7, 5, 2, 4]);
    }

    #[test]
    fn pitches_move_as_the_keys_say() {
        let falling = pitches("listening-03-steps.wav");
        assert!(
            falling.len() == 8 && falling.is_sorted_by(|one, next| one > next),
            "{falling:?}"
        );
        let groups = pitches("listening-05-groups.wav");
        assert!(groups[..3].iter().min() > groups[3..].iter().max(), "{groups:?}");
        let pair = pitches("listening-10-pair.wav");
        assert!(pair[1] > pair[0], "{pair:?}");
        let odd = pitches("listening-14-odd.wav");
        let heard: Vec<bool> = odd.iter().map(|&hertz| alike(hertz, 784)).collect();
        assert!(heard == [true, true, false, true] && odd[2] < odd[0], "{odd:?}");
        let mut mirror = pitches("listening-15-mirror.wav");
        let back = mirror.split_off(3);
        let mirrored = mirror
            .iter()
            .zip(back.iter().rev())
            .all(|(&one, &other)| alike(one, other));
        assert!(mirrored && !alike(mirror[0], mirror[2]), "{mirror:?} {back:?}");
    }

    #[test]
    fn the_long_tone_lasts_four_seconds() {
        let [(samples, _)] = sounds("listening-09-long.wav")[..] else {
            panic!("one sound");
        };
        assert!(samples.abs_diff(32_000) < 400, "{samples}");
    }
}
