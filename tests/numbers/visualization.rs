//! Published recipes against an independent transcription of each in double precision (tests/fixtures/visualization/presets.py):
//! five steps on a tiny network, every draw recorded; and what their pictures of `world` are like.

use std::{collections::HashMap, sync::Arc};

use convscope::{
    control::Control,
    methods::{Parameters, Value},
    network::{Channel, Class, Device, NodeId, Tensor},
    picture::Preprocessing,
    visualization::{
        Goal, Growing as _, Growth, Lens, Objective, Order, PRESETS, Planes, Portrait, Recipe, Reference, Space, Unit,
        presets::{
            DeepDream, Erhan, Laplacian, Mahendran, Mahendran2016, Nguyen, Oygard, OygardOctave, Simonyan, Smoothing, Yosinski,
        },
        recipe::{Ramp, Start},
        step::StepRule,
        transform::Draw,
    },
    zoo,
};
use serde_json::Value as Json;

use crate::support::{compare::flat, files::fixture};

/// Largest error that counts as met: of pictures as a share of how far five steps moved them, of objectives of themselves.
const TOLERANCE: f64 = 1e-4;
const STEPS: usize = 5;
const SIDE: usize = 32;

struct Reference5 {
    lens: Arc<Lens>,
    values: HashMap<String, Tensor>,
    constants: Json,
}

impl Reference5 {
    fn load() -> Self {
        let model = zoo::open(&fixture("visualization/network.onnx")).unwrap();
        let preprocessing = Preprocessing { size: [SIDE, SIDE], ..Preprocessing::imagenet() };
        let values = candle_core::safetensors::load(fixture("visualization/presets.safetensors"), &Device::Cpu).unwrap();
        let constants = std::fs::read_to_string(fixture("visualization/presets.json")).unwrap();
        let lens = Arc::new(Lens::new(model.network, preprocessing, Device::Cpu));
        Self { lens, values, constants: serde_json::from_str(&constants).unwrap() }
    }

    fn constant(&self, preset: &str, key: &str) -> f64 {
        self.constants[preset][key].as_f64().unwrap_or_else(|| panic!("{preset} has no {key}"))
    }

    fn value(&self, preset: &str, key: &str) -> &Tensor {
        let name = format!("{preset}.{key}");
        let kept = self.constants["same"][&name].as_str().unwrap_or(&name);
        &self.values[kept]
    }

    fn planes(&self, preset: &str, key: &str) -> Planes {
        let value = self.value(preset, key);
        let (count, channels, height, width) = value.dims4().unwrap();
        Planes { count, channels, height, width, values: value.flatten_all().unwrap().to_vec1().unwrap() }
    }

    /// Pairs of whole numbers: rows, columns.
    fn pairs(&self, preset: &str, key: &str) -> Vec<[i64; 2]> {
        flat(self.value(preset, key)).chunks(2).map(|pair| [pair[0] as i64, pair[1] as i64]).collect()
    }

    fn space(&self, unit: Unit) -> Space {
        self.lens.space(unit)
    }

    fn layer(&self) -> NodeId {
        self.lens.network().find("relu2").unwrap()
    }

    fn class(&self, preset: &str) -> Class {
        Class(self.constants[preset]["target"]["class"].as_u64().unwrap() as usize)
    }

    /// The layer's value for a picture in Caffe's unit.
    fn likeness(&self, preset: &str, key: &str) -> Reference {
        let input = self.space(Unit::Centred).input(&self.planes(preset, key));
        self.lens.reference(self.layer(), &input, &Control::default()).unwrap()
    }

    /// The start, of another unit than Caffe's if the recipe has one.
    fn start(&self, preset: &str, unit: Unit) -> Start {
        let start = self.planes(preset, "start");
        let start = if unit == Unit::Byte { self.moved(&start, 255.0) } else { start };
        Start::Parameters(Arc::new(start.values))
    }

    /// The numbers plus so many times the mean colour.
    fn moved(&self, planes: &Planes, factor: f32) -> Planes {
        let mut moved = planes.clone();
        for (index, plane) in moved.planes_mut().enumerate() {
            let mean = self.lens.preprocessing().mean[index % 3];
            plane.iter_mut().for_each(|value| *value += factor * mean);
        }
        moved
    }

    /// Takes all steps, and compares what they leave and the objectives before them.
    fn assert_met(&self, preset: &str, goal: impl Into<Goal>, recipe: Recipe, draws: &[Vec<Draw>], expected: &[f64]) {
        let in_caffe = self.constants[preset]["unit"] == "caffe";
        let from_byte = in_caffe && recipe.unit == Unit::Byte;
        let mut growth = Growth::new(Arc::clone(&self.lens), goal.into(), recipe).unwrap();
        let mut found = Vec::new();
        let mut step = 0;
        while !growth.is_finished() {
            let draws = draws.get(step).map_or(&[][..], Vec::as_slice);
            found.push(growth.step_with(draws, &Control::default()).unwrap().scores[0]);
            step += 1;
        }
        assert_eq!(found.len(), expected.len(), "{preset}: steps");
        let mut worst: f64 = 0.0;
        for (found, expected) in found.iter().zip(expected) {
            worst = worst.max((found - expected).abs() / expected.abs());
        }
        let after = self.planes(preset, "after");
        let picture = growth.canvas();
        let picture = if from_byte { self.moved(&picture, -255.0) } else { picture };
        assert_eq!(picture.dims(), after.dims(), "{preset}");
        let start = self.planes(preset, "start");
        let origin = if start.dims() == after.dims() { start } else { Planes::zeros(after.dims()) };
        let error = distance(&picture, &after) / distance(&after, &origin);
        println!("{preset}: {error:.1e} of the way, {worst:.1e} of the objective");
        assert!(error < TOLERANCE, "{preset}: {error:e} of how far it moved");
        assert!(worst < TOLERANCE, "{preset}: objectives {found:?} instead of {expected:?}");
    }

    fn objectives(&self, preset: &str) -> Vec<f64> {
        flat(self.value(preset, "objective"))
    }

    /// The goal's own term of an energy.
    fn first_terms(&self, preset: &str, factor: f64) -> Vec<f64> {
        flat(self.value(preset, "terms")).chunks(3).map(|terms| factor * terms[0]).collect()
    }
}

fn distance(one: &Planes, other: &Planes) -> f64 {
    let square = |(one, other): (&f32, &f32)| (f64::from(*one) - f64::from(*other)).powi(2);
    one.values.iter().zip(&other.values).map(square).sum::<f64>().sqrt()
}

#[test]
fn plain_ascents_are_as_published() {
    let reference = Reference5::load();
    let name = "erhan2009";
    let erhan = Erhan {
        steps: STEPS,
        rule: StepRule::Plain,
        rate: reference.constant(name, "eta"),
        radius: reference.constant(name, "rho"),
    };
    let recipe = Recipe { start: reference.start(name, Unit::Input), ..erhan.recipe([SIDE; 2]) };
    reference.assert_met(name, Objective::Class(reference.class(name)), recipe, &[], &reference.objectives(name));

    let name = "simonyan2013";
    let weight = reference.constant(name, "decay");
    let simonyan = Simonyan { steps: STEPS, rule: StepRule::Plain, rate: reference.constant(name, "eta"), weight };
    let recipe = Recipe { start: reference.start(name, Unit::Centred), ..simonyan.recipe([SIDE; 2]) };
    // The penalty of the start is known; later ones are in the objective alone.
    let mut growth =
        Growth::new(Arc::clone(&reference.lens), Objective::Class(reference.class(name)).into(), recipe.clone()).unwrap();
    let mut scores = Vec::new();
    for objective in reference.objectives(name) {
        let norm: f64 = growth.canvas().values.iter().map(|&value| f64::from(value).powi(2)).sum();
        scores.push(objective + weight * norm);
        growth.step(&Control::default()).unwrap();
    }
    reference.assert_met(name, Objective::Class(reference.class(name)), recipe, &[], &scores);

    let name = "nguyen2015";
    let rule = StepRule::TaperedProgress {
        early: reference.constant(name, "early"),
        late: reference.constant(name, "late"),
        largest: reference.constant(name, "maximum_rate"),
    };
    let nguyen = Nguyen { steps: STEPS, rule, decay: reference.constant(name, "decay") };
    let recipe = nguyen.recipe([SIDE; 2], &reference.space(Unit::Centred));
    let recipe = Recipe { start: reference.start(name, Unit::Centred), ..recipe };
    reference.assert_met(name, Objective::Probability(reference.class(name)), recipe, &[], &reference.objectives(name));
}

#[test]
fn yosinskis_sets_are_as_published() {
    let reference = Reference5::load();
    for number in 1..=4 {
        let name = format!("yosinski2015_set{number}");
        let set = Yosinski::set(number);
        // What the program has is what the fixture has.
        let constants = &reference.constants[&name];
        let constant = |key: &str| constants[key].as_f64().unwrap_or(0.0);
        assert_eq!([set.decay, set.norm, set.blur.0], [constant("decay"), constant("norm_percentile"), constant("blur_sigma")]);
        assert_eq!(set.contribution, constant("contribution_percentile"));
        match set.rule {
            StepRule::Progress { desired, largest } => {
                assert_eq!([desired, largest], [constant("progress"), constant("maximum_rate")]);
            }
            _ => assert_eq!(set.rate, constant("rate")),
        }
        let recipe = Yosinski { steps: STEPS, ..set }.recipe([SIDE; 2], &reference.space(Unit::Centred));
        let recipe = Recipe { start: reference.start(&name, Unit::Centred), ..recipe };
        let goal = Objective::Class(reference.class(&name));
        reference.assert_met(&name, goal, recipe, &[], &reference.objectives(&name));
    }
}

#[test]
fn mahendrans_inversions_are_as_published() {
    let reference = Reference5::load();
    for part in ["lambda1", "lambda10", "lambda100", "beta1"] {
        let name = format!("mahendran2015_{part}");
        let constant = |key: &str| reference.constant(&name, key);
        let norm = constant("sigma");
        let mahendran = Mahendran {
            stretches: vec![(STEPS, constant("rate"))],
            keep: constant("momentum"),
            norm,
            pull: norm * norm,
            variation: constant("tv_weight"),
            exponent: constant("beta"),
            alpha_weight: constant("alpha_weight"),
            alpha: constant("alpha"),
        };
        let recipe = Recipe { start: reference.start(&name, Unit::Centred), ..mahendran.recipe([SIDE; 2]) };
        let goal = Objective::Inversion(reference.likeness(&name, "picture"));
        reference.assert_met(&name, goal, recipe, &[], &reference.first_terms(&name, -1.0));
    }
}

#[test]
fn mahendrans_second_recipe_is_as_published() {
    let reference = Reference5::load();
    for part in ["inversion", "maximization", "leaky"] {
        let name = format!("mahendran2016_{part}");
        let constant = |key: &str| reference.constant(&name, key);
        let is_inversion = part == "inversion";
        let weight = if is_inversion { 1.0 } else { constant("weight") };
        let jitter = constant("jitter") as usize;
        let mahendran = Mahendran2016 {
            steps: STEPS,
            settling: 0,
            rate: constant("rate"),
            keep: constant("momentum"),
            jitter,
            pull: weight,
            variation: constant("tv_weight"),
            exponent: constant("beta"),
            alpha_weight: constant("alpha_weight"),
            alpha: constant("alpha"),
            bound: constant("bound"),
            leak: constant("leak"),
        };
        let recipe = Recipe { start: reference.start(&name, Unit::Centred), ..mahendran.recipe([SIDE; 2]) };
        let goal = match is_inversion {
            true => Objective::Inversion(reference.likeness(&name, "picture")),
            false => Objective::Class(reference.class(&name)),
        };
        // A shift down by so much cuts as much off above.
        let slack = jitter as i64 - 1;
        let jitters = reference.pairs(&name, "jitters").into_iter();
        let draws: Vec<Vec<Draw>> = jitters.map(|[y, x]| vec![Draw::Shift([slack - y, slack - x])]).collect();
        reference.assert_met(&name, goal, recipe, &draws, &reference.first_terms(&name, -1.0 / weight));
    }
}

#[test]
fn deepdream_is_as_published() {
    let reference = Reference5::load();
    for name in ["mordvintsev2015", "mordvintsev2015_guide"] {
        let small = (SIDE as f64 / reference.constant(name, "scale")).round() as usize;
        let dream = DeepDream {
            octaves: vec![([small; 2], STEPS), ([SIDE; 2], STEPS)],
            rate: reference.constant(name, "step"),
            shift: reference.constant(name, "jitter") as usize,
        };
        let space = reference.space(Unit::Centred);
        let recipe = dream.recipe(Arc::new(space.pixels(&reference.planes(name, "start"))), &space);
        let goal = match name.ends_with("guide") {
            true => Objective::Guide(reference.likeness(name, "guide")),
            false => Objective::Layer(reference.layer()),
        };
        let draws: Vec<Vec<Draw>> = reference.pairs(name, "rolls").into_iter().map(|roll| vec![Draw::Shift(roll)]).collect();
        reference.assert_met(name, goal, recipe, &draws, &reference.objectives(name));
    }
}

#[test]
fn windows_that_move_are_as_published() {
    let reference = Reference5::load();
    for name in ["oygard2015", "oygard2015_linear", "tyka2016", "tyka2016_once"] {
        let constants = &reference.constants[name];
        let ramp = |value: &Json| Ramp { from: value[0].as_f64().unwrap(), to: value[1].as_f64().unwrap() };
        let mut side = SIDE;
        let octave = |octave: &Json| {
            side = (side as f64 * octave["scale"].as_f64().unwrap_or(1.0)).round() as usize;
            OygardOctave { size: [side; 2], steps: STEPS, step: ramp(&octave["step"]), sigma: ramp(&octave["sigma"]) }
        };
        let octaves: Vec<OygardOctave> = constants["octaves"].as_array().unwrap().iter().map(octave).collect();
        let smoothing = match constants["spread"].is_null() {
            true => Smoothing::Gaussian,
            false => Smoothing::Bilateral {
                range: ramp(&constants["spread"]),
                after: reference.constant(name, "after"),
                once: constants["once"] == true,
            },
        };
        let oygard = Oygard { octaves, seen: [SIDE; 2], smoothing, is_cubic: constants["order"] == 3 };
        let recipe = Recipe { start: reference.start(name, Unit::Byte), ..oygard.recipe() };
        let slack = [SIDE, side].map(|side| (side - SIDE) as f64);
        let part = |step: usize, at: i64| (at as f64 + 0.5) / slack[step / STEPS].max(1.0);
        let crops = reference.pairs(name, "crops").into_iter().enumerate();
        let draws: Vec<Vec<Draw>> = crops.map(|(step, [y, x])| vec![Draw::Part([part(step, y), part(step, x)])]).collect();
        reference.assert_met(name, Objective::Class(reference.class(name)), recipe, &draws, &reference.objectives(name));
    }
}

#[test]
fn gradients_of_even_scales_are_as_published() {
    let reference = Reference5::load();
    for name in ["mordvintsev2016_lapnorm", "mordvintsev2016_naive"] {
        let octaves = reference.constant(name, "octaves") as usize;
        let larger = (SIDE as f32 * reference.constant(name, "scale") as f32) as usize;
        let laplacian = Laplacian {
            octaves: [SIDE, larger].into_iter().take(octaves).map(|side| ([side; 2], STEPS)).collect(),
            rate: reference.constant(name, "step"),
            bands: reference.constants[name]["splits"].as_u64().unwrap_or(0) as usize,
            shift: 256,
        };
        let recipe = Recipe { start: Start::Parameters(Arc::new(reference.planes(name, "start").values)), ..laplacian.recipe() };
        let channel = reference.constants[name]["target"]["channel"].as_u64().unwrap() as usize;
        let goal = Objective::Channel(reference.layer(), Channel(channel));
        let draws: Vec<Vec<Draw>> = reference.pairs(name, "rolls").into_iter().map(|roll| vec![Draw::Shift(roll)]).collect();
        reference.assert_met(name, goal, recipe, &draws, &reference.objectives(name));
    }
}

/// The network of the program itself, and a picture of blobs as large as its input.
fn world() -> (Arc<Lens>, Arc<Planes>) {
    let model = zoo::default_model().unwrap();
    let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing, Device::Cpu));
    let [height, width] = lens.own_size();
    let mut picture = Planes::zeros([1, 3, height, width]);
    picture.values.iter_mut().enumerate().for_each(|(index, value)| {
        let (row, column) = ((index / width % height) as f32, (index % width) as f32);
        *value = 0.5 + 0.3 * (0.15 * row).sin() * (0.2 * column + (index / width / height) as f32).cos();
    });
    (lens, Arc::new(picture))
}

#[test]
fn every_recipe_takes_channels_and_classes_and_repeats_itself() {
    let (lens, picture) = world();
    let layer = lens.network().find("block4").unwrap();
    let goals = [Objective::Channel(layer, Channel(7)), Objective::Class(Class(2)), Objective::Layer(layer)];
    for recipe in &PRESETS {
        for goal in &goals {
            let order = Order {
                parameters: Parameters::from_iter([("steps", Value::Whole(10))]),
                picture: Some(Arc::clone(&picture)),
                seed: 3,
                ..Order::new(Arc::clone(&lens), goal.clone())
            };
            // Those that go their own way have tests of their own.
            if recipe.applies(&order).is_err() || !matches!(recipe.recipe(&order), Ok(Some(_))) {
                continue;
            }
            let grown = |order: &Order| {
                let mut growing = recipe.begin(order).unwrap_or_else(|error| panic!("{}: {goal:?}: {error}", recipe.id));
                let mut scores = Vec::new();
                while !growing.is_finished() {
                    scores.push(growing.step(&Control::default()).unwrap().scores);
                }
                scores.push(growing.scores(&Control::default()).unwrap());
                assert_eq!(scores.len(), growing.steps() + 1, "{}", recipe.id);
                (growing.pictures(), scores)
            };
            let (pictures, scores) = grown(&order);
            let finite =
                pictures.values.iter().all(|value| value.is_finite()) && scores.iter().flatten().all(|score| score.is_finite());
            assert!(finite, "{}: {goal:?}", recipe.id);
            if matches!(goal, Objective::Channel(..)) {
                assert_eq!(grown(&order), (pictures.clone(), scores), "{}", recipe.id);
                if recipe.id != "deepdream" {
                    assert_ne!(grown(&Order { seed: 4, ..order }).0, pictures, "{}", recipe.id);
                }
            }
        }
    }
}

#[test]
fn priors_order_recipes_by_how_fine_their_pictures_are() {
    let (lens, _) = world();
    let goal = Objective::Unit(lens.network().find("block4").unwrap(), Channel(7), None);
    let fine = |id: &str, settings: &[(&'static str, Value)]| {
        let parameters = settings.iter().cloned().collect();
        let order = Order { parameters, ..Order::new(Arc::clone(&lens), goal.clone()) };
        let mut growing = PRESETS.find(id).unwrap().begin(&order).unwrap();
        while !growing.is_finished() {
            growing.step(&Control::default()).unwrap();
        }
        Portrait::of(&growing.pictures())[0].high_frequency
    };
    let steps = ("steps", Value::Whole(60));
    let [erhan, nguyen, yosinski] = ["erhan", "nguyen", "yosinski"].map(|id| fine(id, std::slice::from_ref(&steps)));
    let mahendran = fine("mahendran", &[steps, ("variation", Value::Number(100.0))]);
    println!("fine: Erhan {erhan:.3}, Nguyen {nguyen:.3}, Yosinski {yosinski:.3}, Mahendran {mahendran:.3}");
    assert!(erhan > yosinski && nguyen > yosinski && yosinski > mahendran, "{erhan} {nguyen} {yosinski} {mahendran}");
}

#[test]
fn pictures_that_run_away_are_an_error() {
    let (lens, _) = world();
    let parameters = Parameters::from_iter([("rate", Value::Number(0.1)), ("variation", Value::Number(10_000.0))]);
    let goal = Objective::Channel(lens.network().find("block4").unwrap(), Channel(7));
    let mut growing = PRESETS.find("mahendran").unwrap().begin(&Order { parameters, ..Order::new(lens, goal) }).unwrap();
    let error = loop {
        match growing.step(&Control::default()) {
            Ok(report) => assert!(!report.finished, "it stayed within bounds"),
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("left all bounds"), "{error}");
}
