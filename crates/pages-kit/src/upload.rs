//! Forms with pictures. Each picture is kept as it arrives, so that none is held in memory, and none is lost when the form
//! is refused: what the form then holds is where the picture is.
//!
//! Invariant: nothing is kept before the form showed that a page of this place sent it, for whoever sends it. So a form's
//! token stands before its files.

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRef, FromRequest, Request, multipart::Field},
};
use futures_util::{
    TryStreamExt as _,
    future::BoxFuture,
    stream::{BoxStream, StreamExt as _},
};
use http::request::Parts;
use platform::{
    Error, FieldError, Kind, Rule,
    http::form::{before, deadline, in_time, open, unreadable},
};

use crate::{
    Failed, Fields, Kit, Visit,
    away::Typed,
    form::{LARGEST, MOST, check, is_of_type, is_own, read_plain, too_large, visit_of},
};

/// The most pictures of a form.
const MOST_PICTURES: usize = 20;
/// The most bytes of all its pictures.
const LARGEST_PICTURES: u64 = 64 << 20;

/// A picture as it arrives.
pub type Content<'a> = BoxStream<'a, Result<Bytes, Error>>;

/// The field in which a file comes, and what the sender calls it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Named<'a> {
    pub field: &'a str,
    pub file: &'a str,
}

/// Where pictures go.
pub trait Keep: Send + Sync {
    /// Keeps a picture for whoever sends it; answers its address. What is wrong with the picture stands beside its field.
    fn keep<'a>(&'a self, visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>>;

    /// The same for whoever has to know in which field it comes, and what the sender calls it.
    fn keep_named<'a>(
        &'a self,
        visit: &'a Visit,
        _named: Named<'a>,
        content: Content<'a>,
    ) -> BoxFuture<'a, Result<String, Error>> {
        self.keep(visit, content)
    }

    /// The most files of a form, and the most bytes of all of them.
    fn limits(&self) -> (usize, u64) {
        (MOST_PICTURES, LARGEST_PICTURES)
    }
}

/// A form that a page of this place sent, with the addresses of its pictures under the names of their fields.
pub struct Uploaded {
    pub visit: Visit,
    pub fields: Fields,
    /// What is wrong with pictures that were not kept.
    pub faults: Vec<FieldError>,
}

impl<S> FromRequest<S> for Uploaded
where
    Kit: FromRef<S>,
    S: Keep,
{
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, body) = visit_of(&mut parts, body, state).await?;
        Self::read(visit, Some(state), parts, body).await
    }
}

impl Uploaded {
    /// The form of a visit that is known already, as of a realm beside that of accounts. Its files are passed over if nobody
    /// keeps them.
    pub async fn read(visit: Visit, keeper: Option<&dyn Keep>, parts: Parts, body: Body) -> Result<Self, Failed> {
        // What was kept while a session ended comes back without files.
        if !is_of_type(&visit, "multipart/form-data") {
            let fields = read_plain(&visit, body).await?;
            Typed::note(&parts, &fields);
            return Ok(Self {
                visit,
                fields,
                faults: Vec::new(),
            });
        }
        let reading = Reading::new(keeper.map(|keeper| (&visit, keeper)));
        let read = reading.read(Request::from_parts(parts.clone(), body)).await;
        let (fields, faults) = read.map_err(Failed::at(&visit))?;
        Typed::note(&parts, &fields);
        check(&visit, &fields)?;
        Ok(Self { visit, fields, faults })
    }
}

/// A form that is being read.
struct Reading<'a> {
    /// Whose pictures they are, and where they go; they are passed over if nobody knows.
    keeper: Option<(&'a Visit, &'a dyn Keep)>,
    fields: Fields,
    faults: Vec<FieldError>,
    /// Bytes of what was typed.
    typed: usize,
    pictures: usize,
}

impl<'a> Reading<'a> {
    fn new(keeper: Option<(&'a Visit, &'a dyn Keep)>) -> Self {
        Self {
            keeper,
            fields: Fields::default(),
            faults: Vec::new(),
            typed: 0,
            pictures: 0,
        }
    }

    async fn read(mut self, mut request: Request) -> Result<(Fields, Vec<FieldError>), Error> {
        let (_, largest) = self.limits();
        let most = usize::try_from(largest).unwrap_or(usize::MAX);
        DefaultBodyLimit::max(most.saturating_add(LARGEST)).apply(&mut request);
        let until = deadline(&request, largest);
        let mut form = open(request, largest, LARGEST).await?;
        let broken = unreadable(largest);
        while let Some(field) = before(until, async { form.next_field().await.map_err(broken) }).await? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let content: Content<'_> = in_time(content_of(field, largest), until).boxed();
            match file {
                None => self.take_text(name, content).await?,
                // Nothing was chosen.
                Some(file) if file.is_empty() => {}
                Some(file) => self.take_picture(name, &file, content).await?,
            }
        }
        Ok((self.fields, self.faults))
    }

    fn limits(&self) -> (usize, u64) {
        self.keeper
            .map_or((MOST_PICTURES, LARGEST_PICTURES), |(_, keeper)| keeper.limits())
    }

    async fn take_text(&mut self, name: String, mut content: Content<'_>) -> Result<(), Error> {
        let mut text = Vec::new();
        while let Some(piece) = content.try_next().await? {
            self.typed += piece.len();
            if self.typed > LARGEST {
                return Err(too_large());
            }
            text.extend_from_slice(&piece);
        }
        if self.fields.count() < MOST {
            let text = String::from_utf8_lossy(&text).into_owned();
            self.fields.add(name, text);
        }
        Ok(())
    }

    async fn take_picture(&mut self, name: String, file: &str, content: Content<'_>) -> Result<(), Error> {
        let keeper = self.keeper.filter(|(visit, _)| is_own(visit, &self.fields));
        let Some((visit, keeper)) = keeper else {
            return Ok(());
        };
        self.pictures += 1;
        let (most, _) = keeper.limits();
        if self.pictures > most {
            self.faults.push(FieldError::new(name, Rule::TooMany(most)));
            return Ok(());
        }
        let named = Named { field: &name, file };
        match keeper.keep_named(visit, named, content).await {
            Ok(address) => self.fields.add(name, address),
            Err(error) if is_of_picture(&error) => {
                let rule = Rule::Other(error.message().clone());
                self.faults.push(FieldError::new(name, rule));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// What was typed into a form whose pictures nobody can keep now.
pub(crate) async fn read_texts(request: Request) -> Result<Fields, Error> {
    let (fields, _) = Reading::new(None).read(request).await?;
    Ok(fields)
}

/// The bytes of a field.
fn content_of(field: Field<'_>, largest: u64) -> impl futures_util::Stream<Item = Result<Bytes, Error>> + Send + Unpin {
    field.map_err(unreadable(largest))
}

/// Whether the rest of the form is worth reading.
fn is_of_picture(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::Invalid | Kind::TooLarge | Kind::UnsupportedMedia | Kind::TooManyRequests | Kind::Unavailable
    )
}
