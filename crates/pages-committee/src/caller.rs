//! Who opens a page or sends a form: an administrator of exams whose role may.

use std::marker::PhantomData;

use assessment::{Admin, Assessment, Requirement};
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use http::request::Parts;
use pages_kit::{Failed, Fields, Kit, Visit, form};

/// Where administrators of exams log in.
pub(crate) const ENTRY: &str = "/ujian/masuk";

/// A visit of somebody whose role meets `R`.
pub(crate) struct Entered<R> {
    pub(crate) visit: Visit,
    pub(crate) admin: Admin,
    required: PhantomData<R>,
}

/// A form that a page of ours sent, for somebody whose role meets `R`.
pub(crate) struct Sent<R> {
    pub(crate) visit: Visit,
    pub(crate) admin: Admin,
    pub(crate) fields: Fields,
    required: PhantomData<R>,
}

/// A visit of these pages, and who it is, if somebody is logged in.
pub(crate) async fn visit_of<S>(parts: &mut Parts, state: &S) -> Result<(Visit, Option<Admin>), Failed>
where
    S: Send + Sync,
    Kit: FromRef<S>,
    Assessment: FromRef<S>,
{
    let visit = Visit::from_request_parts(parts, state).await?;
    let assessment = Assessment::from_ref(state);
    let found = assessment.admin_of_page(visit.ctx.clone(), &parts.headers).await;
    let admin = found.map_err(Failed::at(&visit))?;
    let session = admin.as_ref().map(|admin| admin.session.clone());
    Ok((visit.within(ENTRY, session), admin))
}

impl<R: Requirement, S: Send + Sync> FromRequestParts<S> for Entered<R>
where
    Kit: FromRef<S>,
    Assessment: FromRef<S>,
{
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let (visit, admin) = visit_of(parts, state).await?;
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<R>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            required: PhantomData,
        })
    }
}

impl<R: Requirement, S: Send + Sync> FromRequest<S> for Sent<R>
where
    Kit: FromRef<S>,
    Assessment: FromRef<S>,
{
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, admin) = visit_of(&mut parts, state).await?;
        let fields = form::read_own(&visit, &parts, body).await?;
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<R>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            fields,
            required: PhantomData,
        })
    }
}
