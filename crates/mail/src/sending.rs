//! Handing one letter to a server.

use std::time::{Duration, SystemTime};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::Address,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use platform::{Error, Kind, Result, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::{Options, address::Protection, model::Content, rules::Failure};

/// The longest for each step of the protocol.
const STEP: Duration = Duration::from_secs(20);
/// The longest for a letter.
const WHOLE: Duration = Duration::from_secs(90);

/// Hands letters to the server that the settings name; each over a connection of its own.
pub(crate) struct Carrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// What stands around a letter.
pub(crate) struct Envelope<'a> {
    pub(crate) id: &'a str,
    pub(crate) to: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) at: Timestamp,
}

impl Carrier {
    pub(crate) fn new(options: &Options) -> Result<Self> {
        let smtp = &options.smtp;
        let wrong = |cause: lettre::transport::smtp::Error| {
            Error::new(
                Kind::Invalid,
                "settings.smtp",
                format!("the mail server's name cannot be used: {cause}"),
            )
        };
        let tls = || TlsParameters::new(smtp.host.clone()).map_err(wrong);
        let protection = match smtp.protection {
            Protection::Tls => Tls::Wrapper(tls()?),
            Protection::StartTls => Tls::Required(tls()?),
            Protection::None => Tls::None,
        };
        let from = options.from.0.clone();
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.clone())
            .port(smtp.port)
            .tls(protection)
            .timeout(Some(STEP))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        let password = options.password.clone().or_else(|| smtp.password.clone());
        if let Some(user) = smtp.user.clone() {
            builder = builder.credentials(Credentials::new(user, password.unwrap_or_default()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    pub(crate) async fn send(&self, envelope: Envelope<'_>, content: Content) -> Result<(), Failure> {
        let message = self
            .written(&envelope, content)
            .map_err(|cause| Failure::Never(format!("it cannot be written: {cause}")))?;
        let sending = self.transport.send(message);
        match tokio::time::timeout(WHOLE, sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                let code = error.status().map(u16::from);
                Err(Failure::of(code, told(&error)))
            }
            Err(_) => Err(Failure::Away("the server took too long".to_owned())),
        }
    }

    fn written(&self, envelope: &Envelope<'_>, content: Content) -> Result<Message, Box<dyn std::error::Error>> {
        let to: Address = envelope.to.parse()?;
        let micros = u64::try_from(envelope.at.0).unwrap_or_default();
        // The same whenever it is sent: whoever gets it twice can see that.
        let digest = platform::text::hex(&Sha256::digest(envelope.id.as_bytes())[..16]);
        let header = |name: &str, value: String| {
            HeaderName::new_from_ascii(name.to_owned()).map(|name| HeaderValue::new(name, value))
        };
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(envelope.subject)
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(format!("<{digest}@{}>", self.from.email.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned())?);
        if let Some(way) = content.unsubscribe {
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{way}>"))?)
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                )?);
        }
        Ok(builder.multipart(MultiPart::alternative_plain_html(content.text, content.html))?)
    }
}

/// What went wrong, with what is behind it.
fn told(error: &lettre::transport::smtp::Error) -> String {
    use std::error::Error as _;
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = deeper.source();
    }
    said.chars().filter(|c| !c.is_control()).take(500).collect()
}
