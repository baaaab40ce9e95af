//! Checking in: one conditional statement.

use platform::{Result, Tx, params};

platform::statements! {
    CHECK_IN = "update exam_participant set status = 'ready', checked_in_at = $1, devices = $2, seed = $3,
        version = version + 1, updated_at = $1 where id = $4 and status = 'registered'";
    /// Devices that were looked at once more.
    DEVICES = "update exam_participant set devices = $1, updated_at = $2 where id = $3 and status = 'ready'";
}

/// Checks a participant in who has not been, with the seed of the attempt to come; what was found of the device is kept either
/// way.
pub(crate) async fn check_in(tx: &mut Tx<'_>, participant: i64, seed: i64, devices: &str) -> Result<bool> {
    let now = tx.now();
    if tx.execute(CHECK_IN, params![now, devices, seed, participant]).await? == 1 {
        return Ok(true);
    }
    tx.execute(DEVICES, params![devices, now, participant]).await?;
    Ok(false)
}
