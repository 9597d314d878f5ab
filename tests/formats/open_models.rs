//! Real files end to end: what is opened gives the reference's scores, is prepared rightly, and knows its classes by name.

use std::path::Path;

use convscope::{
    control::Control,
    formats,
    network::{Device, Engine, Keep, Tensor},
    picture::Picture,
    words::Words,
    zoo::{self, Model, PreprocessingSource},
};

use crate::support::{compare::worst, files::shared};

fn scores(model: &Model, input: &Tensor) -> Vec<f32> {
    let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
    let activations = engine.forward(input, &Keep::Scores, &Control::default()).unwrap();
    engine.scores(&activations).unwrap().remove(0)
}

fn scores_of(model: &Model, picture: &Path) -> Vec<f32> {
    let values = model.preprocessing.apply(&Picture::open(picture).unwrap());
    let [rows, columns] = model.preprocessing.size;
    scores(model, &Tensor::from_vec(values, (1, model.preprocessing.channels(), rows, columns), &Device::Cpu).unwrap())
}

fn best<'m>(model: &'m Model, scores: &[f32]) -> &'m str {
    let best = (0..scores.len()).max_by(|&left, &right| scores[left].total_cmp(&scores[right])).unwrap();
    &model.labels[best]
}

#[test]
fn squeezenet_answers_as_in_the_reference() {
    let (Some(file), Some(reference), Some(picture)) = (
        shared("models/squeezenet1_1.safetensors"),
        shared("reference/squeezenet1_1.safetensors"),
        shared("data/photos/dog-and-cat.png"),
    ) else {
        return;
    };
    let model = zoo::open(&file).unwrap();
    let reference = formats::safetensors::read(&reference).unwrap().tensors;
    let expected: Vec<f32> = reference["0.logits"].flatten_all().unwrap().to_vec1().unwrap();
    assert!(worst(&scores(&model, &reference["0.input"]), &expected) < 1e-4);
    // The same from the picture itself: resized, cropped and normalised by us.
    let from_picture = scores_of(&model, &picture);
    assert!(worst(&from_picture, &expected) < 1e-4);
    assert_eq!(best(&model, &from_picture), "bull mastiff");
    let network = &model.network;
    let fire = network.find("features.12").unwrap();
    assert_eq!((network.node(fire).operator.name(), network.node(fire).shape.as_slice()), ("Concat", &[1, 512, 14, 14][..]));
    assert_eq!(network.parameter_count(), 1_235_496);
    let about = Words::ENGLISH.say(&model.about);
    assert!(about.contains("squeezenet1_1"), "{about}");
    assert!(model.preprocessing_source.is_assumed(), "{:?}", model.preprocessing_source);
}

#[test]
fn another_size_rebuilds_the_network() {
    let Some(file) = shared("models/squeezenet1_1.safetensors") else { return };
    let model = zoo::open_with(&file, "size=160x192,resize=stretch").unwrap();
    assert_eq!(model.network.node(model.network.input()).shape, [1, 3, 160, 192]);
    assert!(matches!(model.preprocessing_source, PreprocessingSource::ByHand(..)), "{:?}", model.preprocessing_source);
}

#[test]
fn caffe_networks_answer_once_their_preparation_is_said() {
    let (Some(googlenet), Some(squeezenet), Some(picture)) =
        (shared("models/googlenet.onnx"), shared("models/squeezenet1_1-caffe-bgr.onnx"), shared("data/photos/dog-and-cat.png"))
    else {
        return;
    };
    let assumed = zoo::open(&googlenet).unwrap();
    assert_eq!(assumed.preprocessing_source, PreprocessingSource::AssumedImagenet);
    let caffe = "order=bgr,range=255,mean=104:117:123,std=1";
    for (file, answer) in [(googlenet, "tiger cat"), (squeezenet, "bull mastiff")] {
        let model = zoo::open_with(&file, caffe).unwrap();
        assert_eq!(best(&model, &scores_of(&model, &picture)), answer, "{file:?}");
    }
}

#[test]
fn the_two_squeezenets_of_shared_are_one() {
    let (Some(torch), Some(caffe), Some(picture)) = (
        shared("models/squeezenet1_1.safetensors"),
        shared("models/squeezenet1_1-caffe-bgr.onnx"),
        shared("data/photos/dog-and-cat.png"),
    ) else {
        return;
    };
    let expected = scores_of(&zoo::open(&torch).unwrap(), &picture);
    let model = zoo::open_with(&caffe, "resize=256,order=bgr,range=255,mean=104:117:123,std=1").unwrap();
    let error = worst(&scores_of(&model, &picture), &expected);
    assert!(error < 0.05, "{error}");
}
