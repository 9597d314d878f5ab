//! `convscope bench`: how long a user's own model takes on this machine, and how much memory it needs.
//!
//! Times are of warm repetitions: opening the model and the first two rounds are not counted.

use std::time::Instant;

use serde_json::json;

use super::{
    Common, Error, Result,
    model::{ModelArguments, Running},
    output::{print, print_json},
    parameters,
};
use crate::{
    attribution::{self, METHODS, Method, Request},
    control::Control,
    methods::Value,
    network::{Class, Device, Engine, Keep, Plain, Target, Tensor, training::TrainingEngine},
    picture::Preprocessing,
    training::{CrossEntropy, Optimizer, OptimizerSettings},
    words::{self, Words, results},
};

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Work {
    /// The class scores of a picture.
    Forward,
    /// The gradient of a score at the picture, its forward pass included.
    Gradient,
    /// Grad-CAM of another class of the same picture.
    GradCam,
    /// Occlusion by windows of 32 x 32 pixels, 8 apart.
    Occlusion,
    /// Score-CAM of the last maps, their forward pass included.
    ScoreCam,
    /// Ablation-CAM of the last maps, their forward pass included.
    AblationCam,
    /// A method of attribution (--method), its forward pass included.
    Explain,
    /// A step of training: forward, back to every weight, and SGD with momentum.
    Training,
}

/// What to time.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// What is timed.
    #[arg(long, default_value = "forward", value_name = "WORK")]
    work: Work,
    /// The method that explains; with parameters and a convention as `convscope attribute` takes them.
    #[arg(long, value_name = "M", value_parser = |id: &str| METHODS.find(id))]
    method: Option<&'static Method>,
    /// A parameter of the method.
    #[arg(long = "param", value_name = "K=V", value_parser = parameters::parse)]
    parameters: Vec<(String, String)>,
    /// The method's convention.
    #[arg(long, value_name = "C")]
    convention: Option<String>,
    /// How often.
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    repeat: u32,
    /// Pictures in a step of training.
    #[arg(long, default_value_t = 64, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4096))]
    batch: u32,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Rounds that fill caches and pack weights.
const WARM_UP: u32 = 2;
/// A learning rate that changes weights without leading anywhere.
const RATE: f64 = 1e-3;

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let shape = &model.network.node(model.network.input()).shape;
    let input = Tensor::from_vec(noise(common.seed, shape.iter().product()), shape.as_slice(), &Device::Cpu)
        .map_err(crate::network::Error::from)?;
    let mut times = match arguments.work {
        Work::Training => training_times(arguments, &engine, common.seed)?,
        _ => times(arguments, &engine, &input)?,
    };
    times.sort_by(f64::total_cmp);
    let (median, minimum) = (times[times.len() / 2], times[0]);
    let work = clap::ValueEnum::to_possible_value(&arguments.work).map_or_else(String::new, |value| value.get_name().to_owned());
    let (peak, threads, device) = (peak_memory(), rayon::current_num_threads(), engine.device());
    if arguments.json {
        return print_json(&json!({
            "work": work,
            "median_ms": median,
            "minimum_ms": minimum,
            "peak_bytes": peak,
            "threads": threads,
            "device": Words::ENGLISH.line(&device),
        }));
    }
    let (words, fixed) = (common.words(), words::Value::Fixed);
    let memory = fixed(peak as f64 / 1e6, 0);
    print(&format!("{}\n", words.say(&results::benched(work, fixed(median, 2), fixed(minimum, 2), memory, words.line(&device)))))
}

/// Milliseconds of each repetition.
fn times(arguments: &Arguments, engine: &Engine, input: &Tensor) -> Result<Vec<f64>> {
    let quiet = Control::default();
    let network = engine.network();
    let explained = match arguments.work {
        Work::GradCam => Some(engine.forward(input, &Keep::All, &quiet)?),
        _ => None,
    };
    let method = |id| attribution::METHODS.find(id).map_err(|unknown| Error::Usage(unknown.to_string()));
    let levels = Preprocessing::imagenet();
    let mut times = Vec::new();
    for round in 0..WARM_UP + arguments.repeat {
        let class = Target::Class(Class(round as usize % network.class_count().max(1)));
        let began = Instant::now();
        match arguments.work {
            Work::Forward => {
                engine.scores(&engine.forward(input, &Keep::Scores, &quiet)?)?;
            }
            Work::Gradient => {
                let activations = engine.forward(input, &Keep::All, &quiet)?;
                engine.gradient(&activations, &class, &[network.input()], &Plain, &quiet)?;
            }
            Work::GradCam => {
                let request = Request { activations: explained.as_ref(), ..Request::new(engine, input, class) };
                method("grad-cam")?.run(&request, &quiet, &mut |_| {})?;
            }
            Work::Occlusion => {
                let parameters = [("window", Value::Whole(32)), ("stride", Value::Whole(8))].into_iter().collect();
                let request = Request { parameters, ..Request::new(engine, input, class) };
                method("occlusion")?.run(&request, &quiet, &mut |_| {})?;
            }
            Work::ScoreCam | Work::AblationCam => {
                let id = if arguments.work == Work::ScoreCam { "score-cam" } else { "ablation-cam" };
                method(id)?.run(&Request::new(engine, input, class), &quiet, &mut |_| {})?;
            }
            Work::Explain => {
                let method = arguments.method.ok_or_else(|| Error::Usage("say what explains with --method".to_owned()))?;
                let request = Request {
                    preprocessing: Some(&levels),
                    references: Some(&|| input.affine(0.5, 0.1).ok()),
                    truth: Some(&|| Some(vec![1.0; input.dims().iter().skip(2).product()])),
                    parameters: parameters::collect(method.name, method.parameters, &arguments.parameters)?,
                    convention: arguments.convention.clone(),
                    ..Request::new(engine, input, class)
                };
                method.run(&request, &quiet, &mut |_| {})?;
            }
            Work::Training => {}
        }
        if round >= WARM_UP {
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(times)
}

/// Milliseconds of each step of training on one batch of noise.
fn training_times(arguments: &Arguments, engine: &Engine, seed: u64) -> Result<Vec<f64>> {
    let network = engine.network();
    let count = arguments.batch as usize;
    let per_picture: usize = network.node(network.input()).shape.iter().product();
    let (input, classes) = (noise(seed, count * per_picture), network.class_count().max(1));
    let wanted: Vec<usize> = (0..count).map(|picture| picture % classes).collect();
    let mut training = TrainingEngine::new(network)?;
    let mut optimizer = Optimizer::new(OptimizerSettings::default(), &training.parameters);
    let mut times = Vec::new();
    for round in 0..WARM_UP + arguments.repeat {
        let began = Instant::now();
        let mut loss = |scores: &[f32], gradient: &mut [f32]| {
            CrossEntropy::of(scores, &wanted, 0.1, gradient);
            Ok(())
        };
        training.step(&input, count, &mut loss, &Control::default())?;
        optimizer.apply(&mut training.parameters, RATE);
        if round >= WARM_UP {
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(times)
}

/// Numbers from -2 to 2, spread evenly: a preprocessed picture of nothing.
fn noise(seed: u64, count: usize) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 22) as f32 - 2.0
    };
    (0..count).map(|_| next()).collect()
}

/// The most memory the program has held so far, in bytes, where the system tells it; 0 elsewhere.
fn peak_memory() -> u64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/status") else { return 0 };
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
