//! Text as it grows out of runs: the characters of a paragraph and what surrounds them.

use super::{
    super::styled::{StyledText, Styles},
    symbols,
};

/// A paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Growing {
    /// Its text so far.
    pub text: StyledText,
    /// The lines of its text boxes, which come after it.
    pub boxes: Vec<StyledText>,
    /// The id of its style.
    pub style: Option<String>,
    /// The list that it names.
    pub list: Option<u32>,
    /// The level that it names.
    pub level: Option<usize>,
    /// Whether the end of it is a tracked deletion, so that it runs on into the next paragraph.
    pub runs_on: bool,
    /// Open fields.
    fields: Vec<Field>,
}

/// A field that has not ended.
#[derive(Debug, Default)]
struct Field {
    /// What it is to show, as an instruction.
    instruction: String,
    /// Whether its result has begun.
    has_result: bool,
}

/// The longest instruction of a field, in bytes.
const LONGEST_INSTRUCTION: usize = 64 * 1024;

impl Growing {
    /// One that begins with what is left of another.
    pub fn from(text: StyledText) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// Whether characters are a field's instruction, or the result of one that is a formula, instead of what is shown.
    pub fn is_in_instruction(&self) -> bool {
        self.fields
            .iter()
            .any(|field| !field.has_result || is_formula(&field.instruction))
    }

    /// Adds to the instruction of the field that is open. What is raised or lowered in it is so in a formula.
    pub fn instruct(&mut self, text: &str, styles: Styles) {
        let Some(field) = self.fields.iter_mut().rev().find(|field| !field.has_result) else {
            return;
        };
        let switch = match (styles.has(marked::Style::Sup), styles.has(marked::Style::Sub)) {
            (true, _) => "\\s\\up6(",
            (_, true) => "\\s\\do6(",
            _ => "",
        };
        let is_script = !switch.is_empty() && is_formula(&field.instruction);
        if field.instruction.len() + text.len() > LONGEST_INSTRUCTION {
            return;
        }
        if is_script {
            field.instruction.push_str(switch);
        }
        field.instruction.push_str(text);
        if is_script {
            field.instruction.push(')');
        }
    }

    /// A field begins, shows its result or ends. At its end it answers its instruction, if that is a formula.
    pub fn field(&mut self, step: &str) -> Option<String> {
        match step {
            // Deeper than anybody nests them; what is beyond is shown.
            "begin" if self.fields.len() < 64 => self.fields.push(Field::default()),
            "separate" => {
                if let Some(last) = self.fields.last_mut() {
                    last.has_result = true;
                }
            }
            "end" => {
                let field = self.fields.pop()?;
                if !is_formula(&field.instruction) {
                    return None;
                }
                // A formula within a formula's instruction is a part of it.
                let outer = self.fields.last_mut().filter(|outer| !outer.has_result);
                match outer {
                    Some(outer) if is_formula(&outer.instruction) => {
                        let inner = field.instruction.trim_start();
                        outer.instruction.push_str(inner.get(2..).unwrap_or_default().trim());
                    }
                    _ => return Some(field.instruction),
                }
            }
            _ => {}
        }
        None
    }
}

/// Whether the instruction of a field is a formula.
pub(super) fn is_formula(instruction: &str) -> bool {
    let instruction = instruction.trim_start();
    let name = instruction.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("eq"));
    name && !instruction[2..].starts_with(|char: char| char.is_alphanumeric())
}

/// Characters as content keeps them: blanks that do not break become blanks, and what only guides layout goes.
pub(super) fn content(char: char) -> Option<char> {
    match char {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Some(' '),
        '\u{ad}' | '\u{feff}' => None,
        '\n' | '\t' => Some(char),
        char if char.is_control() => None,
        char => Some(char),
    }
}

/// Characters of a run, which may be set in a symbol font.
pub(super) fn characters(run: &str, font: &str) -> String {
    let is_symbol = symbols::is_symbol_font(font);
    let shown = |char: char| {
        if is_symbol {
            symbols::shown(font, char as u32)
        } else {
            Some(char)
        }
    };
    run.chars().filter_map(shown).filter_map(content).collect()
}
