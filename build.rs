//! Turns `assets/words/LANGUAGE/*.ftl` into what the room `words` compiles: the texts themselves, and a name for each sentence.
//!
//! English leads. A language that lacks a file, a sentence or a variable, or has one too many, cannot be built; neither can a
//! sentence that nobody can read (the syntax is Project Fluent's). Knows nothing of what is said.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// English first.
const LANGUAGES: [&str; 3] = ["en", "ca", "es"];

/// Files whose sentences are looked up by a name made of what they are about, as `method-occlusion`, and what such names begin
/// with: tests compare them with the registries, and no constant is made for them.
const BY_NAME: [(&str, &str); 4] = [("classes", "class-"), ("methods", "method-"), ("models", "model-"), ("paths", "path-")];

/// Sentences of a file in the order in which they stand, each with its variables in the order in which it says them; an attribute
/// is `sentence.attribute`.
type Sentences = Vec<(String, Vec<String>)>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=assets/words");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("assets/words");
    let files = files(&folder.join(LANGUAGES[0]))?;
    for language in &LANGUAGES[1..] {
        let others = self::files(&folder.join(language))?;
        if others != files {
            let differ: Vec<&String> = files.symmetric_difference(&others).collect();
            return Err(format!("assets/words/{language} and assets/words/en differ in the files {differ:?}").into());
        }
    }
    let mut code = String::new();
    for file in &files {
        let english = sentences(&folder, LANGUAGES[0], file)?;
        for language in &LANGUAGES[1..] {
            compare(&english, &sentences(&folder, language, file)?, &format!("assets/words/{language}/{file}.ftl"))?;
        }
        if beginning(file).is_none() {
            write_names(&mut code, file, &english)?;
        }
        write_list(&mut code, file, &english)?;
    }
    write_sources(&mut code, &folder, &files)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

/// The names of a language's files without their ending.
fn files(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "ftl") {
            names.insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

/// What names begin with in a file that is looked up by name.
fn beginning(file: &str) -> Option<&'static str> {
    BY_NAME.iter().find(|(name, _)| *name == file).map(|(_, beginning)| *beginning)
}

/// Reads a file. Every sentence is named after it: `training-…` in `training.ftl`.
fn sentences(folder: &Path, language: &str, file: &str) -> Result<Sentences, Box<dyn Error>> {
    let path = folder.join(language).join(format!("{file}.ftl"));
    let text = fs::read_to_string(&path)?;
    let where_ = |at: usize| format!("{}:{}", path.display(), text[..at.min(text.len())].lines().count() + 1);
    let resource = parser::parse(text.as_str()).map_err(|(_, errors)| {
        errors.first().map_or_else(String::new, |error| format!("{}: {error}", where_(error.pos.start)))
    })?;
    let mut found = Sentences::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let name = message.id.name.to_owned();
        let wanted = beginning(file).map_or_else(|| format!("{file}-"), str::to_owned);
        if !name.starts_with(&wanted) {
            return Err(format!("{}: {name} does not begin with {wanted}", path.display()).into());
        }
        if let Some(value) = &message.value {
            found.push((name.clone(), variables(value)));
        }
        for attribute in &message.attributes {
            found.push((format!("{name}.{}", attribute.id.name), variables(&attribute.value)));
        }
    }
    let names: BTreeSet<&String> = found.iter().map(|(name, _)| name).collect();
    if names.len() < found.len() {
        let twice = found.iter().find(|(name, _)| found.iter().filter(|(other, _)| other == name).count() > 1);
        return Err(format!("{}: {} stands there twice", path.display(), twice.map_or("", |(name, _)| name)).into());
    }
    Ok(found)
}

/// The variables of a sentence.
fn variables(pattern: &Pattern<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, &mut found);
        }
    }
    found
}

fn of_expression(expression: &Expression<&str>, found: &mut Vec<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found);
            for variant in variants {
                for element in &variant.value.elements {
                    if let PatternElement::Placeable { expression } = element {
                        of_expression(expression, found);
                    }
                }
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, found: &mut Vec<String>) {
    match inline {
        InlineExpression::VariableReference { id } if found.iter().all(|known| known != id.name) => {
            found.push(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, found),
        _ => (),
    }
}

/// Fails unless a language says the same sentences with the same variables as English.
fn compare(english: &Sentences, other: &Sentences, file: &str) -> Result<(), String> {
    let unordered = |sentences: &Sentences| -> BTreeMap<String, BTreeSet<String>> {
        sentences.iter().map(|(name, variables)| (name.clone(), variables.iter().cloned().collect())).collect()
    };
    let (english, other) = (unordered(english), unordered(other));
    for (name, variables) in &english {
        match other.get(name) {
            None => return Err(format!("{file} lacks {name}")),
            Some(others) if others != variables => {
                return Err(format!("{file}: {name} has the variables {others:?}, in English {variables:?}"));
            }
            Some(_) => (),
        }
    }
    match other.keys().find(|name| !english.contains_key(*name)) {
        Some(name) => Err(format!("{file}: {name} is not in English")),
        None => Ok(()),
    }
}

/// A constant for each sentence without variables, a function for each with some, in a module named after the file.
fn write_names(code: &mut String, file: &str, sentences: &Sentences) -> Result<(), std::fmt::Error> {
    writeln!(
        code,
        "/// `assets/words/*/{file}.ftl`.\npub(crate) mod {} {{\n    use super::{{Phrase, Value}};",
        file.replace('-', "_")
    )?;
    let has_variables = sentences.iter().any(|(_, variables)| !variables.is_empty());
    if !has_variables {
        // Written out so that the import is used.
        writeln!(code, "    const _: Option<Value> = None;")?;
    }
    for (name, variables) in sentences {
        let own = name.strip_prefix(&format!("{file}-")).unwrap_or(name).replace(['-', '.'], "_");
        if variables.is_empty() {
            writeln!(code, "    pub(crate) const {}: Phrase = Phrase::plain({name:?});", own.to_uppercase())?;
            continue;
        }
        let names: Vec<String> = variables.iter().map(|variable| variable.replace('-', "_")).collect();
        let parameters: Vec<String> = names.iter().map(|name| format!("{name}: impl Into<Value>")).collect();
        let given: Vec<String> =
            variables.iter().zip(&names).map(|(variable, name)| format!("({variable:?}, {name}.into())")).collect();
        writeln!(code, "    pub(crate) fn {own}({}) -> Phrase {{", parameters.join(", "))?;
        writeln!(code, "        Phrase::with({name:?}, vec![{}])\n    }}", given.join(", "))?;
    }
    writeln!(code, "}}")
}

/// All sentences of a file with their variables, for tests.
fn write_list(code: &mut String, file: &str, sentences: &Sentences) -> Result<(), std::fmt::Error> {
    let name = file.replace('-', "_").to_uppercase();
    writeln!(code, "#[cfg(test)]\npub(crate) const ALL_OF_{name}: &[(&str, &[&str])] = &[")?;
    for (name, variables) in sentences {
        writeln!(code, "    ({name:?}, &{variables:?}),")?;
    }
    writeln!(code, "];")
}

/// The texts of all files, a list for each language.
fn write_sources(code: &mut String, folder: &Path, files: &BTreeSet<String>) -> Result<(), std::fmt::Error> {
    writeln!(code, "const SOURCES: [&[&str]; {}] = [", LANGUAGES.len())?;
    for language in LANGUAGES {
        let paths = files.iter().map(|file| folder.join(language).join(format!("{file}.ftl")));
        let texts: Vec<String> = paths.map(|path| format!("include_str!({path:?})")).collect();
        writeln!(code, "    &[{}],", texts.join(", "))?;
    }
    writeln!(code, "];")?;
    let all: Vec<String> = files.iter().map(|file| format!("ALL_OF_{}", file.replace('-', "_").to_uppercase())).collect();
    writeln!(code, "#[cfg(test)]\nconst ALL: &[&[(&str, &[&str])]] = &[{}];", all.join(", "))
}
