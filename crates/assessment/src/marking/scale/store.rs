//! Rows of `exam_scale`: what raw scores become.

use papers::marking::{Band, Table};
use platform::{
    Conn, Result, Tx,
    db::{Family, Row, Value},
    params,
};

use crate::sql::{
    many::{self, rows},
    points::points,
};

/// Bands of tables.
pub(crate) static INSERT: Family<()> = Family::new(
    "assessment::marking::scale::store::INSERT",
    || vec![()],
    |()| {
        let rows = rows(&["bigint", "bigint", "bigint", "bigint", "bigint", "text"]);
        format!(
            "insert into exam_scale (package_id, section_id, raw_from, raw_to, scaled, band)
            select v.column1, v.column2, v.column3, v.column4, v.column5, v.column6 from {rows} where v.column1 is not null
            returning id"
        )
    },
);

platform::statements! {
    OF_PACKAGE = "select section_id, raw_from, raw_to, scaled, band from exam_scale where package_id = $1
        order by coalesce(section_id, 0), raw_from limit 10000";
    CLEAR = "delete from exam_scale where package_id = $1";
    SECTIONS = "select section_id from exam_section_detail where package_id = $1 order by section_id limit 10000";
    PACKAGE = "select count(*) from exam_package where id = $1";
}

/// A row: the section (none: the whole package), and the band.
pub(crate) type ScaleRow = (Option<i64>, Band);

/// The tables of a package; that of the whole first.
pub(crate) async fn of_package(conn: &mut Conn<'_>, package: i64) -> Result<Vec<ScaleRow>> {
    let read = |row: &Row<'_>| {
        let band = Band {
            from: points(row, 1)?,
            to: points(row, 2)?,
            scaled: points(row, 3)?,
            name: row.get(4)?,
        };
        Ok((row.get(0)?, band))
    };
    conn.all(OF_PACKAGE, params![package], read).await
}

/// Puts tables in the place of those that a package has.
pub(crate) async fn replace(tx: &mut Tx<'_>, package: i64, tables: &[(Option<i64>, Table)]) -> Result<()> {
    tx.execute(CLEAR, params![package]).await?;
    let bands = tables
        .iter()
        .flat_map(|(section, table)| table.bands().iter().map(move |band| (*section, band)));
    let rows = bands.map(|(section, band)| {
        [
            Value::from(package),
            section.into(),
            band.from.hundredths().into(),
            band.to.hundredths().into(),
            band.scaled.hundredths().into(),
            band.name.as_deref().into(),
        ]
    });
    many::insert(tx, INSERT.of(&())?, &rows.collect::<Vec<_>>(), |_| Ok(()))
        .await
        .map(drop)
}

pub(crate) async fn sections(conn: &mut Conn<'_>, package: i64) -> Result<Vec<i64>> {
    conn.all(SECTIONS, params![package], |row| row.get(0)).await
}

/// Whether there is such a package.
pub(crate) async fn has_package(conn: &mut Conn<'_>, package: i64) -> Result<bool> {
    Ok(conn.number(PACKAGE, params![package]).await? > 0)
}
