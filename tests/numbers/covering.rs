//! What a hand covers, against whole passes: the network that ships and those that people know, patches and ragged regions.

use std::time::Instant;

use convscope::{
    attribution::{FILLS, Fill, Mask, Request, scores_with},
    control::Control,
    data::world,
    network::{Activations, Class, DType, Device, Engine, Keep, NodeId, Target, Tensor},
    zoo::{self, Model},
};

use crate::support::files::shared;

fn quiet() -> Control {
    Control::default()
}

/// A network with a picture and a pass that kept everything.
struct Base {
    model: Model,
    engine: Engine,
    input: Tensor,
    pixels: Vec<f32>,
    pass: Activations,
}

impl Base {
    fn new(model: Model) -> Self {
        let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
        let [height, width] = model.preprocessing.size;
        let pixels = model.preprocessing.apply(&world::SAMPLES[0].picture());
        let input = Tensor::from_vec(pixels.clone(), (1, pixels.len() / (height * width), height, width), &Device::Cpu).unwrap();
        let pass = engine.forward(&input, &Keep::All, &quiet()).unwrap();
        Self { model, engine, input, pixels, pass }
    }

    fn fill(&self, id: &str) -> Fill {
        let request = Request {
            preprocessing: Some(&self.model.preprocessing),
            ..Request::new(&self.engine, &self.input, Target::Class(Class(0)))
        };
        Fill::of(&request, id).unwrap()
    }

    /// The scores with a region covered, as the hand computes them.
    fn by_hand(&self, mask: &Mask, fill: &Fill) -> Vec<f32> {
        let changes = mask.changes(&self.pixels, fill).unwrap().unwrap();
        let wanted = [self.engine.network().scores()];
        let answer = self.engine.forward_changed(&self.pass, &changes, &wanted, &quiet()).unwrap();
        self.engine.scores(&answer).unwrap().remove(0)
    }
}

/// A square in the middle.
fn patch(size: [usize; 2], share: f64) -> Mask {
    let side = (size[0].min(size[1]) as f64 * share) as usize;
    let [top, left] = size.map(|length| (length - side) / 2);
    let mut mask = Mask::empty(size);
    mask.add(&[top..top + side, left..left + side]);
    mask
}

/// Rings and a corner.
fn ragged(size: [usize; 2]) -> Mask {
    let mut mask = Mask::empty(size);
    for (index, covered) in mask.covered.iter_mut().enumerate() {
        let (y, x) = ((index / size[1]) as f64, (index % size[1]) as f64);
        let distance = (y - size[0] as f64 * 0.4).hypot(x - size[1] as f64 * 0.6);
        *covered = (distance / size[0] as f64 * 10.0) as usize == 2 || y + x < 9.0;
    }
    mask
}

fn largest_difference(found: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(found.len(), expected.len());
    let scale = expected.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
    found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) / scale
}

#[test]
fn every_fill_and_region_is_answered_as_a_whole_pass_answers() {
    let base = Base::new(zoo::default_model().unwrap());
    let (size, area) = (base.model.preprocessing.size, base.pixels.len() / 3);
    for id in FILLS.iter().map(|fill| fill.id) {
        let fill = base.fill(id);
        for mask in [patch(size, 0.25), ragged(size)] {
            // Covered pixel by pixel, and run as a whole.
            let everything = [0..size[0], 0..size[1]];
            let covered = fill.over(&base.pixels, size, &everything, |y, x| mask.covers(y, x));
            for (index, (covered, bare)) in covered.iter().zip(&base.pixels).enumerate() {
                assert!(mask.covered[index % area] || covered == bare, "{id}: {index} is not covered");
            }
            let input = Tensor::from_vec(covered, base.input.dims(), &Device::Cpu).unwrap();
            let whole = base.engine.forward(&input, &Keep::Scores, &quiet()).unwrap();
            let expected = base.engine.scores(&whole).unwrap().remove(0);
            let error = largest_difference(&base.by_hand(&mask, &fill), &expected);
            assert!(error < 1e-4, "{id}: {error:e}");
        }
    }
}

/// A layer's value with a region of every map set to 0.
fn holed(base: &Base, layer: NodeId) -> Tensor {
    let value = base.pass.get(&base.model.network, layer).unwrap();
    let (_, _, height, width) = value.dims4().unwrap();
    let mask = patch([height, width], 0.5);
    let mut values: Vec<f32> = value.flatten_all().unwrap().to_vec1().unwrap();
    for map in values.chunks_exact_mut(height * width) {
        map.iter_mut().zip(&mask.covered).filter(|(_, covered)| **covered).for_each(|(value, _)| *value = 0.0);
    }
    Tensor::from_vec(values, value.dims(), &Device::Cpu).unwrap()
}

#[test]
fn a_hole_in_a_layer_is_answered_as_the_other_backend_answers() {
    let base = Base::new(zoo::default_model().unwrap());
    let network = &base.model.network;
    let reference = Engine::with_dtype(network.clone(), &Device::Cpu, DType::F64).unwrap();
    let plain = reference.forward(&base.input, &Keep::All, &quiet()).unwrap();
    let leads = network.leads_to(&[network.scores()]);
    let layers: Vec<NodeId> = network.ids().filter(|id| network.has_maps(*id) && leads[id.index()]).collect();
    for &layer in layers.iter().filter(|id| base.pass.has(**id)) {
        let hole = holed(&base, layer);
        let found = scores_with(&base.engine, &base.pass, (layer, hole.clone()), &quiet()).unwrap();
        let expected = scores_with(&reference, &plain, (layer, hole), &quiet()).unwrap();
        let error = largest_difference(&found, &expected);
        assert!(error < 1e-4, "{}: {error:e}", network.node(layer).name);
        // The value as it was changes nothing.
        let same = base.pass.get(network, layer).unwrap();
        let found = scores_with(&base.engine, &base.pass, (layer, same), &quiet()).unwrap();
        let error = largest_difference(&found, &base.engine.scores(&base.pass).unwrap()[0]);
        assert!(error < 1e-4, "{}: {error:e}", network.node(layer).name);
    }
}

/// Medians of the hand's answers; `cargo test --release --test numbers -- --ignored --nocapture how_long`.
#[test]
#[ignore = "measures"]
fn how_long_the_hand_takes() {
    for file in ["models/squeezenet1_1.safetensors", "models/googlenet.onnx"] {
        let Some(file) = shared(file) else { continue };
        let base = Base::new(zoo::open(&file).unwrap());
        let (name, size) = (base.model.name.clone(), base.model.preprocessing.size);
        let median = |what: &str, work: &mut dyn FnMut(usize)| {
            let mut times: Vec<f64> = (0..25)
                .map(|index| {
                    let begin = Instant::now();
                    work(index);
                    begin.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(f64::total_cmp);
            println!("{name}: {what}: median {:.1} ms, slowest {:.1} ms", times[12], times[24]);
        };
        median("whole pass", &mut |_| drop(base.engine.forward(&base.input, &Keep::Scores, &quiet())));
        for id in ["mean", "in-painted"] {
            let fill = base.fill(id);
            for share in [0.1, 0.25, 0.5] {
                median(&format!("patch of {share}, {id}"), &mut |index| {
                    let side = (size[0] as f64 * share) as usize;
                    let mut mask = Mask::empty(size);
                    let [top, left] = [index * 37 % (size[0] - side), index * 53 % (size[1] - side)];
                    mask.add(&[top..top + side, left..left + side]);
                    drop(base.by_hand(&mask, &fill));
                });
            }
            median(&format!("ragged region, {id}"), &mut |_| drop(base.by_hand(&ragged(size), &fill)));
        }
        let network = &base.model.network;
        let layers: Vec<NodeId> = network.ids().filter(|id| network.has_maps(*id) && base.pass.has(*id)).collect();
        for layer in [layers[1], layers[layers.len() / 2]] {
            median(&format!("maps of {}", network.node(layer).name), &mut |_| {
                drop(scores_with(&base.engine, &base.pass, (layer, holed(&base, layer)), &quiet()));
            });
        }
    }
}
