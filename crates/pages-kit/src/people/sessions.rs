//! Where one is logged in, ending one of it, and whether new places are told by letter.

use accounts::{Actor, SessionId};
use platform::{Error, Timestamp};

use super::notices;
use crate::{Answer, Failed, Posted, Speech, Visit};

/// A session as its owner sees it.
pub(super) struct Session {
    pub id: SessionId,
    pub device: String,
    pub since: String,
    /// Whether it is the one that looks.
    pub is_here: bool,
}

/// The caller's sessions, this one first.
pub(super) async fn list(visit: &Visit, actor: &Actor) -> Result<Vec<Session>, Error> {
    let speech = visit.speech();
    let open = visit.kit.accounts().open_sessions(actor).await?;
    let shown = open.into_iter().map(|session| Session {
        is_here: session.id == actor.session,
        device: device(&speech, &session.device),
        since: moment(&speech, session.since),
        id: session.id,
    });
    let mut sessions: Vec<_> = shown.collect();
    sessions.sort_by_key(|session| !session.is_here);
    Ok(sessions)
}

/// What a device is called.
pub(crate) fn device(speech: &Speech<'_>, device: &str) -> String {
    if device.is_empty() {
        speech.say("device-unknown")
    } else {
        device.to_owned()
    }
}

/// A day and a time, by the clock of UTC.
pub(crate) fn moment(speech: &Speech<'_>, at: Timestamp) -> String {
    let minutes = at.seconds().rem_euclid(24 * 60 * 60) / 60;
    format!("{}, {:02}:{:02} UTC", speech.day(at), minutes / 60, minutes % 60)
}

/// `POST /akun/sesi`: ends one.
pub(super) async fn end(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let ended = async {
        let session = SessionId::from(fields.get("sesi").to_owned());
        // One that has ended meanwhile is what was wanted.
        match visit.kit.accounts().end_session(actor, &session).await {
            Err(error) if error.code() != accounts::failures::session_ended().code() => Err(error),
            _ => Answer::see("/akun?sudah=sesi"),
        }
    };
    ended.await.map_err(Failed::at(&visit))
}

/// `POST /akun/surat`: whether logins from new devices are told, and which notices come by mail.
pub(super) async fn choose_letters(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let wanted = fields.get("mau") == "ya";
    let chosen = async {
        let accounts = visit.kit.accounts();
        accounts.set_sign_in_letters(actor, wanted).await?;
        accounts.choose_notices(actor, notices::chosen(&fields)).await?;
        Answer::see("/akun?sudah=surat")
    };
    chosen.await.map_err(Failed::at(&visit))
}
