//! Where grown pictures are written and what is printed of them.

use serde_json::{Value as Json, json};

use super::{
    grow::{Grown, document, summary},
    write::{Page, write},
};
use crate::{
    cli::{
        Result,
        output::{Output, print, print_json},
    },
    words::Words,
};

/// The file and the form of the answer.
#[derive(Debug, clap::Args)]
pub struct AnswerArguments {
    /// The picture, or the network's input as it was last evaluated (pictures x channels x rows x columns).
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl AnswerArguments {
    /// Writes and prints; the document lists recipes where there may be several.
    pub fn answer(&self, page: Page<'_>, is_of_many: bool, words: Words) -> Result<()> {
        let (grown, strongest) = (page.grown, page.strongest);
        write(&self.output, page, words)?;
        let line = |grown: &Grown| format!("{}\n", words.line(&summary(grown, strongest)));
        if !self.json {
            return print(&grown.iter().map(line).collect::<String>());
        }
        let documents: Vec<Json> = grown.iter().map(|grown| document(grown, strongest)).collect();
        if is_of_many {
            return print_json(&json!({ "recipes": documents }));
        }
        print_json(documents.first().unwrap_or(&Json::Null))
    }
}
