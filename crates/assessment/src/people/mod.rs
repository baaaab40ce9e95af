//! Who works with the exams and who sits them, and the titles that both have.

pub(crate) mod admin;
pub(crate) mod factor;
pub(crate) mod model;
pub(crate) mod person;
pub(crate) mod session;
pub(crate) mod title;
pub(crate) mod user;
