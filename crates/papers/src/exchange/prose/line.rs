//! Lines of words in the making, and the blanks around them.

use marked::{Block, Inline};

/// Blocks in the making, with the line that is open.
#[derive(Default)]
pub(super) struct Growing {
    pub blocks: Vec<Block>,
    pub line: Vec<Inline>,
}

impl Growing {
    /// Ends a line of words; one with nothing but blanks is none.
    pub fn flush(&mut self) {
        trim_end(&mut self.line);
        if !self.line.is_empty() {
            self.blocks.push(Block::Paragraph(std::mem::take(&mut self.line)));
        }
    }
}

/// Takes the blanks of the source from the end of a line.
pub(super) fn trim_end(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        match last {
            Inline::Text(text) => {
                let kept = text.trim_end_matches(' ').len();
                text.truncate(kept);
                if !text.is_empty() {
                    return;
                }
                line.pop();
            }
            Inline::Styled { content, .. } => {
                trim_end(content);
                if !content.is_empty() {
                    return;
                }
                line.pop();
            }
            Inline::Break | Inline::Picture { .. } | Inline::Formula(_) => return,
        }
    }
}

/// Gives blanks that were meant as such their own form back.
pub(super) fn settle(line: &mut [Inline]) {
    for inline in line {
        match inline {
            Inline::Text(text) => *text = text.replace('\u{a0}', " "),
            Inline::Styled { content, .. } => settle(content),
            Inline::Break | Inline::Picture { .. } | Inline::Formula(_) => {}
        }
    }
}
