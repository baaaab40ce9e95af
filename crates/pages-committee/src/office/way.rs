//! What does not work in a browser that came over plain HTTP, and what whoever runs the server can do.

use assessment::Reach;
use http::header;
use pages_kit::{Speech, Visit};

use crate::Committee;

/// What is told of the way in which a browser came.
pub(crate) struct Way {
    pub(crate) title: String,
    pub(crate) about: String,
    /// What can be done, each with what is typed for it.
    pub(crate) remedies: Vec<Remedy>,
}

pub(crate) struct Remedy {
    pub(crate) said: String,
    /// A command or an address; empty where there is none.
    pub(crate) typed: String,
}

/// The name and the port by which a browser asked.
fn asked_as(visit: &Visit) -> (String, Option<String>) {
    let host = visit.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority: Option<http::uri::Authority> = host.and_then(|host| host.parse().ok());
    let Some(authority) = authority else {
        return (String::new(), None);
    };
    let port = authority.port_u16().map(|port| port.to_string());
    (authority.host().to_owned(), port)
}

fn remedies(speech: Speech<'_>, visit: &Visit, reach: Reach) -> Vec<Remedy> {
    let (name, port) = asked_as(visit);
    let port = port.unwrap_or_else(|| "80".to_owned());
    let remedy = |key: &str, typed: String| Remedy {
        said: speech.say(key),
        typed,
    };
    let proxy = format!("caddy reverse-proxy --from https://{name} --to 127.0.0.1:{port} --internal-certs");
    let started = format!("balai serve --public-url https://{name} --trusted-proxy 127.0.0.1");
    let mut all = vec![
        remedy("office-way-proxy", proxy),
        remedy("office-way-start", started),
        remedy("office-way-here", format!("http://localhost:{port}")),
    ];
    if reach == Reach::WithoutSessions {
        all.push(remedy("office-way-lan", "balai serve --insecure-lan".to_owned()));
    }
    all
}

/// What is to be told; nothing where everything works.
pub(crate) fn told(committee: &Committee, visit: &Visit) -> Option<Way> {
    let reach = committee.assessment().reach(&visit.headers);
    let (title, about) = match reach {
        Reach::Whole => return None,
        Reach::WithoutDevices => ("office-way-devices", "office-way-devices-about"),
        Reach::WithoutSessions => ("office-way-sessions", "office-way-sessions-about"),
    };
    let speech = visit.speech();
    Some(Way {
        title: speech.say(title),
        about: speech.say(about),
        remedies: remedies(speech, visit, reach),
    })
}
