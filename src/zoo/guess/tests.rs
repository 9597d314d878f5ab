//! Networks whose preparation is known, and the measure on them.

use super::*;
use crate::{control::Cancel, data::world, network::Device, zoo::Shipped};

/// Feeds a network that takes `truth` as if it took `told`: exactly what a network would see that was trained on `told`.
fn told<'a>(truth: &'a Preprocessing, told: &'a Preprocessing) -> impl Fn(&Preprocessing, &Picture) -> Vec<f32> + 'a {
    move |tried, picture| {
        let values = tried.apply(picture);
        let plane = values.len() / tried.channels();
        let colour = |of: &Preprocessing, channel: usize| if of.order == ChannelOrder::Bgr { 2 - channel } else { channel };
        let mut out = vec![0.0; values.len()];
        for (channel, plane_of) in values.chunks_exact(plane).enumerate() {
            // The channel of the input that `told` reads this colour from, and where `truth` has that colour.
            let seen = colour(told, channel);
            let to = colour(truth, seen);
            for (value, out) in plane_of.iter().zip(&mut out[to * plane..]) {
                let byte = (value * told.std[channel] + told.mean[channel]) * 255.0 / told.range;
                *out = (byte * truth.range / 255.0 - truth.mean[to]) / truth.std[to];
            }
        }
        out
    }
}

fn scenes() -> Vec<Picture> {
    world::SAMPLES.iter().map(world::Sample::picture).collect()
}

/// What is found of a network that ships, if it took `takes` and somebody assumed `assumed` (both above what it says itself).
fn found(name: &str, takes: &str, assumed: &str) -> (Guess, Verdict) {
    let model = Shipped::named(name).unwrap().open("").unwrap();
    let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
    let [takes, assumed] = [takes, assumed].map(|text| model.preprocessing.with_overrides(text).unwrap());
    let scenes = scenes();
    let pictures: Vec<&Picture> = scenes.iter().collect();
    let guess = guess_by(&engine, &assumed, &pictures, &Control::default(), &told(&model.preprocessing, &takes)).unwrap();
    let verdict = guess.verdict(&assumed);
    (guess, verdict)
}

const IMAGENET: &str = "range=1,mean=0.485:0.456:0.406,std=0.229:0.224:0.225";
const BYTES: &str = "range=255,mean=0,std=1";

#[test]
fn a_network_that_takes_bytes_is_found_out_and_believed_once_it_gets_them() {
    let (guess, verdict) = found("world", BYTES, IMAGENET);
    let Verdict::Better(better) = verdict else { panic!("{verdict:?}") };
    assert_eq!((better, guess.trials[better].candidate.convention), (guess.best, Convention::Bytes));
    // The same network while it gets what it takes; and whoever changes it by hand is told nothing.
    assert_eq!(guess.verdict(&guess.trials[better].candidate.preprocessing), Verdict::Confirmed);
    assert_eq!(guess.verdict(&Preprocessing::imagenet()), Verdict::Unclear);
    assert_eq!(guess.trials.len(), Candidate::all(&guess.trials[0].candidate.preprocessing).len() + 1, "the other fit too");
}

#[test]
fn what_is_right_is_left_alone() {
    for name in ["world", "shortcut"] {
        let (guess, verdict) = found(name, "", "");
        assert!(!matches!(verdict, Verdict::Better(_)), "{name}: {verdict:?}");
        assert_eq!(guess.trials[0].candidate.convention, Convention::Own);
    }
}

#[test]
fn pictures_of_nothing_that_a_network_knows_decide_nothing() {
    for takes in ["", "range=255,mean=0,std=1"] {
        assert_eq!(found("digits", takes, "").1, Verdict::Unclear);
    }
}

#[test]
fn it_stops_when_it_is_asked_to() {
    let cancel = Cancel::default();
    cancel.cancel();
    let model = Shipped::named("digits").unwrap().open("").unwrap();
    let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
    let scenes = scenes();
    let control = Control::new(cancel, |_, _| ());
    assert!(guess(&engine, &model.preprocessing, &[&scenes[0]], &control).is_err());
}
