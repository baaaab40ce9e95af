//! Writes what a document is read as into a Word document: `cargo run -p papers --example write_paper -- FROM TO.docx`.

use std::{env, fs};

use papers::{export::to_docx, import::read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = env::args().skip(1);
    let (from, to) = args.next().zip(args.next()).ok_or("two files are needed")?;
    let reading = read(&fs::read(from)?)?;
    fs::write(to, to_docx(&reading.paper, &reading.pictures)?)?;
    Ok(())
}
