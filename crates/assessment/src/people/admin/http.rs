//! Administrators (section 2 of the document).

use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};
use serde::Serialize;

use super::{
    rules::{AdminChange, AdminChangeIn, NewAdmin, PasswordIn, ReasonIn},
    service::{AdminView, last_administrator},
};
use crate::{
    Administrators, AnyStaff, Assessment, Staff,
    failures::nothing_to_change,
    http::{access, api, query::id},
};

/// Whether a password was right.
#[derive(Serialize, schemars::JsonSchema)]
struct Verified {
    status: &'static str,
}

fn wrong_password() -> platform::Error {
    platform::Error::new(
        platform::Kind::Invalid,
        "assessment.wrong_password",
        platform::Message::new("Kata sandi tidak cocok.", "The password does not match."),
    )
}

/// `POST /admins`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Posted { input, once }: Posted<NewAdmin>,
) -> Outcome<AdminView> {
    let by = staff.admin;
    let made = assessment.create_admin(&by.ctx, Some(by.id), input, once).await?;
    Ok(Reply::created(made))
}

/// `GET /admins`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    pages: Pages,
) -> Outcome<Vec<AdminView>> {
    let (rows, paging) = assessment.list_admins(pages.or_whole()).await?;
    Ok(Reply::list("admins", rows, paging))
}

/// `GET /admins/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    Path(admin): Path<String>,
) -> Outcome<AdminView> {
    Ok(Reply::shown(assessment.admin(id("id", &admin)?).await?))
}

/// `POST /admins/check-password`: the caller's own.
async fn check_password(
    State(assessment): State<Assessment>,
    staff: Staff<AnyStaff>,
    Body(input): Body<PasswordIn>,
) -> Outcome<Verified> {
    if assessment.is_password(&staff.admin, input.password).await? {
        Ok(Reply::ok(Verified { status: "verified" }))
    } else {
        Err(wrong_password().into())
    }
}

/// `PATCH /admins/password/{id}`. The answer does not repeat the password, as the document's sample does.
async fn set_password(
    State(assessment): State<Assessment>,
    staff: Staff<AnyStaff>,
    Path(admin): Path<String>,
    Body(input): Body<PasswordIn>,
) -> Outcome<AdminView> {
    let admin = id("id", &admin)?;
    Ok(Reply::shown(
        assessment
            .set_admin_password(&staff.admin, admin, input.password)
            .await?,
    ))
}

/// `PATCH /admins/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(admin): Path<String>,
    seen: IfMatch,
    Body(input): Body<AdminChangeIn>,
) -> Outcome<AdminView> {
    let admin = id("id", &admin)?;
    let change = AdminChange::judge(input.username.as_deref(), input.role_id)?;
    if change.username.is_none() && change.role.is_none() {
        return Err(nothing_to_change().into());
    }
    Ok(Reply::shown(
        assessment.update_admin(&staff.admin, admin, change, seen).await?,
    ))
}

/// `POST /admins/{id}/suspend`.
async fn suspend(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(admin): Path<String>,
    Body(input): Body<ReasonIn>,
) -> Outcome<AdminView> {
    let (admin, reason) = (id("id", &admin)?, input.judge()?);
    assessment.suspend_admin(Some(&staff.admin), admin, &reason).await?;
    Ok(Reply::shown(assessment.admin(admin).await?))
}

/// `POST /admins/{id}/unsuspend`.
async fn unsuspend(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(admin): Path<String>,
    Body(input): Body<ReasonIn>,
) -> Outcome<AdminView> {
    let (admin, reason) = (id("id", &admin)?, input.judge()?);
    assessment.unsuspend_admin(Some(&staff.admin), admin, &reason).await?;
    Ok(Reply::shown(assessment.admin(admin).await?))
}

const DELETED: &str = "Admin successfully deleted";

/// `DELETE /admins/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(admin): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment.delete_admin(&staff.admin, id("id", &admin)?, seen).await?;
    Ok(Reply::done(DELETED))
}

const ADMIN: &str = r#"{"id":1,"username":"JohnDoe","roleId":1}"#;
const SUSPENDED: &str = r#"{"id":1,"username":"JohnDoe","roleId":1,"suspendedAt":"2023-09-14T12:00:00.000Z"}"#;
const NEW: &str = r#"{"username":"JohnDoe","roleId":1,"password":"admin123"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/admins"), create)
            .says("Make an administrator")
            .access(access::<Administrators>())
            .takes::<NewAdmin>(NEW)
            .gives::<AdminView>(ADMIN)
            .creates(),
        get(api!("/admins"), list)
            .says("List administrators; all of them unless a page is asked for")
            .access(access::<Administrators>())
            .gives_list::<AdminView>("admins", ADMIN)
            .bare(),
        get(api!("/admins/{id}"), show)
            .says("See an administrator")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .gives::<AdminView>(ADMIN),
        post(api!("/admins/check-password"), check_password)
            .every_time()
            .says("Whether a password is one's own")
            .access(access::<AnyStaff>())
            .takes::<PasswordIn>(r#"{"password":"oldpassword123"}"#)
            .gives::<Verified>(r#"{"status":"verified"}"#)
            .fails(crate::people::session::service::throttled)
            .fails(wrong_password),
        patch(api!("/admins/password/{id}"), set_password)
            .says("Set a password: one's own, or as role 1 anybody's")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<AnyStaff>())
            .takes::<PasswordIn>(r#"{"password":"newpassword123"}"#)
            .gives::<AdminView>(ADMIN),
        patch(api!("/admins/{id}"), update)
            .says("Change an administrator's name or role")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .takes::<AdminChangeIn>(r#"{"username":"JohnUpdatedDoe","roleId":1}"#)
            .gives::<AdminView>(ADMIN)
            .versioned()
            .fails(last_administrator)
            .fails(nothing_to_change),
        post(api!("/admins/{id}/suspend"), suspend)
            .every_time()
            .says("Let an administrator log in no more, and end their sessions at once")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .takes::<ReasonIn>(r#"{"reason":"Left the institution"}"#)
            .gives::<AdminView>(SUSPENDED)
            .fails(last_administrator),
        post(api!("/admins/{id}/unsuspend"), unsuspend)
            .every_time()
            .says("Let a suspended administrator log in again")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .takes::<ReasonIn>(r#"{"reason":"Came back"}"#)
            .gives::<AdminView>(ADMIN),
        delete(api!("/admins/{id}"), remove)
            .says("Delete an administrator")
            .part::<i64>("id", "The administrator", "1")
            .access(access::<Administrators>())
            .message(DELETED)
            .versioned()
            .fails(last_administrator),
    ]
}
