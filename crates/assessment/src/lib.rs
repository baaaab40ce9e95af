//! Assessment: question bank, imports, audio, sittings, participants, results and supervision of online exams.

pub mod import;
pub mod marking;
pub mod paper;
pub mod points;
