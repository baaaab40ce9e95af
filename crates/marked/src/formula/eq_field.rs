//! Word's EQ fields: the formulas of papers that are older than its formula editor.
//!
//! A switch is a backslash and letters, with options before its elements in parentheses. Elements are parted by commas,
//! or by semicolons where the comma is in numbers: if there is a semicolon, commas part nothing.

use super::{Formula, FormulaError, eq_switches::apply, tokens};

/// How deep switches nest.
const DEEPEST: usize = super::DEEPEST;
/// The longest field, in bytes.
const LONGEST: usize = 64 * 1024;

impl Formula {
    /// The formula of an EQ field's instruction, as `eq \f(1,2)`.
    pub fn of_eq_field(instruction: &str) -> Result<Self, FormulaError> {
        let text = instruction.trim();
        if text.len() > LONGEST {
            return Err(FormulaError::TooLong);
        }
        let body = match text.get(..2) {
            Some(name) if name.eq_ignore_ascii_case("eq") => &text[2..],
            _ => return Err(FormulaError::Unknown(text.chars().take(20).collect())),
        };
        let mut reader = Reader { rest: body, depth: 0 };
        let elements = reader.elements()?;
        if reader.rest.is_empty() {
            return Self::Row(elements.joined()).read();
        }
        Err(FormulaError::Malformed(")".to_owned()))
    }
}

/// Elements as far as they were read, and what stands before each but the first.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub done: Vec<(Vec<Formula>, char)>,
    pub last: Vec<Formula>,
    text: String,
}

impl Elements {
    pub fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.last.extend(tokens::tokens(&text, false));
    }

    fn part(&mut self, separator: char) {
        self.flush();
        self.done.push((std::mem::take(&mut self.last), separator));
    }

    /// What a script is put on: the part before it.
    pub fn base(&mut self) -> Formula {
        self.flush();
        match self.last.pop() {
            Some(Formula::Space) => {
                self.last.push(Formula::Space);
                Formula::nothing()
            }
            last => last.unwrap_or(Formula::nothing()),
        }
    }

    fn has_semicolon(&self) -> bool {
        self.done.iter().any(|(_, separator)| *separator == ';')
    }

    /// The elements, and what parts them.
    pub fn parted(self) -> (Vec<Formula>, String) {
        let separator = if self.has_semicolon() { ';' } else { ',' };
        let mut elements = Vec::new();
        let mut current = Vec::new();
        for (parts, sign) in self.done {
            current.extend(parts);
            if sign == separator {
                elements.push(Formula::Row(std::mem::take(&mut current)));
            } else {
                current.push(Formula::Operator(sign.to_string()));
            }
        }
        current.extend(self.last);
        elements.push(Formula::Row(current));
        (elements, separator.to_string())
    }

    /// Everything in one row, with what parts it.
    pub fn joined(self) -> Vec<Formula> {
        let mut all = Vec::new();
        for (parts, sign) in self.done {
            all.extend(parts);
            all.push(Formula::Operator(sign.to_string()));
        }
        all.extend(self.last);
        all
    }
}

/// A switch with its options: their letters, and the character or number behind them.
#[derive(Debug, Default)]
pub(super) struct Switch {
    pub name: String,
    options: Vec<(String, String)>,
}

impl Switch {
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options
            .iter()
            .find(|(option, _)| option == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.option(name).is_some()
    }

    /// The options that a switch may have.
    fn known(&self) -> Option<&'static [&'static str]> {
        Some(match self.name.as_str() {
            "a" => &["al", "ac", "ar", "co", "vs", "hs"],
            "b" => &["lc", "rc", "bc"],
            "d" => &["fo", "ba", "li"],
            "f" | "l" | "r" => &[],
            "i" => &["su", "pr", "in", "fc", "vc"],
            "o" => &["al", "ac", "ar"],
            "s" => &["ai", "up", "di", "do"],
            "x" => &["to", "bo", "le", "ri"],
            _ => return None,
        })
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let char = self.rest.chars().next()?;
        self.rest = &self.rest[char.len_utf8()..];
        Some(char)
    }

    /// Elements until their parenthesis closes, which is not taken, or the end. Parentheses of the text come in pairs.
    fn elements(&mut self) -> Result<Elements, FormulaError> {
        let mut elements = Elements::default();
        let mut open = 0_usize;
        loop {
            let before = self.rest;
            let Some(char) = self.next() else {
                break;
            };
            match char {
                '\\' => self.escaped(&mut elements)?,
                ',' | ';' if open == 0 && self.depth > 0 => elements.part(char),
                ')' if open == 0 => {
                    self.rest = before;
                    break;
                }
                char => {
                    match char {
                        '(' => open += 1,
                        ')' => open -= 1,
                        _ => {}
                    }
                    elements.text.push(char);
                }
            }
        }
        elements.flush();
        Ok(elements)
    }

    /// What is behind a backslash: a switch, or a character that stands for itself.
    fn escaped(&mut self, elements: &mut Elements) -> Result<(), FormulaError> {
        match self.rest.chars().next() {
            Some(char) if char.is_ascii_alphabetic() => self.switch(elements),
            // How the field's result is set, which stands behind the formula.
            Some('*') => {
                self.next();
                self.rest = self.rest.trim_start();
                self.rest = self.rest.trim_start_matches(|char: char| char.is_ascii_alphanumeric());
                Ok(())
            }
            Some(char) => {
                self.next();
                elements.text.push(char);
                Ok(())
            }
            None => Err(FormulaError::Malformed("\\".to_owned())),
        }
    }

    /// Letters in lower case, and the number behind them.
    fn word(&mut self) -> (String, String) {
        let letters = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, rest) = self.rest.split_at(letters);
        let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        let digits = rest.bytes().take_while(is_number).count();
        let (number, rest) = rest.split_at(digits);
        self.rest = rest;
        (name.to_ascii_lowercase(), number.to_owned())
    }

    fn switch(&mut self, elements: &mut Elements) -> Result<(), FormulaError> {
        let (name, number) = self.word();
        let mut switch = Switch {
            name,
            ..Switch::default()
        };
        let unknown = |name: &str| FormulaError::Unknown(format!("\\{name}"));
        let known = switch.known().ok_or_else(|| unknown(&switch.name))?;
        if !number.is_empty() {
            return Err(unknown(&format!("{}{number}", switch.name)));
        }
        loop {
            self.rest = self.rest.trim_start();
            match self.next() {
                Some('(') => break,
                Some('\\') => {
                    let (name, mut value) = self.word();
                    if !known.contains(&name.as_str()) {
                        return Err(unknown(&format!("{}\\{name}", switch.name)));
                    }
                    if matches!(name.as_str(), "lc" | "rc" | "bc" | "fc" | "vc") {
                        value = self
                            .character()
                            .ok_or_else(|| FormulaError::Malformed(format!("\\{name}")))?;
                    }
                    switch.options.push((name, value));
                }
                _ => return Err(FormulaError::Malformed(format!("\\{}", switch.name))),
            }
        }
        let inner = self.inner(&switch)?;
        apply(&switch, inner, elements)
    }

    /// The character of an option, behind its backslash; a blank is none.
    fn character(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('\\').unwrap_or(self.rest);
        let char = self.next()?;
        Some(if char.is_whitespace() {
            String::new()
        } else {
            char.to_string()
        })
    }

    fn inner(&mut self, switch: &Switch) -> Result<Elements, FormulaError> {
        if self.depth >= DEEPEST {
            return Err(FormulaError::TooDeep);
        }
        self.depth += 1;
        let inner = self.elements()?;
        self.depth -= 1;
        match self.next() {
            Some(')') => Ok(inner),
            _ => Err(FormulaError::Malformed(format!("\\{}", switch.name))),
        }
    }
}
