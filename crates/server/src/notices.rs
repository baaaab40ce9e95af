//! What whoever runs the server should know about their settings before others find out: told at the start, by `doctor`,
//! and in `/health`.

use std::net::IpAddr;

use platform::Message;
use serde::Serialize;

use crate::settings::Settings;

/// Something that works otherwise than people expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Stable, for programs.
    pub code: &'static str,
    /// What it is and what to do.
    pub said: Message,
}

/// A notice as `/health` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub(crate) struct NoticeView {
    code: &'static str,
    /// In Indonesian.
    id: String,
    /// In English.
    en: String,
}

impl From<&Notice> for NoticeView {
    fn from(notice: &Notice) -> Self {
        Self {
            code: notice.code,
            id: notice.said.text(platform::Lang::Id).to_owned(),
            en: notice.said.text(platform::Lang::En).to_owned(),
        }
    }
}

/// What holds for as long as the server runs with these settings.
pub(crate) fn standing_notices(settings: &Settings) -> Vec<Notice> {
    plain_exams(settings).into_iter().collect()
}

/// Exams over plain HTTP from other machines: refused by browsers, or open to everybody on the network.
fn plain_exams(settings: &Settings) -> Option<Notice> {
    if !settings.serves(&assessment::MANIFEST) || settings.https() || !is_reached_from_elsewhere(settings) {
        return None;
    }
    Some(if settings.insecure_lan {
        insecure_lan()
    } else {
        exams_need_https()
    })
}

fn insecure_lan() -> Notice {
    let said = Message::new(
        "--insecure-lan aktif: ujian berjalan lewat HTTP biasa. Semua orang di jaringan ini dapat membaca kata sandi dan \
         jawaban serta mengambil alih sesi. Hanya untuk kelas tanpa sertifikat; matikan sesudah ujian.",
        "--insecure-lan is on: exams run over plain HTTP. Everybody on this network can read passwords and answers and \
         take over sessions. It is for a classroom without certificates alone; switch it off after the exam.",
    );
    Notice {
        code: "exams.insecure_lan",
        said,
    }
}

fn exams_need_https() -> Notice {
    let said = Message::new(
        "Ujian memerlukan HTTPS atau localhost: lewat HTTP biasa peramban membuang cookie, sehingga tidak ada yang dapat \
         masuk dari komputer lain. Pasang proxy dengan TLS dan isi --public-url dengan alamat https:// itu; untuk kelas \
         tanpa sertifikat ada --insecure-lan.",
        "exams need HTTPS or localhost: over plain HTTP browsers throw the cookies away, so nobody can log in from another \
         machine. Put a proxy with TLS in front and set --public-url to its https:// address; for a classroom without \
         certificates there is --insecure-lan.",
    );
    Notice {
        code: "exams.need_https",
        said,
    }
}

/// Whether other machines come here, as far as settings show.
fn is_reached_from_elsewhere(settings: &Settings) -> bool {
    settings.listen.iter().any(|addr| !addr.ip().is_loopback()) || !is_loopback(&settings.public_url)
}

/// Whether an address names this very machine.
fn is_loopback(url: &str) -> bool {
    let uri: Option<http::Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default();
    let bare = host.trim_matches(['[', ']']);
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{settings::Given, wiring::MODULES};

    fn codes(file: &str) -> Vec<&'static str> {
        let given: Given = toml::from_str(file).unwrap();
        let notices = standing_notices(&given.settle(MODULES).unwrap());
        notices.iter().map(|notice| notice.code).collect()
    }

    #[test]
    fn exams_over_plain_http_from_other_machines_are_spoken_of() {
        assert_eq!(codes(""), [""; 0]);
        assert_eq!(codes("public_url = \"http://localhost:8080\""), [""; 0]);
        assert_eq!(codes("listen = \"[::1]:8080\""), [""; 0]);
        assert_eq!(codes("listen = \"0.0.0.0:8080\""), ["exams.need_https"]);
        assert_eq!(codes("public_url = \"http://sekolah.lan\""), ["exams.need_https"]);
        assert_eq!(
            codes("listen = \"192.168.1.5:8080\"\ninsecure_lan = true"),
            ["exams.insecure_lan"]
        );
        assert_eq!(codes("listen = \"0.0.0.0:8080\"\nmodule = \"trackmate\""), [""; 0]);
        assert_eq!(
            codes("listen = \"0.0.0.0:8080\"\npublic_url = \"https://balai.example.org\""),
            [""; 0]
        );
    }
}
