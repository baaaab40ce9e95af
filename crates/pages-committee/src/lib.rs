//! The pages of those who hold exams: sittings, who registers for them, supervision, rating, results.
//!
//! Invariants:
//! - administrators of exams are a realm of their own: their session is the API's, and an account opens nothing here;
//! - pages call the module's use cases and nothing below them: whoever may not call a route may not see its page.

mod asked;
mod bank;
mod calendar;
mod caller;
mod entry;
mod event;
mod events;
mod excerpt;
mod factor;
mod frame;
mod handbook;
mod links;
mod measures;
mod moment;
mod office;
mod papers;
mod participant;
mod participants;
mod people;
mod prints;
mod rate;
mod rehearsal;
mod removal;
mod results;
mod roster;
mod schedule;
mod sounds;
mod steps;
mod supervise;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use assessment::Assessment;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use pages_kit::{Asset, Catalogue, Kit, asset};

pub use self::office::first::PATH as FIRST;

/// The texts of these pages.
pub const CATALOGUES: [Catalogue; 12] = [
    Catalogue {
        name: "committee",
        texts: [
            include_str!("../locales/id/committee.ftl"),
            include_str!("../locales/en/committee.ftl"),
            include_str!("../locales/tr/committee.ftl"),
        ],
    },
    Catalogue {
        name: "supervise",
        texts: [
            include_str!("../locales/id/supervise.ftl"),
            include_str!("../locales/en/supervise.ftl"),
            include_str!("../locales/tr/supervise.ftl"),
        ],
    },
    Catalogue {
        name: "rate",
        texts: [
            include_str!("../locales/id/rate.ftl"),
            include_str!("../locales/en/rate.ftl"),
            include_str!("../locales/tr/rate.ftl"),
        ],
    },
    Catalogue {
        name: "prints",
        texts: [
            include_str!("../locales/id/prints.ftl"),
            include_str!("../locales/en/prints.ftl"),
            include_str!("../locales/tr/prints.ftl"),
        ],
    },
    Catalogue {
        name: "roster",
        texts: [
            include_str!("../locales/id/roster.ftl"),
            include_str!("../locales/en/roster.ftl"),
            include_str!("../locales/tr/roster.ftl"),
        ],
    },
    Catalogue {
        name: "papers",
        texts: [
            include_str!("../locales/id/papers.ftl"),
            include_str!("../locales/en/papers.ftl"),
            include_str!("../locales/tr/papers.ftl"),
        ],
    },
    Catalogue {
        name: "bank",
        texts: [
            include_str!("../locales/id/bank.ftl"),
            include_str!("../locales/en/bank.ftl"),
            include_str!("../locales/tr/bank.ftl"),
        ],
    },
    Catalogue {
        name: "schedule",
        texts: [
            include_str!("../locales/id/schedule.ftl"),
            include_str!("../locales/en/schedule.ftl"),
            include_str!("../locales/tr/schedule.ftl"),
        ],
    },
    Catalogue {
        name: "sounds",
        texts: [
            include_str!("../locales/id/sounds.ftl"),
            include_str!("../locales/en/sounds.ftl"),
            include_str!("../locales/tr/sounds.ftl"),
        ],
    },
    Catalogue {
        name: "results",
        texts: [
            include_str!("../locales/id/results.ftl"),
            include_str!("../locales/en/results.ftl"),
            include_str!("../locales/tr/results.ftl"),
        ],
    },
    Catalogue {
        name: "office",
        texts: [
            include_str!("../locales/id/office.ftl"),
            include_str!("../locales/en/office.ftl"),
            include_str!("../locales/tr/office.ftl"),
        ],
    },
    Catalogue {
        name: "handbook",
        texts: [
            include_str!("../locales/id/handbook.ftl"),
            include_str!("../locales/en/handbook.ftl"),
            include_str!("../locales/tr/handbook.ftl"),
        ],
    },
];

/// What the pages need; clones share everything.
#[derive(Clone)]
pub(crate) struct Committee(Arc<Inner>);

struct Inner {
    kit: Kit,
    assessment: Assessment,
    assets: Assets,
}

impl FromRef<Committee> for Kit {
    fn from_ref(committee: &Committee) -> Self {
        committee.0.kit.clone()
    }
}

impl FromRef<Committee> for Assessment {
    fn from_ref(committee: &Committee) -> Self {
        committee.0.assessment.clone()
    }
}

impl Committee {
    pub(crate) fn assessment(&self) -> &Assessment {
        &self.0.assessment
    }

    /// Where the style sheet of these pages is.
    pub(crate) fn style(&self) -> &str {
        &self.0.assets.style.path
    }

    /// Where the style sheet and the script of supervision are.
    pub(crate) fn supervise(&self) -> (&str, &str) {
        (
            &self.0.assets.supervise_style.path,
            &self.0.assets.supervise_script.path,
        )
    }

    /// What the pages about the place load.
    pub(crate) fn office(&self) -> &office::Assets {
        &self.0.assets.office
    }

    pub(crate) fn rate_style(&self) -> &str {
        &self.0.assets.rate.style.path
    }

    pub(crate) fn rate_script(&self) -> &str {
        &self.0.assets.rate.script.path
    }

    /// Of cards and lists.
    pub(crate) fn prints_style(&self) -> &str {
        &self.0.assets.prints.style.path
    }

    pub(crate) fn certificate_style(&self) -> &str {
        &self.0.assets.prints.certificate.path
    }

    /// Where the style sheet of the handbook is.
    pub(crate) fn handbook_style(&self) -> &str {
        &self.0.assets.handbook.path
    }

    /// What prints the page.
    pub(crate) fn print_script(&self) -> &str {
        &self.0.assets.prints.script.path
    }

    /// Where the style sheet of papers for desks is.
    pub(crate) fn paper_style(&self) -> &str {
        &self.0.assets.prints.paper.path
    }

    /// What the pages of the bank load.
    pub(crate) fn bank(&self) -> &bank::Assets {
        &self.0.assets.bank
    }

    /// And the one of results.
    pub(crate) fn results_style(&self) -> &str {
        &self.0.assets.results.path
    }
}

/// The files that these pages load beside the kit's.
struct Assets {
    style: Asset,
    supervise_style: Asset,
    supervise_script: Asset,
    rate: rate::Assets,
    prints: prints::Assets,
    results: Asset,
    bank: bank::Assets,
    office: office::Assets,
    handbook: Asset,
}

impl Assets {
    fn load() -> Self {
        Self {
            style: asset::sheet("committee", include_str!("../assets/committee.css")),
            supervise_style: asset::sheet("supervise", include_str!("../assets/supervise.css")),
            supervise_script: Asset::js("supervise", include_bytes!("../assets/supervise.js").as_slice()),
            rate: rate::Assets::load(),
            prints: prints::Assets::load(),
            results: asset::sheet("results", include_str!("../assets/results.css")),
            bank: bank::Assets::load(),
            office: office::Assets::load(),
            handbook: handbook::style(),
        }
    }
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    let all = Assets::load();
    vec![
        all.style,
        all.supervise_style,
        all.supervise_script,
        all.rate.style,
        all.rate.script,
        all.prints.style,
        all.prints.certificate,
        all.prints.paper,
        all.prints.script,
        all.results,
        all.bank.style,
        all.bank.script,
        all.handbook,
        all.office.style,
        all.office.code,
    ]
}

/// Those who sit: the list, a file of many, and one of them.
fn of_participants() -> Router<Committee> {
    Router::new()
        .route(
            "/ujian/{event}/peserta",
            get(participants::show).post(participants::add),
        )
        .route("/ujian/{event}/peserta/berkas", get(roster::show).post(roster::take))
        .route(
            "/ujian/{event}/peserta/{participant}",
            get(participant::show).post(participant::save),
        )
        .route(
            "/ujian/{event}/peserta/{participant}/hapus",
            get(participant::removal::show).post(participant::removal::remove),
        )
}

/// Packages of questions.
fn of_papers() -> Router<Committee> {
    Router::new()
        .route("/ujian/paket", get(papers::list::show).post(papers::list::create))
        .route(
            "/ujian/paket/impor",
            get(papers::import::show).post(papers::import::take),
        )
        .route("/ujian/paket/impor/{job}", get(papers::import::show_job))
        .route("/ujian/paket/{package}", get(papers::package::show))
        .route("/ujian/paket/{package}/cetak", get(papers::print::show))
        .route(
            "/ujian/paket/{package}/suara",
            get(papers::sounds::show).post(papers::sounds::take),
        )
        .route("/ujian/paket/{package}/terbitkan", post(papers::publishing::publish))
        .route(
            "/ujian/paket/{package}/hapus",
            get(papers::removal::show).post(papers::removal::remove),
        )
}

/// What packages consist of, as it is being written.
fn of_bank() -> Router<Committee> {
    Router::new()
        .route("/ujian/paket/{package}/terbit", get(papers::published::show))
        .route(
            "/ujian/paket/{package}/ubah",
            get(bank::settings::show).post(bank::settings::save),
        )
        .route("/ujian/paket/{package}/urutan", post(bank::order::save))
        .route("/ujian/paket/{package}/bagian", post(bank::section::add))
        .route(
            "/ujian/paket/{package}/bagian/{section}",
            get(bank::section::show).post(bank::section::save),
        )
        .route(
            "/ujian/paket/{package}/bagian/{section}/hapus",
            post(bank::section::remove),
        )
        .route(
            "/ujian/paket/{package}/soal/baru",
            get(bank::question::show_new).post(bank::question::create),
        )
        .route("/ujian/soal", get(bank::table::show).post(bank::table::change))
        .route("/ujian/paket/{package}/bacaan", get(bank::passages::list::show))
        .route(
            "/ujian/paket/{package}/bacaan/baru",
            get(bank::passages::show_new).post(bank::passages::create),
        )
        .route(
            "/ujian/bacaan/{passage}",
            get(bank::passages::show).post(bank::passages::save),
        )
        .route("/ujian/bacaan/{passage}/hapus", post(bank::passages::remove))
        .route("/ujian/soal/gambar", post(bank::question::keep_picture))
        .route(
            "/ujian/soal/{question}",
            get(bank::question::show).post(bank::question::save),
        )
        .route("/ujian/soal/{question}/riwayat", get(bank::question::history::show))
        .route("/ujian/soal/{question}/salin", post(bank::question::copy))
        .route("/ujian/soal/{question}/hapus", post(bank::question::remove))
}

/// Sounds of questions.
fn of_sounds() -> Router<Committee> {
    Router::new()
        .route(sounds::LIST, get(sounds::show))
        .route("/ujian/suara/{sound}", get(sounds::show_one))
        .route("/ujian/suara/{sound}/hapus", post(sounds::remove))
}

/// Planning sittings.
fn of_schedule() -> Router<Committee> {
    Router::new()
        .route(schedule::NEW, get(schedule::add::show).post(schedule::add::create))
        .route(
            "/ujian/{event}/ubah",
            get(schedule::edit::show).post(schedule::edit::save),
        )
        .route("/ujian/{event}/salin", post(schedule::copy::copy))
        .route("/ujian/kalender", get(calendar::show))
        .route("/ujian/{event}/gladi", get(rehearsal::show).post(rehearsal::begin))
        .route("/ujian/{event}/gladi/hapus", post(rehearsal::remove))
        .route(
            "/ujian/{event}/hapus",
            get(schedule::removal::show).post(schedule::removal::remove),
        )
}

/// The pages below `/ujian`, and the certificate that participants see of themselves.
pub fn router(kit: &Kit, assessment: &Assessment) -> Router {
    let committee = Committee(Arc::new(Inner {
        kit: kit.clone(),
        assessment: assessment.clone(),
        assets: Assets::load(),
    }));
    let results = Router::new()
        .route("/ujian/{event}/hasil", get(results::list::show))
        .route("/ujian/{event}/hasil/soal", get(results::statistics::show))
        .route("/ujian/{event}/hasil/soal/{question}", get(results::question::show))
        .route(
            "/ujian/{event}/hasil/soal/{question}/batalkan",
            post(results::question::void),
        )
        .route(
            "/ujian/{event}/hasil/soal/{question}/pulihkan",
            post(results::question::unvoid),
        )
        .route(
            "/ujian/{event}/hasil/umumkan",
            get(results::release::show).post(results::release::release),
        )
        .route(
            "/ujian/{event}/hasil/nilai-ulang",
            get(results::regrade::show).post(results::regrade::regrade),
        )
        .route(
            "/ujian/{event}/hasil/nilai-ulang/{no}/batal",
            get(results::regrade::look_at_revert).post(results::regrade::revert),
        )
        .route("/ujian/{event}/hasil/{participant}", get(results::person::show))
        .route(
            "/ujian/{event}/hasil/{participant}/sanggahan",
            post(results::appeal::add),
        )
        .route(
            "/ujian/{event}/hasil/{participant}/jawaban/{response}",
            get(results::correction::show).post(results::correction::correct),
        );
    Router::new()
        .merge(results)
        .merge(of_papers())
        .merge(of_bank())
        .merge(of_sounds())
        .merge(of_schedule())
        .merge(people::router())
        .merge(handbook::router())
        .merge(office::router())
        .route("/ujian", get(events::show))
        .route("/ujian/masuk", get(entry::show).post(entry::log_in))
        .route(entry::CODE, post(entry::enter_code))
        .route(
            office::second_step::PATH,
            get(office::second_step::show).post(office::second_step::confirm),
        )
        .route(office::second_step::BEGIN, post(office::second_step::begin))
        .route(office::second_step::REMOVE, post(office::second_step::remove))
        .route("/ujian/keluar", post(entry::log_out))
        .route("/ujian/{event}", get(event::show))
        .merge(of_participants())
        .route("/ujian/{event}/awasi", get(supervise::board::show))
        .route(
            "/ujian/{event}/awasi/tindakan",
            get(supervise::act::show).post(supervise::act::carry_out),
        )
        .route("/ujian/{event}/awasi/{participant}", get(supervise::story::show))
        .route("/ujian/{event}/rekaman", get(supervise::recordings::show))
        .route("/ujian/{event}/tautan", post(links::create))
        .route("/ujian/{event}/tautan/{link}/cabut", post(links::revoke))
        .route("/ujian/{event}/nilai", get(rate::show))
        .route("/ujian/{event}/nilai/kesepakatan", get(rate::show_agreement))
        .route("/ujian/{event}/nilai/{response}", get(rate::show_one).post(rate::save))
        .route("/ujian/{event}/kartu", get(prints::show_cards))
        .route("/ujian/{event}/hadir", get(prints::show_attendance))
        .route("/ujian/{event}/sertifikat/{participant}", get(prints::show_certificate))
        .route("/exam/sertifikat", get(prints::show_own_certificate))
        .with_state(committee)
}
