//! `LaTeX` read: single parts, and the commands that make one.

use super::{
    Formula, FormulaError, boxed,
    latex_read::{Read, Reader, Token},
    latex_symbols::{mark, symbol},
    letters::{Alphabet, set_in},
    tokens,
};

/// Commands that set what follows and say nothing about it.
const SETTINGS: &[&str] = &[
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "limits",
    "nolimits",
    "!",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "biggl",
    "biggr",
    "Biggl",
    "Biggr",
    "bigm",
    "hfill",
    "/",
];

impl Reader<'_> {
    /// A part without its scripts.
    pub fn atom(&mut self) -> Read {
        match self.peek() {
            Token::Char('{') => self.group(),
            Token::Char('$') => Err(FormulaError::Malformed("$".to_owned())),
            Token::Char(char) if char.is_ascii_digit() => Ok(self.number()),
            Token::Char(char) => {
                self.next();
                match char {
                    '~' => return Ok(Formula::Space),
                    // Bare, so that it differs from one in braces, which parts nothing.
                    ',' | ';' => return Ok(Formula::Operator(char.to_string())),
                    _ => {}
                }
                Ok(Formula::Row(tokens::tokens(&char.to_string(), false)))
            }
            Token::Command(name) => {
                self.next();
                self.nested(|reader| reader.command(name))
            }
            Token::End => Ok(Formula::nothing()),
        }
    }

    /// What a command is about: a group or one token.
    pub fn argument(&mut self) -> Read {
        self.nested(|reader| match reader.peek() {
            Token::Char('{') => reader.group(),
            Token::Char(char) if char.is_ascii_digit() => {
                reader.next();
                Ok(Formula::Number(char.to_string()))
            }
            Token::Char('^' | '_' | '\'') => Err(FormulaError::Malformed(reader.peek().shown())),
            token if reader.stops(token) => Err(FormulaError::Malformed(token.shown())),
            _ => reader.atom(),
        })
    }

    /// A group in braces.
    pub fn group(&mut self) -> Read {
        self.nested(|reader| {
            reader.expect('{')?;
            let outer = std::mem::replace(&mut reader.in_brackets, false);
            let parts = reader.row()?;
            reader.in_brackets = outer;
            reader.expect('}')?;
            Ok(Formula::Row(parts))
        })
    }

    /// What stands in brackets, if it comes next.
    pub fn brackets(&mut self) -> Result<Option<Formula>, FormulaError> {
        if !self.takes(Token::Char('[')) {
            return Ok(None);
        }
        self.nested(|reader| {
            let outer = std::mem::replace(&mut reader.in_brackets, true);
            let parts = reader.row()?;
            reader.in_brackets = outer;
            reader.expect(']')?;
            Ok(Some(Formula::Row(parts)))
        })
    }

    pub fn expect(&mut self, char: char) -> Result<(), FormulaError> {
        let token = self.next();
        if token == Token::Char(char) {
            return Ok(());
        }
        Err(FormulaError::Malformed(token.shown()))
    }

    /// A number. A comma parts things here; one in a number stands in braces.
    fn number(&mut self) -> Formula {
        let bytes = self.rest.as_bytes();
        let mut length = 0;
        while let Some(byte) = bytes.get(length) {
            let goes_on =
                byte.is_ascii_digit() || (*byte == b'.' && bytes.get(length + 1).is_some_and(u8::is_ascii_digit));
            if !goes_on {
                break;
            }
            length += 1;
        }
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        Formula::Number(digits.to_owned())
    }

    fn boxed_argument(&mut self) -> Result<Box<Formula>, FormulaError> {
        self.argument().map(boxed)
    }

    fn command(&mut self, name: &str) -> Read {
        if let Some((mark, below)) = mark(name) {
            return Ok(Formula::Accent {
                base: self.boxed_argument()?,
                mark: mark.to_string(),
                below,
            });
        }
        if let Some(char) = symbol(name) {
            return Ok(Formula::Row(tokens::tokens(&char.to_string(), false)));
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "binom" | "dbinom" | "tbinom" | "genfrac" | "sqrt" | "overset"
            | "stackrel" | "underset" | "prescript" => self.structure(name),
            "left" => self.fenced(),
            "begin" => self.environment(),
            "text" | "textrm" | "textnormal" | "mbox" | "textbf" | "textit" => Ok(Formula::Text(self.raw_group()?)),
            "mathrm" | "mathbf" | "boldsymbol" | "bm" | "mathbb" | "mathcal" | "mathscr" | "mathfrak" | "mathit"
            | "mathsf" => self.in_alphabet(name),
            "boxed" | "mathord" | "mathrel" | "mathbin" => self.argument(),
            "phantom" | "hphantom" | "vphantom" => self.argument().map(|_| Formula::Space),
            "," | ";" | ":" | " " | ">" | "quad" | "qquad" => Ok(Formula::Space),
            "bmod" | "mod" => Ok(Formula::Identifier("mod".to_owned())),
            "{" | "}" | "#" | "$" | "%" | "&" | "_" => Ok(Formula::Operator(name.to_owned())),
            "|" => Ok(Formula::Operator("‖".to_owned())),
            name if SETTINGS.contains(&name) => Ok(Formula::nothing()),
            name => Err(FormulaError::Unknown(format!("\\{name}"))),
        }
    }

    fn structure(&mut self, name: &str) -> Read {
        Ok(match name {
            "sqrt" => Formula::Root {
                degree: self.brackets()?.map(boxed),
                radicand: self.boxed_argument()?,
            },
            "binom" | "dbinom" | "tbinom" => Formula::Binomial {
                upper: self.boxed_argument()?,
                lower: self.boxed_argument()?,
            },
            "genfrac" => self.without_bar()?,
            "overset" | "stackrel" => {
                let over = self.boxed_argument()?;
                let base = self.boxed_argument()?;
                Formula::Over { base, over }
            }
            "underset" => {
                let under = self.boxed_argument()?;
                let base = self.boxed_argument()?;
                Formula::Under { base, under }
            }
            "prescript" => {
                let sup = self.boxed_argument()?;
                let sub = self.boxed_argument()?;
                let base = self.boxed_argument()?;
                Formula::PreScripts { base, sub, sup }
            }
            _ => Formula::Fraction {
                numerator: self.boxed_argument()?,
                denominator: self.boxed_argument()?,
                bar: true,
            },
        })
    }

    /// A general fraction, of which only the one without bar and fences is known.
    fn without_bar(&mut self) -> Read {
        let settings = [
            self.raw_group()?,
            self.raw_group()?,
            self.raw_group()?,
            self.raw_group()?,
        ];
        if settings != ["", "", "0pt", ""] {
            return Err(FormulaError::Unknown(format!("\\genfrac{{{}}}", settings.join("}{"))));
        }
        Ok(Formula::Fraction {
            numerator: self.boxed_argument()?,
            denominator: self.boxed_argument()?,
            bar: false,
        })
    }

    /// Letters in an alphabet: a name if they are nothing but letters, a formula in it otherwise.
    fn in_alphabet(&mut self, name: &str) -> Read {
        let alphabet = match name {
            "mathbf" | "boldsymbol" | "bm" => Alphabet::Bold,
            "mathbb" => Alphabet::DoubleStruck,
            "mathcal" | "mathscr" => Alphabet::Script,
            "mathfrak" => Alphabet::Fraktur,
            _ => Alphabet::Plain,
        };
        if self.peek() != Token::Char('{') {
            return Ok(lettered(self.argument()?, alphabet));
        }
        let before = self.rest;
        match self.raw_group() {
            Ok(text) if text.chars().all(char::is_alphanumeric) => {
                let upright = name != "mathit";
                Ok(Formula::Row(tokens::tokens(&set_in(&text, alphabet), upright)))
            }
            _ => {
                self.rest = before;
                Ok(lettered(self.group()?, alphabet))
            }
        }
    }

    /// The characters of a group that holds no formula.
    pub fn raw_group(&mut self) -> Result<String, FormulaError> {
        self.expect('{')?;
        let mut text = String::new();
        let mut open = 0;
        let mut chars = self.rest.char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' => {
                    let (escaped, length) = escaped(&self.rest[at + 1..])?;
                    text.push(escaped);
                    chars.by_ref().take(length).for_each(drop);
                }
                '{' => open += 1,
                '}' if open == 0 => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                '}' => open -= 1,
                '$' => return Err(FormulaError::Malformed("$".to_owned())),
                char => text.push(char),
            }
        }
        Err(FormulaError::Malformed("{".to_owned()))
    }
}

/// A formula with its variables in an alphabet, as far as they stand in a row.
fn lettered(formula: Formula, alphabet: Alphabet) -> Formula {
    match formula {
        Formula::Row(parts) => Formula::Row(parts.into_iter().map(|part| lettered(part, alphabet)).collect()),
        Formula::Identifier(name) => Formula::Identifier(set_in(&name, alphabet)),
        other => other,
    }
}

/// The character that a command within words stands for, and how many characters the command has.
fn escaped(after: &str) -> Result<(char, usize), FormulaError> {
    let name = after
        .split(|char: char| !char.is_ascii_alphabetic())
        .next()
        .unwrap_or("");
    match (name, after.chars().next()) {
        ("", Some(char)) => Ok((char, 1)),
        ("textbackslash", _) => Ok(('\\', name.len())),
        ("textasciitilde", _) => Ok(('~', name.len())),
        ("textasciicircum", _) => Ok(('^', name.len())),
        _ => Err(FormulaError::Unknown(format!("\\{name}"))),
    }
}
