//! The chapter "Visualise": a picture grows, rests, goes on and starts again; recipes stand beside each other; what is grown can
//! be used, saved and called.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use convscope::{
    app::{
        App, Start,
        chapters::{
            ChapterCommand,
            visualise::{Aim, Bed, FRONT, Grow, GrowPicture, LAYER_BED, NEIGHBOUR_BED, PlantView, RECIPE_BED, Settings, Shows},
        },
        command::{ClassName, Command},
        open::{SAVE_NUMBERS, SAVE_PICTURE},
        way::Way,
    },
    methods::{Named as _, Value},
    network::{Channel, Class},
    picture::Picture,
    units::Unit,
    visualization::PRESETS,
};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::support::files::shared;
use super::{Window, click, errors, is_answered, paint_until, save, send, settle, state};

/// Steps of every recipe in these tests.
const STEPS: i64 = 12;

fn grow(deed: Grow) -> Command {
    Command::Of(ChapterCommand::Visualise(deed))
}

/// Settings under which every recipe is quick.
fn quick() -> Settings {
    let mut settings = Settings::default();
    for preset in &PRESETS {
        let mut way = Way::default();
        way.parameters.set("steps", Value::Whole(STEPS));
        settings.ways.insert(preset.id().to_owned(), way);
    }
    settings
}

/// Digits, a channel of the second layer, in the chapter.
fn window(settings: Settings) -> Window {
    of_digits(super::window(), settings)
}

fn of_digits(mut window: Window, settings: Settings) -> Window {
    let unit = Unit::channel(Channel(3));
    for command in [
        Command::Model("digits".into()),
        Command::Sample(0),
        Command::LayerUnit("conv2".into(), unit),
        grow(Grow::Like(settings)),
        Command::Chapter("visualise".into()),
    ] {
        send(&mut window, command);
        settle(&mut window);
    }
    window
}

fn view(window: &Window) -> &PlantView {
    window.state().desk().answer::<GrowPicture>(FRONT).expect("something grows").value.as_ref()
}

fn is_grown(window: &Window) -> bool {
    is_answered::<GrowPicture>(window, FRONT) && view(window).is_finished()
}

#[test]
fn a_picture_grows_and_its_history_can_be_scrubbed() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    let grown = view(&window);
    assert_eq!(grown.steps, [STEPS as usize; 2]);
    assert_eq!(grown.curve.len(), STEPS as usize);
    let steps: Vec<usize> = grown.frames.iter().map(|frame| frame.step).collect();
    assert_eq!(steps, [0, 1, 2, 4, 8, 12]);
    assert!(grown.curve.last().unwrap()[1] > grown.curve[0][1], "it rises: {:?}", grown.curve);
    assert!(grown.portrait.is_some() && !grown.calls.is_empty() && grown.scores.len() == 1);
    settle(&mut window);
    assert!(window.query_by_label("The picture that grows").is_some());
    window.get_by_label("after 4 steps").click_accesskit();
    settle(&mut window);
    send(&mut window, grow(Grow::After(None)));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn it_rests_takes_single_steps_and_grows_for_longer() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    send(&mut window, grow(Grow::Anew));
    send(&mut window, grow(Grow::Steps(3)));
    // Counted from the picture that is shown, which is still the old one: what counts is that it rests and can be stepped.
    paint_until(&mut window, "it rests", |window| is_answered::<GrowPicture>(window, FRONT));
    let rested = view(&window).steps[0];
    send(&mut window, grow(Grow::More(4)));
    paint_until(&mut window, "it is grown for longer", |window| is_grown(window) && view(window).steps[1] == STEPS as usize + 4);
    assert!(view(&window).steps[0] > rested.min(STEPS as usize - 1));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn what_is_changed_counts_from_the_next_step_on() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    let before = view(&window).pictures.clone();
    send(&mut window, grow(Grow::Set(vec![("steps".to_owned(), "20".to_owned()), ("rate".to_owned(), "0.2".to_owned())])));
    paint_until(&mut window, "it goes on", |window| is_grown(window) && view(window).steps[0] == 20);
    // The curve goes on where it was: nothing began again.
    assert_eq!(view(&window).curve.len(), 20);
    assert_ne!(view(&window).pictures, before);
    send(&mut window, grow(Grow::Set(vec![("rate".to_owned(), "fast".to_owned())])));
    assert!(errors(&window).iter().any(|sentence| sentence.contains("rate takes a number")), "{:?}", errors(&window));
}

#[test]
fn another_seed_grows_another_picture_and_the_same_seed_the_same() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    let first = view(&window).pictures.clone();
    send(&mut window, grow(Grow::Like(Settings { seed: 1, ..quick() })));
    paint_until(&mut window, "another is grown", is_grown);
    assert_ne!(view(&window).pictures, first);
    send(&mut window, grow(Grow::Like(quick())));
    paint_until(&mut window, "the first again", is_grown);
    assert_eq!(view(&window).pictures, first);
}

#[test]
fn the_next_channel_starts_from_the_last_picture_unless_begun_again() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    let first = |window: &Window| view(window).frames[0].image.pixels.clone();
    let noise = first(&window);
    send(&mut window, Command::LayerUnit("conv2".into(), Unit::channel(Channel(4))));
    paint_until(&mut window, "the next is grown", is_grown);
    assert_ne!(first(&window), noise);
    send(&mut window, grow(Grow::Anew));
    paint_until(&mut window, "it is grown from noise", |window| is_grown(window) && first(window) == noise);
}

#[test]
fn neighbours_grow_beside_it_and_a_click_selects_one() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    paint_until(&mut window, "its neighbours are grown", |window| is_answered::<Bed>(window, NEIGHBOUR_BED));
    settle(&mut window);
    window.get_by_label("conv2 : 5").click_accesskit();
    settle(&mut window);
    assert_eq!(state(&window).selection.unit.map(|unit| unit.channel), Some(Channel(5)));
}

#[test]
fn all_recipes_fill_the_table_or_say_why_not() {
    let mut window = window(Settings { shows: Shows::All, ..quick() });
    paint_until(&mut window, "the table is filled", |window| is_answered::<Bed>(window, RECIPE_BED));
    let bed = window.state().desk().answer::<Bed>(RECIPE_BED).unwrap();
    assert_eq!(bed.value.plots.len(), PRESETS.all().len());
    for (preset, plot) in PRESETS.iter().zip(&bed.value.plots) {
        assert!(plot.is_done() && (plot.image.is_some() || plot.failure.is_some()), "{}", preset.id());
    }
    let grown = bed.value.plots.iter().filter(|plot| plot.failure.is_none()).count();
    assert!(grown * 2 >= PRESETS.all().len(), "{grown} of {}", PRESETS.all().len());
}

#[test]
fn a_picture_is_dreamt_and_what_layers_leave_of_it_is_shown() {
    let mut window = window(Settings { aim: Aim::Dream, ..quick() });
    paint_until(&mut window, "it dreams", is_grown);
    send(&mut window, grow(Grow::Like(Settings { aim: Aim::Left, ..quick() })));
    paint_until(&mut window, "what is left", is_grown);
    paint_until(&mut window, "layer by layer", |window| is_answered::<Bed>(window, LAYER_BED));
    let bed = window.state().desk().answer::<Bed>(LAYER_BED).unwrap();
    assert!(bed.value.plots.iter().all(|plot| plot.image.is_some()), "every layer leaves something");
    for aim in [Aim::Unit, Aim::Layer, Aim::Class, Aim::Direction, Aim::Pair] {
        send(&mut window, grow(Grow::Like(Settings { aim, ..quick() })));
        paint_until(&mut window, "it grows", is_grown);
    }
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn what_is_grown_is_used_saved_and_called() {
    let mut window = window(quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    let folder = tempfile::tempdir().unwrap();
    for (request, name) in [(SAVE_PICTURE, "grown.png"), (SAVE_PICTURE, "grown.svg"), (SAVE_NUMBERS, "grown.npy")] {
        save(&mut window, request, &folder.path().join(name));
    }
    let numbers = convscope::formats::npy::read(&folder.path().join("grown.npy")).unwrap();
    assert_eq!((numbers.shape.len(), numbers.shape[1]), (4, 1));
    send(&mut window, grow(Grow::CopyCall));
    settle(&mut window);
    click(&mut window, "Use as input");
    let shown = state(&window).selection.picture.as_ref().unwrap();
    assert_eq!([shown.picture.height, shown.picture.width], [view(&window).pictures.height, view(&window).pictures.width]);
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn classes_are_bred_and_pictures_pushed_over_the_border() {
    let mut window = window(Settings { aim: Aim::Class, recipe: "cppn".to_owned(), shows: Shows::Seeds, ..quick() });
    paint_until(&mut window, "four are bred", is_grown);
    assert_eq!((view(&window).pictures.count, view(&window).scores.len()), (4, 4));
    assert_ne!(view(&window).pictures.item(0), view(&window).pictures.item(1));
    let class = Command::Class(ClassName::Number(Class(7)));
    send(&mut window, class);
    send(&mut window, grow(Grow::Like(Settings { aim: Aim::Class, recipe: "szegedy".to_owned(), ..quick() })));
    paint_until(&mut window, "it is pushed", is_grown);
    settle(&mut window);
    let called = view(&window).calls.first().map(|(class, _)| *class);
    assert_eq!(called, Some(Class(7)), "the smallest push that changes the answer");
    assert_eq!(errors(&window), Vec::<String>::new());
}

/// How long after a unit was chosen its first picture is there, and how many pictures a second follow.
fn live(window: &mut Window, unit: &'static str, channel: usize) -> (Duration, f64) {
    send(window, Command::LayerUnit(unit.into(), Unit::channel(Channel(channel))));
    let begin = Instant::now();
    let grows = |window: &Window| {
        let answer = window.state().desk().fresh::<GrowPicture>(FRONT)?;
        (!answer.value.images.is_empty()).then(|| answer.value.steps[0])
    };
    while grows(window).is_none() {
        assert!(begin.elapsed() < Duration::from_secs(20));
        window.step();
    }
    let (first, mut pictures, mut last) = (begin.elapsed(), 0, grows(window));
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(2) && !is_grown(window) {
        window.step();
        let now = grows(window);
        pictures += usize::from(now != last);
        last = now;
    }
    (first, f64::from(pictures as u32) / begin.elapsed().as_secs_f64())
}

#[test]
#[ignore = "measures time, on an idle machine and in a release build"]
fn the_first_picture_is_there_at_once_and_many_follow() {
    let mut window = super::window();
    let mut cases = vec![(PathBuf::from("world"), "block5", 20.0)];
    if let Some(googlenet) = shared("models/googlenet.onnx") {
        cases.push((googlenet, "inception4c", 10.0));
    }
    for (model, layer, least) in cases {
        send(&mut window, Command::Model(model.display().to_string().into()));
        settle(&mut window);
        send(&mut window, Command::LayerUnit(layer.into(), Unit::channel(Channel(0))));
        send(&mut window, Command::Chapter("visualise".into()));
        paint_until(&mut window, "a first unit is grown", is_grown);
        let mut firsts = Vec::new();
        for channel in [3, 12, 21, 30, 7] {
            let (first, rate) = live(&mut window, layer, channel);
            println!("{} {layer}:{channel}: {first:.1?}, then {rate:.1} pictures a second", model.display());
            assert!(rate >= least, "{rate}");
            firsts.push(first);
            paint_until(&mut window, "it is grown", is_grown);
        }
        firsts.sort();
        assert!(firsts[2] < Duration::from_millis(100), "{firsts:?}");
    }
}

/// Pictures with a bar in different places.
fn bars(folder: &Path) {
    for index in 0..24 {
        let lit = |place: usize| (place % 28) / 4 == index % 7 || (place / 28) / 4 == index % 5;
        let pixels = (0..28 * 28).flat_map(|place| [if lit(place) { 230 } else { 10 }; 3]).collect();
        let png = Picture { width: 28, height: 28, pixels }.to_png().expect("a PNG");
        std::fs::write(folder.join(format!("{index}.png")), png).expect("it is written");
    }
}

#[test]
fn the_strongest_stand_beside_those_along_a_random_direction() {
    let folder = tempfile::tempdir().unwrap();
    bars(folder.path());
    let mut window = of_digits(super::open(&[folder.path().to_owned()], super::dark()), quick());
    paint_until(&mut window, "the picture is grown", is_grown);
    settle(&mut window);
    let firsts = |window: &Window| window.query_all_by_label_contains("Strongest picture 1:").count();
    let before = firsts(&window);
    assert!(before > 0);
    window.get_by_label("Beside a random direction").click_accesskit();
    paint_until(&mut window, "another row is found", |window| firsts(window) == before + 1);
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn a_generator_is_learned_from_the_open_folder_and_draws() {
    let [folder, shelf] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    bars(folder.path());
    let start = Start {
        files: vec!["digits".into(), folder.path().to_owned()],
        shelf: Some(shelf.path().to_owned()),
        ..Start::default()
    };
    let window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, super::dark(), start, Arc::default()));
    let mut window = of_digits(window, Settings { aim: Aim::Class, recipe: "dgn".to_owned(), ..quick() });
    settle(&mut window);
    assert!(window.query_all_by_label_contains("generator").count() > 0);
    send(&mut window, grow(Grow::Learn));
    paint_until(&mut window, "it is learned and draws", is_grown);
    let kept: Vec<_> = std::fs::read_dir(shelf.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(kept.iter().any(|name| name.to_string_lossy().ends_with(".safetensors")), "{kept:?}");
    assert!(!kept.iter().any(|name| name.to_string_lossy().ends_with(".checkpoint")), "{kept:?}");
}

#[test]
fn without_what_it_needs_it_says_what_to_do() {
    let mut window = super::window();
    for command in [Command::Model("digits".into()), Command::Layer("input".into()), Command::Chapter("visualise".into())] {
        send(&mut window, command);
        settle(&mut window);
    }
    assert!(window.query_by_label_contains("Choose a layer with channels").is_some());
}
