//! `balai`: one server for a community's products, talks and exams.

use std::process::ExitCode;

/// Many small allocations per request on several threads: measurably quicker than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
