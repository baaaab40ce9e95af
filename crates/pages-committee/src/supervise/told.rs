//! What happened to a participant, in words.

use assessment::{HappenedInStory, Happening, Intervention, StoryView};
use pages_kit::Speech;

use super::{board::name_of, row::kind, whole};
use crate::moment::Zone;

/// Something that happened.
pub(crate) struct Moment {
    pub(crate) time: String,
    pub(crate) said: String,
    /// What somebody wrote.
    pub(crate) words: String,
    /// What a device told beside it.
    pub(crate) detail: String,
    /// Who did it, and why.
    pub(crate) beneath: String,
    /// `flag`, `act`, or nothing.
    pub(crate) class: &'static str,
    /// Where recordings show it.
    pub(crate) recorded: Vec<Jump>,
}

/// The way to a place in a recording.
pub(crate) struct Jump {
    /// The file from there on.
    pub(crate) href: String,
    pub(crate) video: i64,
    pub(crate) second: u64,
    pub(crate) said: String,
}

/// `camera` or `screen`.
pub(super) fn stream(speech: Speech<'_>, stream: &str) -> String {
    speech.say(match stream {
        "screen" => "supervise-screen",
        _ => "supervise-camera",
    })
}

fn closed(speech: Speech<'_>, n: usize, reason: &str) -> String {
    let key = match reason {
        "timeout" => "supervise-closed-timeout",
        "terminated" => "supervise-closed-terminated",
        _ => "supervise-closed",
    };
    speech.with(key, "section", whole(n))
}

fn intervened(speech: Speech<'_>, kind: Intervention, seconds: Option<i64>) -> String {
    let key = format!("supervise-did-{}", name_of(kind));
    speech.with(&key, "minutes", speech.number((seconds.unwrap_or(0) + 59) / 60))
}

fn said(speech: Speech<'_>, what: &Happening) -> String {
    match what {
        Happening::LoggedIn => speech.say("supervise-logged-in"),
        Happening::TakenOver => speech.say("supervise-taken-over"),
        Happening::CheckedIn => speech.say("supervise-checked-in"),
        Happening::Started => speech.say("supervise-started"),
        Happening::SectionOpened(n) => speech.with("supervise-opened", "section", whole(*n)),
        Happening::SectionClosed { n, reason } => closed(speech, *n, reason),
        Happening::Intervened { kind, seconds, .. } => intervened(speech, *kind, *seconds),
        Happening::Flagged { kind: seen, .. } => kind(speech, seen),
        Happening::RecordingBegan(name) => speech.with("supervise-recording-began", "stream", stream(speech, name)),
        Happening::HandedIn(by) => speech.say(match by.as_str() {
            "timeout" => "supervise-ended-timeout",
            "proctor" => "supervise-ended-proctor",
            _ => "supervise-ended-participant",
        }),
    }
}

/// What somebody wrote, and what stands beneath it.
fn written(speech: Speech<'_>, what: &Happening) -> (String, String) {
    match what {
        Happening::Intervened { text, reason, by, .. } => {
            let by = by.as_ref().map(|by| speech.with("supervise-by", "name", by.as_str()));
            let beneath = [reason.clone(), by].into_iter().flatten();
            (
                text.clone().unwrap_or_default(),
                beneath.collect::<Vec<_>>().join(" · "),
            )
        }
        _ => (String::new(), String::new()),
    }
}

/// What a device told beside a flag, in words: how many letters were pasted, `camera: device_lost`. What nobody knows stays as it
/// was sent.
fn noticed(speech: Speech<'_>, kind: &str, detail: &str) -> String {
    if kind == "paste"
        && let Ok(letters) = detail.parse::<i64>()
    {
        return speech.with("supervise-pasted", "count", speech.number(letters));
    }
    let Some((device, code)) = detail.split_once(": ") else {
        return detail.to_owned();
    };
    let key = match code {
        "device_lost" | "NotReadableError" => "supervise-device-lost",
        "NotAllowedError" => "supervise-device-refused",
        "NotFoundError" => "supervise-device-missing",
        "piece_lost" => "supervise-piece-lost",
        "storage_full" => "supervise-server-full",
        _ => return detail.to_owned(),
    };
    let device = match device {
        "microphone" => speech.say("supervise-microphone"),
        device => stream(speech, device),
    };
    speech.with(key, "device", device)
}

fn jumps(speech: Speech<'_>, story: &StoryView, what: &Happening) -> Vec<Jump> {
    let Happening::Flagged { recorded, .. } = what else {
        return Vec::new();
    };
    let ways = recorded.iter().filter_map(|place| {
        let found = story.recordings.iter().find(|of| of.video.id == place.video)?;
        let file = found.video.final_url.as_ref()?;
        Some(Jump {
            href: format!("{file}#t={}", place.second),
            video: place.video,
            second: place.second,
            said: stream(speech, &found.video.stream),
        })
    });
    ways.collect()
}

/// All of a story, the last first.
pub(super) fn moments(speech: Speech<'_>, story: &StoryView, zone: Zone) -> Vec<Moment> {
    let moment = |one: &HappenedInStory| {
        let (words, beneath) = written(speech, &one.what);
        Moment {
            time: zone.exact_time(one.at),
            said: said(speech, &one.what),
            words,
            beneath,
            detail: match &one.what {
                Happening::Flagged { kind, detail, .. } => noticed(speech, kind, detail),
                _ => String::new(),
            },
            class: match one.what {
                Happening::Flagged { .. } => "flag",
                Happening::Intervened { .. } => "act",
                _ => "",
            },
            recorded: jumps(speech, story, &one.what),
        }
    };
    story.happened.iter().rev().map(moment).collect()
}
