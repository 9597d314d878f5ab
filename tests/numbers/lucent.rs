//! Convention `lucid` beside Lucent itself: ten channels of SqueezeNet 1.1, with all that it drew at random
//! (`tests/reference/lucent.py`, whose folder lies beside the repository or where `CONVSCOPE_LUCENT` says).
//!
//! Single steps have to agree: the objective, and its gradient at the spectrum. After that rounding decides signs in Adam, and
//! two exact programs part; how far is printed beside how far Lucent parts from itself in double precision.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use convscope::{
    control::Control,
    network::{Channel, Device, NodeId},
    visualization::{
        Growing as _, Growth, Lens, Objective, Order, PRESETS, Recipe, recipe::Ramp, step::StepRule, transform::Draw,
    },
};
use safetensors::SafeTensors;
use serde_json::Value as Json;

use super::support::{
    compare::l2,
    files::{repository, shared, skip},
};

/// So far that the start hardly counts: what moved is the gradient.
const FAR: f64 = 1e6;
/// Updates after which the pictures are compared.
const COMPARED: [usize; 5] = [1, 8, 16, 32, 64];

/// The folder of the references, or nothing where it is missing.
fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("CONVSCOPE_LUCENT").map_or_else(|| repository("../lucent-reference"), PathBuf::from);
    if folder.join("lucent.json").exists() {
        return Some(folder);
    }
    skip("lucent.json is missing; tests/reference/lucent.py makes it, CONVSCOPE_LUCENT says where");
    None
}

/// A channel and what Lucent made of it.
struct Case {
    name: String,
    layer: NodeId,
    channel: usize,
    recorded: Json,
    file: Vec<u8>,
}

impl Case {
    fn read(folder: &Path, recorded: &Json, lens: &Lens) -> Self {
        let (layer, channel) = (recorded["layer"].as_str().unwrap(), recorded["channel"].as_u64().unwrap());
        let file = std::fs::read(folder.join(format!("{layer}-{channel}.safetensors"))).unwrap();
        let node = lens.network().find(layer).unwrap();
        Self { name: format!("{layer}:{channel}"), layer: node, channel: channel as usize, recorded: recorded.clone(), file }
    }

    fn numbers(&self, name: &str) -> Option<Vec<f32>> {
        let tensors = SafeTensors::deserialize(&self.file).unwrap();
        let (bytes, _) = tensors.tensor(name).ok()?.data().as_chunks::<4>();
        Some(bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    fn draws(&self, step: usize) -> Vec<Draw> {
        let draws = &self.recorded["draws"][step];
        let shift = |name: &str| Draw::Shift([0, 1].map(|axis| draws[name][axis].as_i64().unwrap()));
        let number = |name: &str| draws[name].as_f64().unwrap();
        vec![Draw::None, shift("shift1"), Draw::Factor(number("scale")), Draw::Degrees(number("degrees")), shift("shift2")]
    }

    fn objective(&self, step: usize) -> f64 {
        self.recorded["objective"][step].as_f64().unwrap()
    }

    fn begun(&self, lens: &Arc<Lens>, spectrum: Vec<f32>, change: impl FnOnce(&mut Recipe)) -> Growth {
        let objective = Objective::Channel(self.layer, Channel(self.channel));
        let order = Order {
            convention: Some("lucid".to_owned()),
            size: Some([128; 2]),
            start: Some(Arc::new(spectrum)),
            ..Order::new(lens.clone(), objective)
        };
        let mut recipe = PRESETS.find("lucid").unwrap().recipe(&order).unwrap().unwrap();
        change(&mut recipe);
        Growth::new(lens.clone(), order.goal, recipe).unwrap()
    }
}

#[test]
fn single_steps_and_the_first_updates_are_lucents() {
    let (Some(folder), Some(model)) = (reference(), shared("models/squeezenet1_1.safetensors")) else { return };
    let model = convscope::zoo::open(&model).unwrap();
    let lens = Arc::new(Lens::new(model.network, model.preprocessing, Device::Cpu));
    let document: Json = serde_json::from_slice(&std::fs::read(folder.join("lucent.json")).unwrap()).unwrap();
    let control = Control::default();
    let (mut wrong, mut beyond) = (Vec::new(), Vec::new());
    for recorded in document["channels"].as_array().unwrap() {
        let case = Case::read(&folder, recorded, &lens);
        let mut line = format!("{:>15}: step: objective, gradient ", case.name);
        for step in [0, 1, 8, 16, 32] {
            let (spectrum, expected) = (case.numbers(&format!("spectrum.{step}")), case.numbers(&format!("gradient.{step}")));
            let (Some(spectrum), Some(expected)) = (spectrum, expected) else { continue };
            let mut growth = case.begun(&lens, spectrum.clone(), |recipe| {
                recipe.stages[0].rule = StepRule::Plain;
                recipe.stages[0].rate = Ramp::from(FAR);
            });
            let before = growth.pictures();
            let pictures = case.numbers(&format!("picture.{step}")).unwrap();
            assert!(l2(&before.values, &pictures) < 1e-5, "{}: the spectrum is read otherwise", case.name);
            let report = growth.step_with(&case.draws(step), &control).unwrap();
            assert!(!report.redirected);
            let objective = (report.scores[0] / case.objective(step) - 1.0).abs();
            let moved = growth.parameters().unwrap().iter().zip(&spectrum);
            let gradient: Vec<f32> = moved.map(|(after, before)| ((after - before) as f64 / FAR) as f32).collect();
            let gradient = l2(&gradient, &expected);
            line += &format!(" {step}: {objective:.0e} {gradient:.0e};");
            if objective > 2e-5 || gradient > 3e-2 {
                wrong.push(format!("{} at {step}: objective {objective:.1e}, gradient {gradient:.1e}", case.name));
            }
        }
        let steps = case.recorded["draws"].as_array().unwrap().len();
        let mut growth = case.begun(&lens, case.numbers("spectrum.0").unwrap(), |_| {});
        let mut last = 0.0;
        line += "\n                 after: picture (Lucent's own rounding) ";
        for step in 0..steps {
            last = growth.step_with(&case.draws(step), &control).unwrap().scores[0];
            let done = step + 1;
            if COMPARED.contains(&done) {
                let far = l2(&growth.pictures().values, &case.numbers(&format!("picture.{done}")).unwrap());
                let own = case.recorded["rounding"]["pictures"][done.to_string()].as_f64().unwrap_or(f64::NAN);
                line += &format!(" {done}: {far:.1e} ({own:.1e});");
                if far > (2.0 * own).max(5e-2) {
                    wrong.push(format!("{} after {done}: the picture is off by {far:.1e}, not {own:.1e}", case.name));
                }
            }
        }
        let far = last / case.objective(steps - 1) - 1.0;
        let own = case.recorded["rounding"]["objectives"][steps - 1].as_f64().unwrap_or(f64::NAN);
        line += &format!("\n                 last objective {last:.2}, {:+.2} % of Lucent's ({:.2} %)", 100.0 * far, 100.0 * own);
        println!("{line}");
        beyond.push(far);
    }
    // Rounding makes one picture better and the next one worse; a fault would make all of them worse.
    let mean = beyond.iter().sum::<f64>() / beyond.len().max(1) as f64;
    println!("last objectives on average {:+.2} % of Lucent's", 100.0 * mean);
    assert!(mean.abs() < 0.1, "the last objectives are off by {mean} on average");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
