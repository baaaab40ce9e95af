//! Who somebody is, as far as cryptography can tell: passwords, secret keys, signed tokens, and brakes against guessing.
//!
//! Invariant: nothing here knows an account or a role; it answers "was this made with our secret?" and "was that the
//! password?", and never lets a secret into a log, an error message or the database.

pub mod attempts;
pub mod csrf;
mod hs256;
pub mod keys;
pub mod password;
pub mod sealing;
pub mod tally;
pub mod throttle;
pub mod token;
pub mod totp;

pub use self::{
    csrf::Csrf,
    keys::{Key, Keyring, random_bytes, random_token},
    password::{Cost, Passwords},
    throttle::{Rate, Throttle},
    token::{Claims, Kind, Refusal, Tokens},
};
