//! The training panel: a small network learns two colours while the window shows it.

use std::path::{Path, PathBuf};

use convscope::{
    app::{
        command::{Chapter, Command, Purpose},
        state::{Settings, ThemeChoice, TrainingSettings},
        training::{Setting, TrainingCommand, TrainingView},
    },
    picture::Picture,
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, click, click_what_begins, errors, open, paint_until, press, settle, state};

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
    let training = TrainingSettings { data: folder.display().to_string(), text: recipe.to_owned() };
    let settings = Settings { chapter: Chapter::Training, theme: ThemeChoice::Dark, training, ..Settings::default() };
    let mut window = open(&[], settings);
    settle(&mut window);
    paint_until(&mut window, "the recipe is checked", |window| state(window).training.checked.is_some());
    settle(&mut window);
    window
}

fn view(window: &Window) -> &TrainingView {
    state(window).training.view.as_ref().expect("a training is shown")
}

fn rests(window: &Window) -> bool {
    state(window).training.view.is_some() && window.state().is_idle()
}

fn send(window: &mut Window, command: Command) {
    let ctx = window.ctx.clone();
    window.state_mut().handle(&ctx, command);
    window.step();
}

#[test]
fn a_network_learns_and_its_mistakes_open_their_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), RECIPE);
    assert!(window.query_by_label("80 pictures of 2 classes").is_some());
    assert!(window.query_by_label("3 × 16 × 16").is_some(), "the network is summed up");
    window.get_by_label("Start training").click();
    paint_until(&mut window, "it is trained", |window| rests(window) && view(window).is_finished());
    settle(&mut window);
    let training = view(&window);
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
    click_what_begins(&mut window, "4 of 4 red recognised");
    paint_until(&mut window, "its pictures", |window| state(window).training.mistakes.is_some());
    settle(&mut window);
    assert_eq!(state(&window).training.mistakes.as_ref().unwrap().count, 4);
    click_what_begins(&mut window, "Held-out picture 2:");
    paint_until(&mut window, "the picture is shown", |window| {
        state(window).selection.picture.as_ref().is_some_and(|shown| shown.name.starts_with("red"))
    });
    click(&mut window, "Explore so far");
    paint_until(&mut window, "the network answers", |window| {
        let answers = &state(window).answers;
        state(window).model.as_ref().unwrap().model.name == "Two colours"
            && answers.forward.as_ref().is_some_and(|answer| answer.fresh)
    });
    let best = state(&window).answers.forward.as_ref().unwrap().value.ranking[0];
    assert_eq!((state(&window).class_name(best), errors(&window)), ("red".to_owned(), Vec::new()));
}

#[test]
fn a_mistake_in_the_recipe_or_the_data_is_a_sentence_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), &RECIPE.replace("max_pool", "min_pool"));
    assert!(window.query_by_label_contains("network: layer 2").is_some());
    let start = |window: &Window| !window.get_by_label("Start training").accesskit_node().is_disabled();
    assert!(!start(&window));
    let settings = state(&window).settings.training.clone();
    let nowhere = TrainingSettings { text: RECIPE.to_owned(), data: "/no/such/folder".to_owned() };
    send(&mut window, Command::Training(TrainingCommand::Prepare(nowhere)));
    paint_until(&mut window, "the folder is missed", |window| window.query_by_label_contains("no such folder").is_some());
    assert!(!start(&window));
    let sound = TrainingSettings { text: RECIPE.to_owned(), ..settings };
    send(&mut window, Command::Training(TrainingCommand::Prepare(sound)));
    paint_until(&mut window, "it can begin", start);
}

#[test]
fn the_ruler_story_takes_three_clicks() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), RECIPE);
    window.get_by_label("The ruler story").click();
    window.step();
    paint_until(&mut window, "a picture that it falls for", |window| state(window).training.shortcut.is_some());
    settle(&mut window);
    assert!(window.query_by_label("Where it looks for its answer").is_none(), "one thing after the other");
    click(&mut window, "Where does it look?");
    assert!(window.query_by_label("Where it looks for its answer").is_some());
    click(&mut window, "Paint out the ruler");
    assert!(window.query_by_label("The picture without the ruler").is_some());
    let story = state(&window).training.shortcut.as_ref().unwrap();
    let [with, without] = [&story.with, &story.without].map(|seen| seen.answers[0].0);
    assert!(with != story.class && without != with, "the answer was wrong because of the ruler");
    let [share, area] = story.on_cue;
    assert!(share > 2.0 * area, "the map sits on the ruler: {share} of it on {area} of the picture");
    assert_eq!(errors(&window), [""; 0]);
}

#[test]
fn it_pauses_steps_goes_on_and_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path(), &RECIPE.replace("epochs = 6", "epochs = 60"));
    send(&mut window, Command::Training(TrainingCommand::Slowly));
    press(&mut window, Modifiers::NONE, Key::F9);
    paint_until(&mut window, "the first step", |window| {
        state(window).training.view.as_ref().is_some_and(|view| view.steps[0] > 0)
    });
    window.get_by_label("Pause").click();
    window.step();
    paint_until(&mut window, "it rests", rests);
    let before = view(&window).steps[0];
    click(&mut window, "One batch");
    paint_until(&mut window, "one step", |window| rests(window) && view(window).steps[0] > before);
    assert_eq!(view(&window).steps[0], before + 1);
    let rate = view(&window).learning_rate;
    let halved = Setting { learning_rate: 0.5, slow: false, ..state(&window).training.setting.clone() };
    send(&mut window, Command::Training(TrainingCommand::Turn(halved)));
    click(&mut window, "One batch");
    paint_until(&mut window, "another step", |window| rests(window) && view(window).steps[0] == before + 2);
    assert!((view(&window).learning_rate - rate / 2.0).abs() < 1e-9);
    // Another layer is looked at without a step.
    let conv2 = Setting { layer: Some("conv2".to_owned()), ..state(&window).training.setting.clone() };
    send(&mut window, Command::Training(TrainingCommand::Turn(conv2)));
    paint_until(&mut window, "its maps", |window| {
        rests(window) && view(window).painted.as_ref().unwrap().values.as_ref().is_some_and(|maps| maps.shape == [8, 8, 8])
    });
    let (checkpoint, network): (PathBuf, PathBuf) = (folder.path().join("x.checkpoint"), folder.path().join("x.safetensors"));
    send(&mut window, Command::UsePath(Purpose::SaveCheckpoint, checkpoint.clone()));
    paint_until(&mut window, "the checkpoint", |window| checkpoint.exists() && window.state().is_idle());
    send(&mut window, Command::UsePath(Purpose::SaveTrained, network.clone()));
    paint_until(&mut window, "the network", |window| network.exists() && window.state().is_idle());
    assert_eq!(convscope::zoo::open(&network).unwrap().labels, ["blue", "red"]);
    click(&mut window, "New…");
    assert!(state(&window).training.view.is_none());
    // The checkpoint itself lies in the folder of the pictures by now; it is no picture.
    send(&mut window, Command::UsePath(Purpose::OpenCheckpoint, checkpoint));
    paint_until(&mut window, "it is taken up", rests);
    assert_eq!(view(&window).steps[0], before + 2);
    assert_eq!(errors(&window), [""; 0]);
}
