//! The program around the modules: settings, wiring, command line, documents.
//!
//! A library so that tests run the whole application in process; the binary only calls [`cli::run`].

mod administration;
mod advice;
pub mod app;
pub mod asyncapi;
mod backups;
pub mod cli;
mod disk;
mod figures;
mod listeners;
mod log_line;
mod log_ring;
pub mod media;
mod notices;
pub mod openapi;
pub mod pages;
pub mod postman;
mod process;
mod serving_lock;
pub mod settings;
mod site;
mod system;
mod telemetry;
pub mod wiring;
