//! Assessment: question bank, imports, audio, sittings, participants, results and supervision of online exams.

pub mod export;
pub mod import;
pub mod paper;
pub mod points;
