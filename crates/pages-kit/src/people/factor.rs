//! The second step of a login: asked for after the password, and set up or switched off on one's own account.

use accounts::{Actor, FactorState};
use askama::Template;
use platform::Error;

use super::{entry::Entry, login, resend};
use crate::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    form::{Form, answer, is_for_form, refused_status},
    guard::local_way,
    qr::Code,
};

const ENTRY: Entry = Entry {
    title: "factor",
    lead: Some("factor-lead"),
    question: "factor-lost",
    other_title: "login",
    other_path: "/masuk",
};

/// The hidden field that says whose password was right.
const HALF: &str = "_langkah";

/// The field that takes a code.
pub fn code_field(visit: &Visit, hint: &str) -> Field {
    let speech = visit.speech();
    Field::line("code", speech.say("factor-code"))
        .required()
        .hint(speech.say(hint))
        .filled_by("one-time-code")
        .at_most(24)
}

/// The page that asks for the code, after the password was right.
pub(super) fn asked(visit: &Visit, half: &str, sent: &Fields, refusal: Option<&Error>) -> Result<Answer, Error> {
    let back = sent.get("kembali");
    let field = code_field(visit, "factor-code-hint");
    let mut form = Form::to("/masuk/kode", visit.speech().say("login-do"), vec![field]);
    form.hidden.push((HALF, half.to_owned()));
    form.hidden.push(("kembali", local_way(back).to_owned()));
    if let Some(kept) = sent.find(resend::KEPT) {
        form.hidden.push((resend::KEPT, kept.to_owned()));
    }
    let Some(error) = refusal else {
        return ENTRY.page(visit, form, back);
    };
    let status = refused_status(error);
    Ok(ENTRY.page(visit, form.faulty(visit, error), back)?.status(status))
}

/// `POST /masuk/kode`
pub(super) async fn enter(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let half = fields.get(HALF);
    let people = visit.kit.accounts();
    let opened = people
        .finish_browser_session(&visit.entering(), visit.peer, half, fields.get("code"))
        .await;
    match opened {
        Ok(session) => login::entered(&visit, &fields, &session).await,
        // Whoever took too long begins again.
        Err(error) if error.code() == accounts::failures::session_ended().code() => {
            Answer::see("/masuk?sudah=terlambat").map_err(Failed::at(&visit))
        }
        Err(error) if is_for_form(&error) || error.code() == accounts::failures::code_refused().code() => {
            asked(&visit, half, &fields, Some(&error)).map_err(Failed::at(&visit))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

/// Where the page about one's own second step sends its forms, and where it leads back.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    /// Where the page is, and the code that switches it on is sent.
    pub here: &'static str,
    /// Where a password begins it.
    pub begin: &'static str,
    /// Where it is switched off.
    pub remove: &'static str,
    pub back: &'static str,
}

const WAYS: Ways = Ways {
    here: "/akun/dua-langkah",
    begin: "/akun/dua-langkah/mulai",
    remove: "/akun/dua-langkah/hapus",
    back: "/akun",
};

/// What the page about one's own second step shows.
pub enum Shown {
    Off {
        form: Form,
    },
    SettingUp {
        code: Code,
        secret: String,
        form: Form,
    },
    /// The codes for whoever loses the app, told once.
    Done {
        codes: Vec<String>,
    },
    On {
        /// Recovery codes that are left, where there are any.
        left: Option<i64>,
        form: Form,
    },
}

impl Shown {
    /// A password is asked for.
    pub fn off(visit: &Visit, ways: &Ways) -> Self {
        Self::Off {
            form: beginning(visit, ways),
        }
    }

    /// An app is told the secret, in base 32, of somebody of this name.
    pub fn setting_up(visit: &Visit, ways: &Ways, username: &str, secret: &str) -> Result<Self, Error> {
        Ok(Self::SettingUp {
            code: Code::of(&uri(&host_of(visit.kit.public_url()), username, secret))?,
            secret: grouped(secret),
            form: confirming(visit, ways),
        })
    }

    /// It can be switched off.
    pub fn on(visit: &Visit, ways: &Ways, left: Option<i64>) -> Self {
        Self::On {
            left,
            form: removing(visit, ways),
        }
    }

    /// The form that is shown says what is wrong.
    #[must_use]
    pub fn faulty(mut self, visit: &Visit, error: &Error) -> Self {
        if let Some(form) = self.form_mut() {
            let blank = Form::to("", "", Vec::new());
            *form = std::mem::replace(form, blank).faulty(visit, error);
        }
        self
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        match self {
            Self::Off { form } | Self::SettingUp { form, .. } | Self::On { form, .. } => Some(form),
            Self::Done { .. } => None,
        }
    }
}

#[derive(Template)]
#[template(path = "people/factor.html")]
struct Page<'a> {
    frame: Frame<'a>,
    shown: Shown,
    back: &'a str,
    /// Whether the role wants it.
    is_needed: bool,
}

fn beginning(visit: &Visit, ways: &Ways) -> Form {
    let speech = visit.speech();
    let field = Field::password("password", speech.say("password"), "current-password");
    let fields = vec![field.hint(speech.say("factor-password-hint"))];
    Form::to(ways.begin, speech.say("factor-begin"), fields)
}

fn confirming(visit: &Visit, ways: &Ways) -> Form {
    let field = code_field(visit, "factor-confirm-hint");
    Form::to(ways.here, visit.speech().say("factor-on-do"), vec![field])
}

fn removing(visit: &Visit, ways: &Ways) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::password("password", speech.say("password"), "current-password"),
        code_field(visit, "factor-code-hint"),
    ];
    let mut form = Form::to(ways.remove, speech.say("factor-off-do"), fields);
    form.is_grave = true;
    form
}

/// What apps read: whose codes these are, and the secret. Six digits of half a minute are what they take when nothing is said, and a
/// shorter text is a code that cameras read more easily. Usernames need no escapes in an address, and neither do hosts.
fn uri(host: &str, username: &str, secret: &str) -> String {
    format!("otpauth://totp/{host}:{username}?secret={secret}&issuer={host}")
}

/// `host` of `https://host:port/path`.
fn host_of(public_url: &str) -> String {
    let uri: Option<http::Uri> = public_url.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or("balai");
    host.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect()
}

/// A secret in groups, for whoever types it.
fn grouped(secret: &str) -> String {
    let groups = (0..secret.len())
        .step_by(4)
        .filter_map(|at| secret.get(at..(at + 4).min(secret.len())));
    groups.collect::<Vec<_>>().join(" ")
}

async fn shown(visit: &Visit, actor: &Actor, refused: Option<&Error>) -> Result<Shown, Error> {
    let accounts = visit.kit.accounts();
    let shown = match accounts.factor_state(actor).await? {
        FactorState::Off => Shown::off(visit, &WAYS),
        FactorState::SettingUp { secret } => {
            let username = accounts.profile(&actor.id).await?.username;
            Shown::setting_up(visit, &WAYS, &username, &secret)?
        }
        FactorState::On { recovery_codes } => Shown::on(visit, &WAYS, Some(recovery_codes)),
    };
    Ok(match refused {
        Some(error) => shown.faulty(visit, error),
        None => shown,
    })
}

/// The page about one's own second step.
pub fn page(visit: &Visit, ways: &Ways, mut shown: Shown, is_needed: bool) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    if let Some(form) = shown.form_mut() {
        form.token.clone_from(&token.token);
    }
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("factor")).with_form(&token),
        shown,
        back: ways.back,
        is_needed,
    };
    answer(Answer::page(&page), token)
}

/// `GET /akun/dua-langkah`
pub(super) async fn show(visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let made = async { page(&visit, &WAYS, shown(&visit, actor, None).await?, actor.needs_factor) };
    made.await.map_err(Failed::at(&visit))
}

/// `POST /akun/dua-langkah/mulai`
pub(super) async fn begin(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let password = fields.get("password").to_owned();
    match visit.kit.accounts().begin_factor(actor, visit.peer, password).await {
        Ok(()) => Answer::see("/akun/dua-langkah").map_err(Failed::at(&visit)),
        Err(error) => again(&visit, actor, &error).await,
    }
}

/// `POST /akun/dua-langkah`
pub(super) async fn confirm(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let accounts = visit.kit.accounts();
    match accounts.confirm_factor(actor, visit.peer, fields.get("code")).await {
        Ok(codes) => page(&visit, &WAYS, Shown::Done { codes }, actor.needs_factor).map_err(Failed::at(&visit)),
        Err(error) => again(&visit, actor, &error).await,
    }
}

/// `POST /akun/dua-langkah/hapus`
pub(super) async fn remove(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let (password, code) = (fields.get("password").to_owned(), fields.get("code"));
    let removed = visit
        .kit
        .accounts()
        .remove_own_factor(actor, visit.peer, password, code)
        .await;
    match removed {
        Ok(()) => Answer::see("/akun?sudah=dua-langkah-hapus").map_err(Failed::at(&visit)),
        Err(error) => again(&visit, actor, &error).await,
    }
}

async fn again(visit: &Visit, actor: &Actor, error: &Error) -> Result<Answer, Failed> {
    let made = async {
        page(
            visit,
            &WAYS,
            shown(visit, actor, Some(error)).await?,
            actor.needs_factor,
        )
    };
    let made = made.await.map_err(Failed::at(visit))?;
    Ok(made.status(refused_status(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_are_told_whose_codes_they_are() {
        assert_eq!(host_of("https://balai.example.org:8443/x"), "balai.example.org");
        assert_eq!(
            uri("balai.example.org", "siti", "ABC"),
            "otpauth://totp/balai.example.org:siti?secret=ABC&issuer=balai.example.org"
        );
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
