//! Shows what documents are read as: `cargo run -p papers --example read_paper -- FILE…`.

use std::{env, fs, io::Write as _};

use base::Lang;
use papers::import::{Reading, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for path in env::args().skip(1) {
        writeln!(out, "# {path}")?;
        match read(&fs::read(&path)?) {
            Ok(reading) => show(&mut out, &reading)?,
            Err(error) => writeln!(out, "refused: {error}")?,
        }
    }
    Ok(())
}

fn show(out: &mut impl std::io::Write, reading: &Reading) -> std::io::Result<()> {
    let paper = &reading.paper;
    writeln!(out, "title: {}", paper.title)?;
    for passage in &paper.passages {
        writeln!(
            out,
            "passage {}: {} | {}",
            passage.code,
            passage.title,
            passage.body.plain()
        )?;
    }
    for section in &paper.sections {
        writeln!(
            out,
            "section: {} ({} s) {}",
            section.title,
            section.duration,
            section.instruction.plain()
        )?;
        for question in &section.questions {
            let markup = question.text.markup().unwrap_or_default();
            writeln!(
                out,
                "- {:?} {} points: {} {markup}",
                question.kind,
                question.point,
                question.text.plain()
            )?;
            for option in &question.options {
                let markup = option.value.markup().unwrap_or_default();
                writeln!(out, "    {}. {} {markup}", option.label, option.value.plain())?;
            }
            let key: Vec<_> = question.key.iter().map(|key| key.answer.as_str()).collect();
            writeln!(out, "    key: {}", key.join(", "))?;
        }
    }
    for column in &reading.columns {
        writeln!(out, "column {column:?}")?;
    }
    for finding in &reading.findings {
        let (severity, place) = (finding.severity, finding.place);
        writeln!(
            out,
            "{severity:?} {} {place:?}: {} [{}]",
            finding.code,
            finding.message.text(Lang::En),
            finding.excerpt
        )?;
    }
    Ok(())
}
