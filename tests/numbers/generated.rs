//! Codes of a generator that climb and wander, against the transcription of DGN-AM and PPGN in double precision
//! (tests/fixtures/visualization/presets.py): five steps with a tiny generator.

use std::{collections::HashMap, sync::Arc};

use convscope::{
    control::Control,
    network::{Class, Device, Tensor},
    picture::Preprocessing,
    visualization::{Generated, Goal, Growing as _, Lens, Objective, Plan, Source, Unit, Way, recipe::Ramp},
    zoo,
};
use serde_json::Value as Json;

use crate::support::{compare::flat, files::fixture};

const TOLERANCE: f64 = 1e-4;
const STEPS: usize = 5;

struct Toy {
    lens: Arc<Lens>,
    values: HashMap<String, Tensor>,
    constants: Json,
}

impl Toy {
    fn load() -> Self {
        let model = zoo::open(&fixture("visualization/network.onnx")).unwrap();
        let preprocessing = Preprocessing { size: [32, 32], ..Preprocessing::imagenet() };
        let values = candle_core::safetensors::load(fixture("visualization/presets.safetensors"), &Device::Cpu).unwrap();
        let constants = std::fs::read_to_string(fixture("visualization/presets.json")).unwrap();
        let lens = Arc::new(Lens::new(model.network, preprocessing, Device::Cpu));
        Self { lens, values, constants: serde_json::from_str(&constants).unwrap() }
    }

    fn numbers(&self, preset: &str, key: &str) -> Vec<f32> {
        let name = format!("{preset}.{key}");
        let kept = self.constants["same"][&name].as_str().unwrap_or(&name);
        flat(&self.values[kept]).into_iter().map(|number| number as f32).collect()
    }

    fn constant(&self, preset: &str, key: &str) -> f64 {
        self.constants[preset][key].as_f64().unwrap_or_else(|| panic!("{preset} has no {key}"))
    }

    fn ramp(&self, preset: &str) -> Ramp {
        let end = |index: usize| self.constants[preset]["step"][index].as_f64().unwrap();
        Ramp { from: end(0), to: end(1) }
    }

    fn source(&self, upper: Vec<f32>) -> Source {
        Source {
            network: Arc::new(convscope::formats::onnx::read(&fixture("visualization/generator.onnx"), None).unwrap()),
            layer: self.lens.network().find("relu2").unwrap(),
            upper: Arc::new(upper),
            scale: 1.0,
            space: Some(self.lens.space(Unit::Centred)),
        }
    }

    fn generated(&self, preset: &str, upper: Vec<f32>, way: Way) -> Generated {
        let class = Class(self.constants[preset]["target"]["class"].as_u64().unwrap() as usize);
        let plan = Plan { steps: STEPS, rate: self.ramp(preset), way, seed: 0, count: 1 };
        let start = self.numbers(preset, "start");
        let goal = Goal::from(Objective::Class(class));
        Generated::new(Arc::clone(&self.lens), goal, self.source(upper), plan, Some(&start)).unwrap()
    }

    fn assert_met(&self, preset: &str, generated: &Generated) {
        for (key, found) in [("after", &generated.code().values), ("picture", &generated.drawn().values)] {
            let expected = self.numbers(preset, key);
            let square = |numbers: &mut dyn Iterator<Item = f32>| numbers.map(|number| f64::from(number).powi(2)).sum::<f64>();
            let error = square(&mut found.iter().zip(&expected).map(|(found, expected)| found - expected));
            let error = (error / square(&mut expected.iter().copied())).sqrt();
            println!("{preset}.{key}: {error:.1e}");
            assert!(error < TOLERANCE, "{preset}.{key}: {error:e}");
        }
    }
}

#[test]
fn a_code_climbs_as_published() {
    let toy = Toy::load();
    let preset = "nguyen2016_dgn";
    let way = Way::Climb { keep: toy.constant(preset, "decay") };
    let mut generated = toy.generated(preset, toy.numbers(preset, "bound"), way);
    let mut objective = Vec::new();
    while !generated.is_finished() {
        objective.push(generated.step(&Control::default()).unwrap().scores[0] as f32);
    }
    for (found, expected) in objective.iter().zip(toy.numbers(preset, "objective")) {
        assert!((found - expected).abs() < 1e-4 * expected.abs(), "{found} for {expected}");
    }
    toy.assert_met(preset, &generated);
}

#[test]
fn a_code_wanders_as_published_and_as_coded() {
    let toy = Toy::load();
    for (preset, as_coded) in [("nguyen2016_ppgn", false), ("nguyen2016_ppgn_as_coded", true)] {
        let noise = toy.numbers(preset, "noise");
        let most = toy.constants[preset]["bounds"][1].as_f64().unwrap() as f32;
        let [prior, condition, chance] = ["prior", "condition", "noise"].map(|key| toy.constant(preset, key));
        let way = Way::Sample { prior, condition, noise: chance, as_coded };
        let units = noise.len() / STEPS;
        let mut generated = toy.generated(preset, vec![most; units], way);
        for step in 0..STEPS {
            generated.step_with(&noise[step * units..][..units], &Control::default()).unwrap();
        }
        assert!(generated.is_finished());
        toy.assert_met(preset, &generated);
    }
}

#[test]
fn the_same_seed_wanders_the_same_way() {
    let toy = Toy::load();
    let way = Way::Sample { prior: 0.01, condition: 1.0, noise: 0.1, as_coded: false };
    let walk = |seed: u64| {
        let plan = Plan { steps: 3, rate: Ramp::from(0.5), way: way.clone(), seed, count: 2 };
        let goal = Goal::from(Objective::Class(Class(1)));
        let source = toy.source(vec![30.0; 12 * 16 * 16]);
        let mut generated = Generated::new(Arc::clone(&toy.lens), goal, source, plan, None).unwrap();
        while !generated.is_finished() {
            generated.step(&Control::default()).unwrap();
        }
        assert_eq!(generated.pictures().dims(), [2, 3, 32, 32]);
        generated.pictures()
    };
    assert_eq!(walk(1), walk(1));
    assert_ne!(walk(1), walk(2));
}
