//! The README's table of methods is what the registries say. `CONVSCOPE_RENEW=1 cargo test --test readme` writes it anew.

use std::{fmt::Write as _, path::Path};

use convscope::{
    attribution, embedding,
    methods::{Convention, Named as _, Parameter},
    words::Words,
};

const BEGIN: &str = "<!-- methods: made by tests/readme.rs -->\n";
const END: &str = "<!-- end of methods -->";

fn row(table: &mut String, [id, name, paper, about]: [&str; 4], parameters: &[Parameter], conventions: &[Convention]) {
    let set: Vec<String> = parameters.iter().map(|parameter| format!("`{}={}`", parameter.id, parameter.default)).collect();
    let others: Vec<String> = conventions.iter().skip(1).map(|convention| format!("`{}`", convention.id)).collect();
    writeln!(table, "| {name} | `{id}` | {paper} | {about} | {} | {} |", set.join(" "), others.join(" "))
        .expect("a String takes all");
}

fn table() -> String {
    let mut table =
        "| method | `--method` | paper | what it shows | parameters | other conventions |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for method in &attribution::METHODS {
        row(
            &mut table,
            [method.id, method.name, method.paper, &Words::ENGLISH.say(&method.about())],
            method.parameters,
            method.conventions,
        );
    }
    for method in &embedding::METHODS {
        row(&mut table, [method.id, method.name, method.paper, &Words::ENGLISH.say(&method.about())], method.parameters, &[]);
    }
    table
}

#[test]
fn the_table_of_methods_is_what_the_registries_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let begin = text.find(BEGIN).expect("the mark before the table") + BEGIN.len();
    let end = begin + text[begin..].find(END).expect("the mark behind the table");
    let table = table();
    if std::env::var_os("CONVSCOPE_RENEW").is_some() {
        std::fs::write(&path, format!("{}{table}{}", &text[..begin], &text[end..])).expect("the README is written");
        return;
    }
    assert_eq!(text[begin..end], table, "renew the README's table: CONVSCOPE_RENEW=1 cargo test --test readme");
}
