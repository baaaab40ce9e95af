//! An invented institution: who runs its exams, and who works there.

use std::{collections::HashMap, time::Duration};

use platform::{Ctx, Error, Result, Tx, auth::keys::random_token};
use serde::Deserialize;

use crate::{
    Admin, Assessment, NewAdmin, Role,
    people::{
        model::{TimeFactor, TitleKind},
        session,
        user::rules::UserChange,
    },
};

/// Who runs exams, and their roles. Two rate: what one has rated needs another.
const ADMINS: [(&str, Role); 5] = [
    ("demo.ketua", Role::Administrator),
    ("demo.penulis", Role::Author),
    ("demo.pengawas", Role::Proctor),
    ("demo.penilai", Role::Rater),
    ("demo.penilai2", Role::Rater),
];
/// What they are called.
pub(super) const NAMES: [&str; ADMINS.len()] = [ADMINS[0].0, ADMINS[1].0, ADMINS[2].0, ADMINS[3].0, ADMINS[4].0];
/// Longer than filling in takes.
const SHIFT: Duration = Duration::from_secs(60 * 60);

/// The administrators, each with a session of this filling's own.
pub(super) struct Staff {
    pub(super) administrator: Admin,
    pub(super) author: Admin,
    pub(super) proctor: Admin,
    pub(super) raters: [Admin; 2],
}

impl Staff {
    /// Makes them.
    pub(super) async fn hire(assessment: &Assessment, ctx: &Ctx, password: &str) -> Result<Self> {
        let mut hired = Vec::new();
        for (username, role) in ADMINS {
            let new = NewAdmin {
                username: username.to_owned(),
                role_id: role.id(),
                password: password.to_owned(),
            };
            let by = hired.first().map(|first: &Admin| first.id);
            let id = assessment.create_admin(ctx, by, new, None).await?.id;
            hired.push(on_duty(assessment, ctx, id, role).await?);
        }
        let wrong = |_| Error::internal("the demo has another number of administrators");
        let [administrator, author, proctor, one, other] = hired.try_into().map_err(wrong)?;
        Ok(Self {
            administrator,
            author,
            proctor,
            raters: [one, other],
        })
    }

    /// Ends their sessions.
    pub(super) async fn leave(self, assessment: &Assessment) -> Result<()> {
        let [one, other] = self.raters;
        for admin in [self.administrator, self.author, self.proctor, one, other] {
            let work = async move |tx: &mut Tx<'_>| session::store::end(tx, &admin.session).await;
            assessment.0.db.write(work).await?;
        }
        Ok(())
    }
}

async fn on_duty(assessment: &Assessment, ctx: &Ctx, id: i64, role: Role) -> Result<Admin> {
    let session = random_token();
    let (kept, until) = (session.clone(), ctx.now().plus(SHIFT));
    let work = async move |tx: &mut Tx<'_>| session::store::insert(tx, (&kept, id), "", until).await;
    assessment.0.db.write(work).await?;
    Ok(Admin {
        ctx: ctx.clone(),
        id,
        role,
        session,
    })
}

#[derive(Deserialize)]
pub(super) struct Institution {
    ranks: Vec<String>,
    units: Vec<String>,
    positions: Vec<String>,
    people: Vec<Person>,
}

/// Somebody who takes tests; rank, unit and position are titles of the institution's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    name: String,
    registered_number: String,
    rank: String,
    unit: String,
    position: String,
    /// Per cent.
    time_factor: Option<i64>,
}

/// Stores an institution; answers the ids of its people, in their order.
pub(super) async fn fill(
    assessment: &Assessment,
    staff: &Staff,
    institution: Institution,
    step: &(dyn Fn() + Sync),
) -> Result<Vec<i64>> {
    let by = &staff.administrator;
    let ranks = titles(assessment, by, TitleKind::Rank, institution.ranks).await?;
    let units = titles(assessment, by, TitleKind::Unit, institution.units).await?;
    let positions = titles(assessment, by, TitleKind::Position, institution.positions).await?;
    let changes = institution.people.into_iter().map(|person| UserChange {
        rank: Some(ranks.get(&person.rank).copied()),
        unit: Some(units.get(&person.unit).copied()),
        position: Some(positions.get(&person.position).copied()),
        registered_number: Some(person.registered_number),
        name: Some(person.name),
        time_factor: person.time_factor.map(|per_cent| TimeFactor(per_cent * 10)),
    });
    // One after the other, so that ids are in the order of the file on every engine.
    let mut ids = Vec::new();
    for change in changes {
        ids.push(assessment.create_user(by, change, None).await?.id);
        step();
    }
    Ok(ids)
}

async fn titles(
    assessment: &Assessment,
    by: &Admin,
    kind: TitleKind,
    titles: Vec<String>,
) -> Result<HashMap<String, i64>> {
    let mut ids = HashMap::new();
    for title in titles {
        let made = assessment.create_title(by, kind, title.clone(), None).await?;
        ids.insert(title, made.id);
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::demo::institution;

    #[test]
    fn everybody_has_a_rank_a_unit_and_a_position_of_the_institution() {
        let all = institution().unwrap();
        let numbers: BTreeSet<&str> = all.people.iter().map(|one| one.registered_number.as_str()).collect();
        assert_eq!((all.people.len(), numbers.len()), (60, 60));
        assert!(numbers.iter().any(|number| number.starts_with("00")));
        for person in &all.people {
            assert!(all.ranks.contains(&person.rank), "{}", person.rank);
            assert!(all.units.contains(&person.unit), "{}", person.unit);
            assert!(all.positions.contains(&person.position), "{}", person.position);
        }
    }
}
