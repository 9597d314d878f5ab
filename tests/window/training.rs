//! The training panel: a small network learns two colours while the window shows it.

use std::path::{Path, PathBuf};

use convscope::{
    app::{
        chapters::{
            ChapterCommand,
            training::{
                CatchShortcut, CheckRecipe, LookPaint, MistakesOf, OPEN_CHECKPOINT, SAVE_CHECKPOINT, SAVE_NETWORK, Setting,
                Settings, TrainingCommand, TrainingRun, TrainingView,
            },
        },
        command::Command,
        desk::Seat,
        open::SAVE_PICTURE,
        questions::Forward,
        settings,
    },
    picture::Picture,
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{
    Window, class_name, click, click_what_begins, dark, errors, is_answered, last, open, paint_until, pass, press, said, save,
    send, settle, state,
};

const RECIPE: &str = "name = 'Two colours'\nepochs = 6\nbatch = 8\n[network]\nlayers = [{ convolution = 6 }, { max_pool = 2 }, \
    { convolution = 8 }, { global_average = true }, { linear = 'classes' }]\n[preprocessing]\nsize = 16\n[optimizer]\n\
    learning_rate = 0.05\n[schedule]\nshape = 'constant'\n";

/// A folder per colour, forty noisy pictures each.
fn pictures(folder: &Path) {
    let mut state = 1u32;
    for (name, colour) in [("blue", [40u8, 60, 160]), ("red", [160, 60, 40])] {
        std::fs::create_dir_all(folder.join(name)).expect("a folder");
        for index in 0..40 {
            let mut noise = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 26) as u8
            };
            let pixels = (0..16 * 16).flat_map(|_| colour.map(|byte| byte + noise())).collect();
            let picture = Picture { width: 16, height: 16, pixels };
            let png = picture.to_png().expect("a PNG file");
            std::fs::write(folder.join(name).join(format!("{index}.png")), png).expect("a file");
        }
    }
}

fn window(folder: &Path, recipe: &str) -> Window {
    pictures(folder);
    let training = Settings { data: folder.display().to_string(), text: recipe.to_owned() };
    let mut settings = settings::Settings { chapter: "training".to_owned(), ..dark() };
    settings.chapters.insert("training".to_owned(), toml::to_string(&training).expect("settings are written"));
    let mut window = open(&[], settings);
    settle(&mut window);
    paint_until(&mut window, "the recipe is checked", |window| is_answered::<CheckRecipe>(window, Seat::ONE));
    settle(&mut window);
    window
}

fn shown(window: &Window) -> Option<&TrainingView> {
    window.state().desk().answer::<TrainingRun>(Seat::ONE).map(|answer| answer.value.as_ref())
}

fn view(window: &Window) -> &TrainingView {
    shown(window).expect("a training is shown")
}

fn rests(window: &Window) -> bool {
    shown(window).is_some() && window.state().is_idle()
}

fn ask(window: &mut Window, command: TrainingCommand) {
    send(window, Command::Of(ChapterCommand::Training(command)));
}

#[test]
fn a_network_learns_and_its_mistakes_open_their_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), RECIPE);
    assert!(window.query_by_label("80 pictures of 2 classes").is_some());
    assert!(window.query_by_label_contains("3 × 16 × 16").is_some(), "the network is summed up");
    window.get_by_label("Start training").click();
    paint_until(&mut window, "it is trained", |window| rests(window) && view(window).is_finished());
    settle(&mut window);
    let training = view(&window);
    let training_steps = training.steps[1];
    let [learned, held_out] = training.record.accuracies();
    assert_eq!(learned.len(), training.steps[1]);
    assert!(learned.last().unwrap()[1] > 0.9 && held_out.last().unwrap()[1] > 0.9, "{learned:?} {held_out:?}");
    assert_eq!(training.evaluation.as_ref().unwrap().1.count, 8, "every tenth picture is held out");
    for name in [
        "Loss: training",
        "Accuracy: training",
        "Confusion matrix of 2 classes",
        "Filters of the first layer",
        "Histogram of the gradients of conv1",
    ] {
        assert!(window.query_by_label_contains(name).is_some(), "{name} is on screen");
    }
    let path = folder.path().join("curves.svg");
    save(&mut window, SAVE_PICTURE, &path);
    assert!(std::fs::read_to_string(&path).unwrap().contains("Accuracy"), "the curves are saved with their names");
    let table = std::fs::read_to_string(path.with_extension("csv")).unwrap();
    assert!(table.starts_with("step,loss,accuracy,held_out\n") && table.lines().count() > training_steps, "{table}");
    click_what_begins(&mut window, "4 of 4 red recognised");
    paint_until(&mut window, "its pictures", |window| is_answered::<MistakesOf>(window, Seat::ONE));
    settle(&mut window);
    assert_eq!(last::<MistakesOf>(&window).value.count, 4);
    click_what_begins(&mut window, "Held-out picture 2:");
    paint_until(&mut window, "the picture is shown", |window| {
        state(window).selection.picture.as_ref().is_some_and(|shown| said(&shown.name).starts_with("red"))
    });
    click(&mut window, "Explore so far");
    paint_until(&mut window, "the network answers", |window| {
        let name = &state(window).model.as_ref().unwrap().model.name;
        name == "Two colours" && is_answered::<Forward>(window, Seat::ONE)
    });
    let best = pass(&window).value.answer.ranking[0];
    assert_eq!((class_name(&window, best), errors(&window)), ("red".to_owned(), Vec::new()));
}

#[test]
fn a_mistake_in_the_recipe_or_the_data_is_a_sentence_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), &RECIPE.replace("max_pool", "min_pool"));
    assert!(window.query_by_label_contains("network: layer 2").is_some());
    let start = |window: &Window| !window.get_by_label("Start training").accesskit_node().is_disabled();
    assert!(!start(&window));
    let nowhere = Settings { text: RECIPE.to_owned(), data: "/no/such/folder".to_owned() };
    ask(&mut window, TrainingCommand::Prepare(nowhere));
    paint_until(&mut window, "the folder is missed", |window| window.query_by_label_contains("no such folder").is_some());
    assert!(!start(&window));
    let sound = Settings { text: RECIPE.to_owned(), data: folder.path().display().to_string() };
    ask(&mut window, TrainingCommand::Prepare(sound));
    paint_until(&mut window, "it can begin", start);
}

#[test]
fn the_ruler_story_takes_three_clicks() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), RECIPE);
    window.get_by_label("The ruler story").click();
    window.step();
    paint_until(&mut window, "a picture that it falls for", |window| is_answered::<CatchShortcut>(window, Seat::ONE));
    settle(&mut window);
    assert!(window.query_by_label("Where it looks for its answer").is_none(), "one thing after the other");
    click(&mut window, "Where does it look?");
    assert!(window.query_by_label("Where it looks for its answer").is_some());
    click(&mut window, "Paint out the ruler");
    assert!(window.query_by_label("The picture without the ruler").is_some());
    let story = &last::<CatchShortcut>(&window).value;
    let [with, without] = [&story.with, &story.without].map(|seen| seen.answers[0].0.index());
    assert!(with != story.class && without != with, "the answer was wrong because of the ruler");
    let [share, area] = story.on_cue;
    assert!(share > 2.0 * area, "the map sits on the ruler: {share} of it on {area} of the picture");
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn it_pauses_steps_goes_on_and_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), &RECIPE.replace("epochs = 6", "epochs = 60"));
    ask(&mut window, TrainingCommand::Slowly);
    press(&mut window, Modifiers::NONE, Key::F9);
    paint_until(&mut window, "the first step", |window| shown(window).is_some_and(|view| view.steps[0] > 0));
    window.get_by_label("Pause").click();
    window.step();
    paint_until(&mut window, "it rests", rests);
    let before = view(&window).steps[0];
    click(&mut window, "One batch");
    paint_until(&mut window, "one step", |window| rests(window) && view(window).steps[0] > before);
    assert_eq!(view(&window).steps[0], before + 1);
    let rate = view(&window).learning_rate;
    ask(&mut window, TrainingCommand::Turn(Setting { learning_rate: 0.5, ..Setting::default() }));
    click(&mut window, "One batch");
    paint_until(&mut window, "another step", |window| rests(window) && view(window).steps[0] == before + 2);
    assert!((view(&window).learning_rate - rate / 2.0).abs() < 1e-9);
    // Another layer is looked at without a step.
    let conv2 = Setting { layer: Some("conv2".to_owned()), learning_rate: 0.5, ..Setting::default() };
    ask(&mut window, TrainingCommand::Turn(conv2));
    paint_until(&mut window, "its maps", |window| {
        let painted = window.state().desk().fresh::<LookPaint>(Seat::ONE);
        let maps = painted.and_then(|painted| painted.value.look.values.as_ref());
        rests(window) && maps.is_some_and(|maps| maps.shape == [8, 8, 8])
    });
    let (checkpoint, network): (PathBuf, PathBuf) = (folder.path().join("x.checkpoint"), folder.path().join("x.safetensors"));
    send(&mut window, Command::UsePath(SAVE_CHECKPOINT, checkpoint.clone()));
    paint_until(&mut window, "the checkpoint", |window| checkpoint.exists() && window.state().is_idle());
    send(&mut window, Command::UsePath(SAVE_NETWORK, network.clone()));
    paint_until(&mut window, "the network", |window| network.exists() && window.state().is_idle());
    assert_eq!(convscope::zoo::open(&network).unwrap().labels, ["blue", "red"]);
    click(&mut window, "New…");
    assert!(shown(&window).is_none());
    // The checkpoint itself lies in the folder of the pictures by now; it is no picture.
    send(&mut window, Command::UsePath(OPEN_CHECKPOINT, checkpoint));
    paint_until(&mut window, "it is taken up", rests);
    assert_eq!(view(&window).steps[0], before + 2);
    assert_eq!(errors(&window), [""; 0]);
}
