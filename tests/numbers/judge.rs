//! The measures of the room `judge` against what scikit-image, SciPy, Quantus, Captum, pytorch-grad-cam and RISE's own
//! protocol say, in double precision. The numbers come from `fixtures/judge/make.py`.

use std::collections::HashMap;

use convscope::{
    attribution::{METHODS, Map, Request, Rerun},
    control::Control,
    judge::{
        Eraser, Foretold, Importance, Order, complexity, erase, inside, kept, likeness, most_changed, ranking,
        rise_of_complexity, road,
    },
    network::{Class, DType, Device, Engine, Target, Tensor},
    zoo,
};

use crate::support::{
    compare::{flat, l2},
    files::fixture,
};

struct Values(HashMap<String, Tensor>);

impl Values {
    fn open() -> Self {
        Self(candle_core::safetensors::load(fixture("judge/judge.safetensors"), &Device::Cpu).unwrap())
    }

    fn all(&self, key: &str) -> Vec<f64> {
        flat(&self.0[key])
    }

    fn one(&self, key: &str) -> f64 {
        self.all(key)[0]
    }

    fn narrow(&self, key: &str) -> Vec<f32> {
        self.all(key).into_iter().map(|value| value as f32).collect()
    }

    fn importance(&self, key: &str) -> Importance {
        let dims = self.0[key].dims();
        Importance { values: self.narrow(key), size: [dims[0], dims[1]] }
    }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[test]
fn pointing_energy_ranks_and_overlap_are_what_brute_force_says() {
    let values = Values::open();
    let mask = values.narrow("localization.mask");
    for name in ["signed", "positive", "ties"] {
        let expected = |what: &str| values.one(&format!("localization.{name}.{what}"));
        let found = inside(&values.importance(&format!("localization.{name}.map")), &mask, 0).unwrap();
        near(found.pointing, expected("pointing-game"));
        near(found.energy, expected("energy-inside"));
        near(found.rank, expected("rank-accuracy"));
        near(found.overlap, expected("best-intersection-over-union"));
    }
}

#[test]
fn likeness_is_scipys_and_scikit_images() {
    let values = Values::open();
    let (a, b) = (values.all("likeness.first"), values.all("likeness.second"));
    near(likeness::spearman(&a, &b), values.one("likeness.spearman"));
    let ties = [values.all("localization.ties.map"), values.all("localization.positive.map")];
    near(likeness::spearman(&ties[0], &ties[1]), values.one("localization.spearman-with-ties"));
    near(likeness::structural(&a, &b, [96, 96], 1.0), values.one("likeness.structural-similarity"));
    let gradients = [&a, &b].map(|plane| likeness::oriented_gradients(plane, [96, 96]));
    assert!(l2(&gradients[0], &values.all("likeness.hog.first")) < 1e-6);
    near(likeness::spearman(&gradients[0], &gradients[1]), values.one("likeness.hog.spearman"));
}

#[test]
fn entropy_and_efficient_mprt_are_quantuss_and_tau_is_scipys() {
    let values = Values::open();
    let (a, b) = (values.all("likeness.first"), values.all("likeness.second"));
    near(complexity(&a), values.one("complexity.original.entropy"));
    near(complexity(&b), values.one("complexity.random.entropy"));
    near(complexity(&values.all("localization.signed.map")), values.one("complexity.signed.entropy"));
    near(complexity(&values.all("localization.ties.map")), values.one("complexity.ties.entropy"));
    near(rise_of_complexity(&a, &b), values.one("complexity.efficient-mprt"));
    let pairs: Vec<(f64, f64)> = values.all("kendall.first").into_iter().zip(values.all("kendall.second")).collect();
    near(ranking::kendall(&pairs), values.one("kendall.tau-b"));
}

/// The network of the reference with its input.
fn network(values: &Values) -> (Engine, Tensor) {
    let model = zoo::open(&fixture("attribution/residual.onnx")).unwrap();
    let engine = Engine::with_dtype(model.network, &Device::Cpu, DType::F64).unwrap();
    (engine, values.0["network.input"].clone())
}

fn target(values: &Values) -> Target {
    Target::Class(Class(values.one("network.class") as usize))
}

#[test]
fn deletion_and_insertion_are_rises() {
    let values = Values::open();
    let (engine, input) = network(&values);
    let request = Request::new(&engine, &input, target(&values));
    for (map, ending) in [("network.map", ""), ("network.map-with-ties", "-with-ties")] {
        let importance = values.importance(map);
        let run = |order, eraser| {
            let mut seen = 0;
            let curve = erase(&request, &importance, (order, eraser), 8, &Control::default(), &mut |curve, input| {
                assert_eq!(input.len(), 3 * 20 * 22);
                seen = curve.scores.len();
            });
            assert_eq!(seen, 9);
            curve.unwrap()
        };
        for (found, name) in
            [(run(Order::MostFirst, Eraser::Grey), "deletion"), (run(Order::Insert, Eraser::Blur(5.0)), "insertion")]
        {
            assert!(l2(&found.scores, &values.all(&format!("{name}.curve{ending}"))) < 1e-6, "{name}{ending}");
            near(found.area(), values.one(&format!("{name}.area{ending}")));
        }
    }
}

#[test]
fn road_is_that_of_pytorch_grad_cam_without_its_noise() {
    let values = Values::open();
    let (engine, input) = network(&values);
    let request = Request::new(&engine, &input, target(&values));
    // What a percentile keeps is not what is erased.
    let shares: Vec<f64> = values.all("road.percentiles").iter().map(|kept| 1.0 - kept / 100.0).collect();
    let found = road(&request, &values.importance("network.map"), &shares, 0.0, &Control::default()).unwrap();
    near(found, values.one("road.probability.combined"));
    let missing: Vec<bool> = values.all("road.kept").iter().map(|kept| *kept == 0.0).collect();
    let filled = convscope::picture::inpainted(&values.narrow("network.input"), [20, 22], &missing);
    assert!(l2(&filled, &values.narrow("road.imputed")) < 1e-6);
}

#[test]
fn infidelity_and_sensitivity_are_captums() {
    let values = Values::open();
    let (engine, input) = network(&values);
    let request = Request::new(&engine, &input, target(&values));
    let gradient = METHODS.find("gradient").unwrap();
    let map = |input: &Tensor| -> Map {
        let request = Request::new(&engine, input, target(&values));
        gradient.run(&request, &Control::default(), &mut |_| {}).unwrap()
    };
    let own = map(&input);
    let own_input = values.narrow("network.input");
    let (mut inputs, mut found) = (vec![own_input.clone()], Foretold::default());
    for change in values.narrow("infidelity.perturbations").chunks_exact(own_input.len()) {
        found.foretold.push(own.values.iter().zip(change).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum());
        inputs.push(own_input.iter().zip(change).map(|(value, change)| value - change).collect());
    }
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let scores = Rerun::of_input(&request).unwrap().all(&inputs, &Control::default()).unwrap();
    found.fell = scores[1..].iter().map(|score| scores[0] - score).collect();
    near(found.infidelity(), values.one("infidelity"));
    near(found.scaled_infidelity(), values.one("infidelity.normalized"));
    let moved = &values.0["sensitivity.perturbed"];
    let maps: Vec<Vec<f32>> = (0..6).map(|index| map(&moved.narrow(0, index, 1).unwrap()).values).collect();
    near(most_changed(&own.values, maps.iter().map(Vec::as_slice)), values.one("sensitivity.max"));
}

#[test]
fn what_is_kept_is_grad_cam_plus_pluss() {
    let values = Values::open();
    let (engine, input) = network(&values);
    let request = Request::new(&engine, &input, target(&values));
    let pairs = values.all("average.pairs");
    let found = kept(&request, &values.importance("network.map"), &Control::default()).unwrap();
    near(found.whole, pairs[0]);
    near(found.through, pairs[1]);
    let all: Vec<convscope::judge::Kept> =
        pairs.chunks_exact(2).map(|pair| convscope::judge::Kept { whole: pair[0], through: pair[1] }).collect();
    near(100.0 * all.iter().map(|kept| kept.drop()).sum::<f64>() / all.len() as f64, values.one("average.drop"));
    near(100.0 * all.iter().filter(|kept| kept.rises()).count() as f64 / all.len() as f64, values.one("average.increase"));
}
