//! `LaTeX` read into the tree: what sheets and question banks hold of it.
//!
//! Commands that only set (sizes, styles) say nothing and are passed over; every other command that is not known is an
//! error. How deep commands nest is counted while reading, as nothing else bounds it.

use super::{
    Formula, FormulaError, boxed,
    latex_symbols::{is_name, large, symbol, takes_limits},
    linear::row::parts_terms,
    tokens,
};

pub(super) type Read = Result<Formula, FormulaError>;
pub(super) type Parts = Result<Vec<Formula>, FormulaError>;

/// How deep commands and groups nest while reading: each level of a formula takes a few.
const DEEPEST_READ: usize = 128;
/// The longest formula, in bytes.
const LONGEST: usize = 64 * 1024;

impl Formula {
    /// The formula of a text in `LaTeX`, with or without the signs that set it apart from other text.
    pub fn of_latex(text: &str) -> Result<Self, FormulaError> {
        if text.len() > LONGEST {
            return Err(FormulaError::TooLong);
        }
        let mut reader = Reader::over(inner(text.trim()));
        let parts = reader.row()?;
        match reader.peek() {
            Token::End => Self::Row(parts).read(),
            token => Err(FormulaError::Malformed(token.shown())),
        }
    }
}

/// A formula without the signs around it.
fn inner(text: &str) -> &str {
    [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Nothing.
    End,
    /// A command, without its backslash.
    Command(&'t str),
    /// A character.
    Char(char),
}

impl Token<'_> {
    pub fn shown(self) -> String {
        match self {
            Self::End => "…".to_owned(),
            Self::Command(name) => format!("\\{name}"),
            Self::Char(char) => char.to_string(),
        }
    }
}

/// A text, read from its beginning.
pub(super) struct Reader<'t> {
    pub rest: &'t str,
    depth: usize,
    /// Whether a bracket ends what is read.
    pub in_brackets: bool,
}

impl<'t> Reader<'t> {
    fn over(rest: &'t str) -> Self {
        Self {
            rest,
            depth: 0,
            in_brackets: false,
        }
    }

    pub fn peek(&mut self) -> Token<'t> {
        self.rest = self.rest.trim_start();
        match self.rest.chars().next() {
            None => Token::End,
            Some('\\') => {
                let after = &self.rest[1..];
                let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
                let length = match after.chars().next() {
                    Some(char) if letters == 0 => char.len_utf8(),
                    _ => letters,
                };
                Token::Command(&after[..length])
            }
            Some(char) => Token::Char(char),
        }
    }

    pub fn next(&mut self) -> Token<'t> {
        let token = self.peek();
        let length = match token {
            Token::End => 0,
            Token::Command(name) => 1 + name.len(),
            Token::Char(char) => char.len_utf8(),
        };
        self.rest = &self.rest[length..];
        token
    }

    /// Takes a token if it comes next.
    pub fn takes(&mut self, token: Token<'_>) -> bool {
        let comes = self.peek() == token;
        if comes {
            self.next();
        }
        comes
    }

    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, FormulaError>) -> Result<T, FormulaError> {
        if self.depth >= DEEPEST_READ {
            return Err(FormulaError::TooDeep);
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    pub fn stops(&self, token: Token<'_>) -> bool {
        match token {
            Token::End | Token::Char('}' | '&') | Token::Command("\\" | "cr" | "right" | "middle" | "end") => true,
            Token::Char(']') => self.in_brackets,
            _ => false,
        }
    }

    /// Parts until something that ends a row, which is not taken.
    pub fn row(&mut self) -> Parts {
        let mut parts = Vec::new();
        loop {
            let token = self.peek();
            if self.stops(token) {
                return Ok(parts);
            }
            self.item(&mut parts)?;
        }
    }

    /// A part with its scripts.
    fn item(&mut self, parts: &mut Vec<Formula>) -> Result<(), FormulaError> {
        match self.peek() {
            Token::Char('^' | '_' | '\'') => {
                let scripted = self.scripts(Formula::nothing(), false)?;
                parts.push(scripted);
            }
            Token::Command("mathop") => {
                self.next();
                let sign = self.raw_group()?;
                parts.push(self.nested(|reader| reader.nary(sign))?);
            }
            Token::Command(name) if large(name).is_some() => {
                self.next();
                let sign = large(name).map(String::from).unwrap_or_default();
                parts.push(self.nested(|reader| reader.nary(sign))?);
            }
            Token::Command(name) if is_name(name) => {
                self.next();
                self.function(Formula::Identifier(name.to_owned()), takes_limits(name), parts)?;
            }
            Token::Command("operatorname") => {
                self.next();
                let limits = self.takes(Token::Char('*'));
                let name = Formula::Row(tokens::tokens(&self.raw_group()?, true));
                self.function(name, limits, parts)?;
            }
            Token::Command(name @ ("overbrace" | "underbrace")) => {
                let atom = self.atom()?;
                let scripted = self.limits(atom, name == "underbrace")?;
                parts.push(scripted);
            }
            _ => {
                let atom = self.atom()?;
                let scripted = self.scripts(atom, false)?;
                parts.push(scripted);
            }
        }
        Ok(())
    }

    /// A name with its scripts, and the group behind it that it is applied to.
    fn function(&mut self, name: Formula, limits: bool, parts: &mut Vec<Formula>) -> Result<(), FormulaError> {
        let name = self.scripts(name, limits)?;
        if self.peek() != Token::Char('{') {
            parts.push(name);
            return Ok(());
        }
        let argument = self.group()?;
        if self.is_script() {
            let scripted = self.scripts(argument, false)?;
            parts.extend([name, scripted]);
        } else {
            parts.push(Formula::Function {
                name: boxed(name),
                argument: boxed(argument),
            });
        }
        Ok(())
    }

    fn is_script(&mut self) -> bool {
        matches!(self.peek(), Token::Char('^' | '_' | '\''))
    }

    /// A large sign with its limits, and what it goes over: the group behind it, or the product.
    fn nary(&mut self, operator: String) -> Read {
        let [lower, upper] = self.below_and_above()?;
        let mut body = Vec::new();
        if self.peek() == Token::Char('{') {
            let group = self.group()?;
            if self.is_script() {
                body.push(self.scripts(group, false)?);
                self.product(&mut body)?;
            } else {
                body.push(group);
            }
        } else {
            self.product(&mut body)?;
        }
        Ok(Formula::NAry {
            operator,
            lower: lower.map(boxed),
            upper: upper.map(boxed),
            body: boxed(Formula::Row(body)),
        })
    }

    fn product(&mut self, parts: &mut Vec<Formula>) -> Result<(), FormulaError> {
        loop {
            let token = self.peek();
            let ends = match token {
                Token::Char(char) => parts_terms(&char.to_string()) || matches!(char, ')' | ']'),
                Token::Command(name) => symbol(name).is_some_and(|char| parts_terms(&char.to_string())),
                Token::End => true,
            };
            if ends || self.stops(token) {
                return Ok(());
            }
            self.item(parts)?;
        }
    }

    /// What is lowered and raised, each at most once.
    fn below_and_above(&mut self) -> Result<[Option<Formula>; 2], FormulaError> {
        let mut found = [None, None];
        loop {
            let token = self.peek();
            let which = match token {
                Token::Command("limits" | "nolimits" | "displaylimits") => {
                    self.next();
                    continue;
                }
                Token::Char('_') => 0,
                Token::Char('^' | '\'') => 1,
                _ => return Ok(found),
            };
            if found[which].is_some() {
                return Err(FormulaError::Malformed(token.shown()));
            }
            found[which] = Some(if token == Token::Char('\'') {
                self.primes()?
            } else {
                self.next();
                self.argument()?
            });
        }
    }

    /// Primes, and what is raised behind them.
    fn primes(&mut self) -> Read {
        let mut parts = Vec::new();
        while self.takes(Token::Char('\'')) {
            parts.push(Formula::Operator("′".to_owned()));
        }
        if self.takes(Token::Char('^')) {
            parts.push(self.argument()?);
        }
        Ok(Formula::Row(parts))
    }

    fn scripts(&mut self, base: Formula, limits: bool) -> Read {
        let [below, above] = self.below_and_above()?;
        if limits {
            return Ok(stacked(base, below, above));
        }
        let base = boxed(base);
        Ok(match (below.map(boxed), above.map(boxed)) {
            (None, None) => *base,
            (Some(script), None) => Formula::Subscript { base, script },
            (None, Some(script)) => Formula::Superscript { base, script },
            (Some(sub), Some(sup)) => Formula::SubSup { base, sub, sup },
        })
    }

    /// What stands at a brace: on its side without a sign, on the other one as a script.
    fn limits(&mut self, base: Formula, below: bool) -> Read {
        let [lower, upper] = self.below_and_above()?;
        let misplaced = if below { &upper } else { &lower };
        if misplaced.is_some() {
            return Err(FormulaError::Malformed(if below { "^" } else { "_" }.to_owned()));
        }
        Ok(stacked(base, lower, upper))
    }
}

/// A base with what stands below and above it.
fn stacked(base: Formula, below: Option<Formula>, above: Option<Formula>) -> Formula {
    let base = match below {
        Some(under) => Formula::Under {
            base: boxed(base),
            under: boxed(under),
        },
        None => base,
    };
    match above {
        Some(over) => Formula::Over {
            base: boxed(base),
            over: boxed(over),
        },
        None => base,
    }
}
