//! Names that fit under a column or into a box: what all of them have in common is left out.

use crate::{
    anatomy::{Anatomy, Bond, Part, Run, Title},
    network::LayerKind,
    words::{Phrase, Words, anatomy as say},
};

/// A layer's name of more letters gives way to what it is.
const LONGEST: usize = 8;

/// What a part is called.
pub fn part_title(part: &Part) -> Phrase {
    match &part.title {
        Title::Named(name) => Phrase::verbatim(name),
        Title::Block(number) => say::block_number(number.to_string()),
    }
}

/// What a layer is, in the fewest letters; `None` for what has no short name.
fn brief(part: &Part, words: Words) -> Option<String> {
    Some(match &part.kind {
        LayerKind::Input => words.say(&say::INPUT),
        LayerKind::Pool { largest: true, .. } => words.say(&say::POOL),
        LayerKind::Pool { .. } | LayerKind::GlobalPool { .. } => words.say(&say::MEAN),
        LayerKind::Convolution { kernel: [rows, columns], .. } => format!("{rows}×{columns}"),
        LayerKind::Linear => words.say(&say::LINEAR),
        LayerKind::BatchNormalization
        | LayerKind::LayerNormalization
        | LayerKind::GroupNormalization
        | LayerKind::LocalResponseNormalization => words.say(&say::NORM),
        _ => return None,
    })
}

/// A layer's kind and channels as a box shows them: `3 × 3 → 256`.
pub fn kind_name(part: &Part, words: Words) -> String {
    match &part.kind {
        LayerKind::Convolution { kernel: [rows, columns], depthwise, .. } => {
            let kernel = format!("{rows} × {columns}");
            if *depthwise { words.say(&say::each_alone(kernel)) } else { format!("{kernel} → {}", part.volume[0]) }
        }
        LayerKind::GlobalPool { .. } => words.say(&say::MEAN),
        LayerKind::Linear => format!("{} → {}", words.say(&say::LINEAR), part.volume[0]),
        LayerKind::Block => words.say(&part_title(part)),
        kind => words.say(&kind.phrase()),
    }
}

/// The names under the columns, in their order.
pub fn columns(anatomy: &Anatomy, runs: &[Run], words: Words) -> Vec<String> {
    let named = |part: &Part| if let Title::Named(name) = &part.title { Some(name.clone()) } else { None };
    let of_run = |run: &Run| {
        let first = &anatomy.parts[run.first];
        if run.bond == Bond::Module { first.module().map(str::to_owned) } else { named(first) }
    };
    let mut names: Vec<Option<String>> = runs.iter().map(of_run).collect();
    // First a module around nearly everything (`features.`), then what a family of blocks has in common (`inception`).
    shorten(&mut names, container, |_| true);
    shorten(&mut names, first_letters, |index| anatomy.parts[runs[index].first].is_block());
    let column = |(run, name): (&Run, Option<String>)| {
        let part = &anatomy.parts[run.first];
        if run.bond == Bond::Size {
            return words.say(&say::layers_of_stage(run.count));
        }
        let is_bare = name.as_ref().is_none_or(|name| !name.starts_with(char::is_alphabetic) && !part.is_block());
        let is_plain = matches!(part.kind, LayerKind::Input | LayerKind::Pool { .. } | LayerKind::GlobalPool { .. });
        // PyTorch's dynamo exporter names a node by its operator and a number.
        let is_numbered = name.as_ref().is_some_and(|name| name.starts_with("node_"));
        let is_long = !part.is_block() && name.as_ref().is_some_and(|name| name.chars().count() > LONGEST);
        let short = if is_bare || is_plain || is_long || is_numbered { brief(part, words) } else { None };
        short.or(name).unwrap_or_else(|| words.say(&part_title(part)))
    };
    runs.iter().zip(names).map(column).collect()
}

/// `features.` of `features.3.1`.
fn container(name: &str) -> &str {
    name.find('.').map_or("", |dot| &name[..=dot])
}

/// `inception` of `inception4c`.
fn first_letters(name: &str) -> &str {
    let end = name.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
    &name[..end]
}

/// Leaves out the beginning that most names share, if three of those that count do.
fn shorten(names: &mut [Option<String>], family: fn(&str) -> &str, counts: impl Fn(usize) -> bool) {
    let mut found: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (_, name) in names.iter().enumerate().filter(|(index, _)| counts(*index)) {
        *found.entry(name.as_deref().map(family).unwrap_or_default().to_owned()).or_default() += 1;
    }
    found.remove("");
    let Some((common, _)) = found.into_iter().filter(|(_, count)| *count > 2).max_by_key(|(_, count)| *count) else { return };
    for (_, name) in names.iter_mut().enumerate().filter(|(index, _)| counts(*index)) {
        if let Some(rest) = name.as_ref().and_then(|name| name.strip_prefix(&common)).filter(|rest| !rest.is_empty()) {
            *name = Some(rest.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{anatomy::Folding, zoo::architecture};

    fn named(architecture_name: &str) -> Vec<String> {
        let anatomy = Anatomy::of(&architecture(architecture_name).unwrap().network);
        columns(&anatomy, &anatomy.runs(Folding::Folded), Words::ENGLISH)
    }

    #[test]
    fn names_lose_what_they_share() {
        let names = named("googlenet");
        assert_eq!(&names[..8], ["input", "conv1", "pool", "conv2", "conv3", "pool", "3a", "3b"]);
        assert!(named("resnet34").contains(&"2.0".to_owned()), "{:?}", named("resnet34"));
        assert_eq!(&named("vgg16")[..4], ["input", "3×3", "3×3", "pool"]);
    }
}
