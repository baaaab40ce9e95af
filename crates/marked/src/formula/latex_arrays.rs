//! `LaTeX` read: what is between fences, and rows and columns.

use super::{
    Formula, FormulaError,
    latex_read::{Read, Reader, Token},
    latex_symbols::symbol,
};

impl Reader<'_> {
    /// What is between `\left` and `\right`. A comma or a semicolon parts items, unless it stands in braces.
    pub fn fenced(&mut self) -> Read {
        let open = self.fence()?;
        let outer = std::mem::replace(&mut self.in_brackets, false);
        let mut segments = vec![self.row()?];
        let mut middle = None;
        while self.takes(Token::Command("middle")) {
            let sign = self.fence()?;
            middle.get_or_insert(sign);
            segments.push(self.row()?);
        }
        self.in_brackets = outer;
        if !self.takes(Token::Command("right")) {
            return Err(FormulaError::Malformed("\\left".to_owned()));
        }
        let close = self.fence()?;
        let (separator, segments) = match middle {
            Some(sign) => (sign, segments),
            None => parted(segments.pop().unwrap_or_default()),
        };
        Ok(Formula::Fenced {
            open,
            close,
            separator,
            items: segments.into_iter().map(Formula::Row).collect(),
        })
    }

    fn fence(&mut self) -> Result<String, FormulaError> {
        Ok(match self.next() {
            Token::Char('.') => String::new(),
            Token::Char(char) if !char.is_alphanumeric() && !matches!(char, '{' | '}' | '$' | '&' | '^' | '_') => {
                char.to_string()
            }
            Token::Command("|") => "‖".to_owned(),
            Token::Command(name @ ("{" | "}")) => name.to_owned(),
            Token::Command(name) => symbol(name)
                .map(String::from)
                .ok_or_else(|| FormulaError::Unknown(format!("\\{name}")))?,
            token => return Err(FormulaError::Malformed(token.shown())),
        })
    }

    /// What is between `\begin` and `\end`.
    pub fn environment(&mut self) -> Read {
        let name = self.raw_group()?;
        let fences = match name.trim_end_matches('*') {
            "matrix" | "smallmatrix" | "array" | "aligned" | "align" | "gathered" | "gather" | "split" | "eqnarray"
            | "alignedat" => None,
            "pmatrix" => Some(("(", ")")),
            "bmatrix" => Some(("[", "]")),
            "Bmatrix" => Some(("{", "}")),
            "vmatrix" => Some(("|", "|")),
            "Vmatrix" => Some(("‖", "‖")),
            "cases" | "dcases" => Some(("{", "")),
            _ => return Err(FormulaError::Unknown(format!("\\begin{{{name}}}"))),
        };
        if matches!(name.as_str(), "array" | "alignedat") {
            self.raw_group()?;
        }
        let outer = std::mem::replace(&mut self.in_brackets, false);
        let rows = self.rows(&name)?;
        self.in_brackets = outer;
        let inner = match name.trim_end_matches('*') {
            "cases" | "dcases" => Formula::Equations {
                rows: rows.into_iter().map(spaced).collect(),
            },
            kind if kind.ends_with("matrix") || kind == "array" => Formula::Matrix { rows },
            _ => Formula::Equations {
                rows: rows.into_iter().map(Formula::Row).collect(),
            },
        };
        Ok(match fences {
            Some((open, close)) => Formula::Fenced {
                open: open.to_owned(),
                close: close.to_owned(),
                separator: ",".to_owned(),
                items: vec![inner],
            },
            None => inner,
        })
    }

    /// The rows of an environment, each with its cells, and its end.
    fn rows(&mut self, name: &str) -> Result<Vec<Vec<Formula>>, FormulaError> {
        let mut rows = vec![Vec::new()];
        loop {
            while self.takes(Token::Command("hline")) {}
            let cell = self.row()?;
            let token = self.next();
            let is_last = token == Token::Command("end");
            // A break behind the last row begins no further one.
            let nothing = is_last && cell.is_empty() && rows.last().is_some_and(Vec::is_empty);
            if let Some(row) = rows.last_mut().filter(|_| !nothing) {
                row.push(Formula::Row(cell));
            }
            match token {
                Token::Char('&') => {}
                Token::Command("\\" | "cr") => {
                    self.brackets()?;
                    rows.push(Vec::new());
                }
                Token::Command("end") if self.raw_group()? == name => break,
                token => return Err(FormulaError::Malformed(token.shown())),
            }
        }
        if rows.last().is_some_and(Vec::is_empty) {
            rows.pop();
        }
        Ok(rows)
    }
}

/// The columns of a case, which say different things.
fn spaced(cells: Vec<Formula>) -> Formula {
    let mut parts = Vec::new();
    for cell in cells {
        parts.extend([cell, Formula::Space]);
    }
    Formula::Row(parts)
}

/// What commas or semicolons part, and which of them it was: where both are, the semicolon does.
fn parted(parts: Vec<Formula>) -> (String, Vec<Vec<Formula>>) {
    let is = |part: &Formula, sign: &str| matches!(part, Formula::Operator(found) if found == sign);
    let separator = if parts.iter().any(|part| is(part, ";")) {
        ";"
    } else {
        ","
    };
    let mut items = vec![Vec::new()];
    for part in parts {
        if is(&part, separator) {
            items.push(Vec::new());
        } else if let Some(item) = items.last_mut() {
            item.push(part);
        }
    }
    (separator.to_owned(), items)
}
