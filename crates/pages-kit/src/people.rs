//! The pages of accounts: logging in and out, registration, one's own account.

mod account;
mod address;
mod entry;
pub mod factor;
pub mod login;
mod notices;
mod register;
pub mod resend;
mod reset;
mod sessions;
mod switch;

use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};

pub(crate) use self::sessions::{device, moment};
use crate::Kit;

/// The pages of accounts, and the switch of languages.
pub fn router<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Kit: FromRef<S>,
{
    Router::new()
        .route("/masuk", get(login::show).post(login::log_in))
        .route("/masuk/kode", post(factor::enter))
        .route("/keluar", post(login::log_out))
        .route("/daftar", get(register::show).post(register::register))
        .route("/akun", get(account::show).post(account::edit))
        .route("/alamat", get(address::show).post(address::verify))
        .route("/lupa-sandi", get(reset::ask).post(reset::wish))
        .route("/sandi-baru", get(reset::show).post(reset::set))
        .route("/surat", get(notices::show).post(notices::end))
        .route("/surat/pilihan", post(notices::choose))
        .route("/akun/alamat", post(address::ask))
        .route("/akun/dua-langkah", get(factor::show).post(factor::confirm))
        .route("/akun/dua-langkah/mulai", post(factor::begin))
        .route("/akun/dua-langkah/hapus", post(factor::remove))
        .route("/akun/sandi", post(account::change_password))
        .route("/akun/sesi", post(sessions::end))
        .route("/akun/surat", post(sessions::choose_letters))
        .route("/akun/keluar-semua", post(account::log_out_everywhere))
        .route("/akun/hapus", get(account::ask_deletion).post(account::delete))
        .route("/bahasa", post(switch::switch))
}
