//! Commands come back from their written form, thousands of random ones too.

use std::path::PathBuf;

use rand::{Rng, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::{
    app::{chapters::training, link::Link, settings::PadSettings},
    network::Channel,
    picture::{ChannelOrder, Fit},
};

/// A text that is meant to make trouble: spaces, quotes, line breaks, other scripts.
fn text(random: &mut ChaCha8Rng) -> String {
    let letters = ['a', 'Z', '0', ' ', '"', '\\', '\n', '\t', '.', '/', ':', '@', ',', '=', '#', 'ç', '„', '→', '{', '-'];
    let length = random.random_range(1..12);
    (0..length).map(|_| *letters.choose(random).unwrap()).collect()
}

/// A name as layers have them.
fn layer(random: &mut ChaCha8Rng) -> String {
    let parts = ["block2", "conv1", "layer4", "features", "12", "Conv_3", "inception4c/3x3"];
    let count = random.random_range(1..4);
    (0..count).map(|_| *parts.choose(random).unwrap()).collect::<Vec<_>>().join(".")
}

fn a_unit(random: &mut ChaCha8Rng) -> Unit {
    let position = random.random::<bool>().then(|| [random.random_range(0..300), random.random_range(0..300)]);
    Unit { channel: Channel(random.random_range(0..2048)), position }
}

fn a_switch(random: &mut ChaCha8Rng) -> Switch {
    *[Switch::On, Switch::Off, Switch::Toggle].choose(random).unwrap()
}

fn of_a_chapter(random: &mut ChaCha8Rng) -> ChapterCommand {
    use crate::app::chapters::{
        attribution::{self, Cover, Explain},
        embedding, feature_maps, filters, network,
    };
    use training::{Setting, TrainingCommand as T};
    let zoom = random.random_range(0.4f32..8.0);
    match random.random_range(0..20) {
        19 => ChapterCommand::Hand(match random.random_range(0..7) {
            0 => Cover::Open([None, Some(true), Some(false)][random.random_range(0..3)]),
            1 => Cover::Patch([random.random(), random.random_range(-1.0..2.0)]),
            2 => Cover::With(random.random::<bool>().then(|| "in-painted".to_owned())),
            3 => Cover::Erase(vec![[random.random(), random.random()]; 3]),
            4 => Cover::Restore(vec![[random.random(), random.random()]]),
            5 => Cover::Nothing,
            _ => Cover::Like(attribution::HandSettings { laid: Some([random.random(), 0.5]), ..Default::default() }),
        }),
        15 => ChapterCommand::Network(network::Show::Change {
            node: layer(random).into(),
            index: vec![random.random_range(0..99), 0, 3],
            to: random.random_range(-9.0f32..9.0),
        }),
        16 => ChapterCommand::Network(network::Show::Reset),
        13 => ChapterCommand::Network(network::Show::Arithmetic),
        14 => ChapterCommand::Network(network::Show::Like(network::Settings { all: random.random(), ..Default::default() })),
        0 => ChapterCommand::Filters(filters::Show(filters::Settings { zoom, signed_colours: true, ..Default::default() })),
        1 => ChapterCommand::FeatureMaps(feature_maps::Show(feature_maps::Settings { zoom, ..Default::default() })),
        2 => ChapterCommand::Attribution(Explain::Like(Box::new(attribution::Settings {
            shown: vec!["grad-cam".to_owned(), layer(random)],
            opacity: random.random(),
            of_unit: random.random(),
            ..Default::default()
        }))),
        17 => ChapterCommand::Attribution(Explain::Beside(Box::new(attribution::Tile {
            method: "grad-cam".to_owned(),
            target: Some(text(random)),
            layer: Some(layer(random)),
            ..Default::default()
        }))),
        18 => ChapterCommand::Attribution(Explain::Aside("cam".to_owned(), random.random_range(0..9))),
        3 => ChapterCommand::Attribution(Explain::Show("cam".to_owned())),
        4 => ChapterCommand::Attribution(Explain::Hide("grad-cam++".to_owned())),
        5 => {
            let values = [("window", random.random_range(0..99).to_string()), ("baseline", "-0.5".to_owned())];
            let values = values.into_iter().take(random.random_range(0..3)).map(|(key, value)| (key.to_owned(), value));
            ChapterCommand::Attribution(Explain::Set("occlusion".to_owned(), values.collect()))
        }
        6 => ChapterCommand::Embedding(embedding::Embed(embedding::Settings { most: embedding::ALL, ..Default::default() })),
        7 => ChapterCommand::Training(T::Prepare(training::Settings { data: text(random), text: text(random) })),
        8 => ChapterCommand::Training(T::Data(text(random))),
        9 => ChapterCommand::Training(T::Steps(random.random_range(0..1_000_000))),
        10 => {
            let learning_rate = random.random_range(0.01f32..10.0);
            let layer = random.random::<bool>().then(|| layer(random));
            ChapterCommand::Training(T::Turn(Setting { learning_rate, layer, slow: random.random(), example: 7 }))
        }
        11 => ChapterCommand::Training(T::Cell(random.random::<bool>().then(|| [random.random_range(0..20), 3]))),
        _ => {
            let all = [T::Go, T::Slowly, T::Leave, T::Explore, T::Story, T::Catch, T::Tell, T::EndStory, T::ExplainShortcut];
            ChapterCommand::Training(all.choose(random).unwrap().clone())
        }
    }
}

fn a_preprocessing(random: &mut ChaCha8Rng) -> Preprocessing {
    let size = [random.random_range(1..999), random.random_range(1..999)];
    let fit = if random.random() { Fit::Stretch } else { Fit::Crop(random.random_range(size[0].min(size[1])..2000)) };
    let numbers = |random: &mut ChaCha8Rng| std::array::from_fn(|_| random.random_range(0.001f32..200.0));
    let order = if random.random() { ChannelOrder::Rgb } else { ChannelOrder::Bgr };
    let (mean, std) = (numbers(random), numbers(random));
    Preprocessing { size, fit, order, range: *[1.0, 255.0].choose(random).unwrap(), mean, std }
}

fn a_command(random: &mut ChaCha8Rng) -> Command {
    let path = |random: &mut ChaCha8Rng| PathBuf::from(text(random));
    match random.random_range(0..25) {
        0 => Command::Ask(*REQUESTS.choose(random).unwrap()),
        1 => Command::UsePath(*OF_CHAPTERS.concat().choose(random).unwrap(), path(random)),
        2 => Command::Open(path(random)),
        3 => Command::Model(text(random).into()),
        4 => Command::Sample(random.random_range(0..99)),
        5 => Command::World(WORLDS.choose(random).unwrap().1),
        6 => {
            let unit = random.random::<bool>().then(|| a_unit(random));
            Command::Item(ItemId(random.random_range(0..9999)), unit)
        }
        7 => (SWITCHED.choose(random).unwrap().1)(a_switch(random)),
        8 => Command::Draw((0..random.random_range(1..9)).map(|_| [random.random(), random.random()]).collect()),
        9 => Command::Brush(PadSettings { brush: random.random(), place: Some([1.5, -2.0]), ..PadSettings::default() }),
        10 => Command::CopyText(text(random)),
        11 => Command::Theme(THEMES.choose(random).unwrap().1),
        12 => Command::Language(*[None, Some(Language::Catalan), Some(Language::Spanish)].choose(random).unwrap()),
        13 => {
            let (contrast, gamma) = (random.random_range(0.25..16.0), random.random_range(0.25..4.0));
            Command::Colours(Colours { map: *MAPS.choose(random).unwrap(), contrast, gamma })
        }
        14 => Command::Preprocess(a_preprocessing(random)),
        15 => Command::Chapter(layer(random).into()),
        16 => Command::Group(GROUPS.choose(random).unwrap().1),
        17 => Command::Layer(text(random).into()),
        18 => {
            if random.random() {
                Command::Unit(a_unit(random))
            } else {
                Command::LayerUnit(layer(random).into(), a_unit(random))
            }
        }
        19 => Command::ToggleBlock(layer(random).into()),
        20 => match random.random::<bool>() {
            true => Command::Class(ClassName::Number(Class(random.random_range(0..1000)))),
            false => Command::Class(ClassName::Label(format!("{} cat", text(random).trim()))),
        },
        21 => Command::PictureNamed(text(random).into()),
        22 => {
            let rest = [("chapter".to_owned(), text(random)), ("gallery".to_owned(), String::new())];
            let (model, layer, unit) = (text(random), layer(random), Some(a_unit(random)));
            Command::Follow(Link { model, layer, unit, rest: rest.to_vec() })
        }
        23 if random.random() => Command::Scenes(text(random).into()),
        23 if random.random() => Command::Scene(random.random_range(0..99)),
        23 => Command::Settings("feature-maps".into(), text(random)),
        _ => match random.random::<bool>() {
            true => PLAIN.choose(random).unwrap().1.clone(),
            false => Command::Of(of_a_chapter(random)),
        },
    }
}

#[test]
fn every_command_comes_back_from_its_written_form() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..5000 {
        let command = a_command(&mut random);
        let line = command.to_string();
        assert!(!line.contains('\n'), "one line: {line:?}");
        assert_eq!(line.parse(), Ok(command), "{line}");
    }
}

#[test]
fn commands_are_written_as_people_expect() {
    for line in [
        "model world",
        "open photos/cat.jpg",
        "layer block2.conv1",
        "unit :17@3,4",
        "unit conv1:17",
        "class tabby",
        "class 281",
        "chapter attribution",
        "show grad-cam",
        "set occlusion window=32",
        "theme light",
        "stage on",
        "stage",
        "train 200",
        "save-picture figure.svg",
        "open-model",
    ] {
        assert_eq!(line.parse::<Command>().map(|command| command.to_string()), Ok(line.to_owned()));
    }
}

#[test]
fn no_word_begins_two_kinds_of_commands() {
    let mut words: Vec<&str> = forms().iter().map(|form| form.word).collect();
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
}

#[test]
fn what_is_no_command_is_a_sentence() {
    let sentence = |line: &str| line.parse::<Command>().unwrap_err().to_string();
    assert_eq!(sentence("layr conv1"), "there is no command “layr”; did you mean “layer”?");
    assert_eq!(sentence("quit now"), "quit stands alone, without “now”");
    assert_eq!(sentence("layer"), "layer takes NAME");
    assert_eq!(sentence("theme pink"), "theme takes dark|light|system, not “pink”");
    for line in ["", "unit 17", "draw 1;2", "colours pink", "preprocess size=0", "set", "cell 1", "brush {", "item x"] {
        assert!(line.parse::<Command>().is_err(), "{line}");
    }
}

#[test]
fn nothing_that_is_written_wrongly_panics() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let words: Vec<&str> = forms().iter().map(|form| form.word).collect();
    for _ in 0..5000 {
        let line = format!("{} {}", words.choose(&mut random).unwrap(), text(&mut random));
        let _ = line.parse::<Command>();
    }
}
