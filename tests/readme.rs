//! What the README says of methods and commands is what the registries say. `CONVSCOPE_RENEW=1 cargo test --test readme` writes it
//! anew.

use std::{fmt::Write as _, path::Path};

use convscope::{
    app::command::forms,
    attribution, embedding,
    methods::{Convention, Named as _, Parameter},
    visualization::PRESETS,
    words::Words,
};

/// A part of the README between two marks, and what makes it.
type Part = (&'static str, &'static str, fn() -> String);

const PARTS: [Part; 3] = [
    ("<!-- methods: made by tests/readme.rs -->\n", "<!-- end of methods -->", methods),
    ("<!-- recipes: made by tests/readme.rs -->\n", "<!-- end of recipes -->", recipes),
    ("<!-- commands: made by tests/readme.rs -->\n", "<!-- end of commands -->", commands),
];

fn row(table: &mut String, [id, name, paper, about]: [&str; 4], parameters: &[Parameter], conventions: &[Convention]) {
    let set: Vec<String> = parameters.iter().map(|parameter| format!("`{}={}`", parameter.id, parameter.default)).collect();
    let others: Vec<String> = conventions.iter().skip(1).map(|convention| format!("`{}`", convention.id)).collect();
    writeln!(table, "| {name} | `{id}` | {paper} | {about} | {} | {} |", set.join(" "), others.join(" "))
        .expect("a String takes all");
}

/// The table of methods.
fn methods() -> String {
    let mut table =
        "| method | `--method` | paper | what it shows | parameters | other conventions |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for method in &attribution::METHODS {
        let about = Words::ENGLISH.say(&method.about());
        row(&mut table, [method.id, method.name, method.paper, &about], method.parameters, method.conventions);
    }
    for method in &embedding::METHODS {
        let about = Words::ENGLISH.say(&method.about());
        row(&mut table, [method.id, method.name, method.paper, &about], method.parameters, &[]);
    }
    table
}

/// The table of recipes that grow pictures.
fn recipes() -> String {
    let mut table =
        "| recipe | `--recipe` | paper | what it does | parameters | other conventions |\n|---|---|---|---|---|---|\n".to_owned();
    for recipe in &PRESETS {
        let about = Words::ENGLISH.say(&recipe.about());
        row(&mut table, [recipe.id, recipe.name, recipe.paper, &about], recipe.parameters, recipe.conventions);
    }
    table
}

/// All commands as they are written, those that take something first.
fn commands() -> String {
    let mut forms = forms();
    forms.sort_by_key(|form| (form.takes.is_empty(), form.word));
    let (taking, plain): (Vec<_>, Vec<_>) = forms.into_iter().partition(|form| !form.takes.is_empty());
    let rows: Vec<String> =
        taking.iter().map(|form| format!("| `{}` | `{}` |", form.word, form.takes.replace('|', "\\|"))).collect();
    let plain: Vec<String> = plain.iter().map(|form| format!("`{}`", form.word)).collect();
    format!("| command | takes |\n|---|---|\n{}\n\nAlone stand {}.\n", rows.join("\n"), plain.join(", "))
}

#[test]
fn the_readme_says_what_the_registries_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let is_renewed = std::env::var_os("CONVSCOPE_RENEW").is_some();
    let mut text = std::fs::read_to_string(&path).expect("the README");
    for (begin, end, make) in PARTS {
        let begin = text.find(begin).expect("the mark before the part") + begin.len();
        let end = begin + text[begin..].find(end).expect("the mark behind the part");
        let made = make();
        if is_renewed {
            text.replace_range(begin..end, &made);
        } else {
            assert_eq!(text[begin..end], made, "renew the README: CONVSCOPE_RENEW=1 cargo test --test readme");
        }
    }
    if is_renewed {
        std::fs::write(&path, text).expect("the README is written");
    }
}
