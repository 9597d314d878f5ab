//! A broken file gives one clear sentence, never a panic: every format but ONNX, which `onnx.rs` breaks in the same way, and
//! pictures, which `picture_files.rs` cuts.

use std::{collections::HashMap, path::Path};

use convscope::{
    data::{Dataset, ItemId},
    formats::{npy, safetensors},
    network::{DType, Device, Tensor},
    picture::Preprocessing,
    training::Recipe,
    zoo,
};
use tempfile::TempDir;

use crate::support::{damage::Damage, files::fixture, numbers::Numbers};

/// Hands over broken texts, each as a file would come: bytes that are no text are replaced.
fn check_text<T, E: std::fmt::Display>(name: &str, whole: &str, read: impl Fn(&str) -> Result<T, E>) {
    let damage = Damage { cuts: whole.len(), changes: 1500 };
    damage.check(name, whole.as_bytes(), |bytes| read(&String::from_utf8_lossy(bytes)));
}

#[test]
fn npy() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("numbers.npy");
    npy::write(&path, &[3, 4, 2], &Numbers::new(1).many(24)).unwrap();
    let whole = std::fs::read(&path).unwrap();
    Damage { cuts: whole.len(), changes: 1500 }.check("npy", &whole, |bytes| {
        std::fs::write(&path, bytes).unwrap();
        npy::read(&path)
    });
}

#[test]
fn safetensors() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("weights.safetensors");
    let mut numbers = Numbers::new(2);
    let halves = numbers.tensor(&[5, 2], 0.0, 1.0).to_dtype(DType::F16).unwrap();
    let tensors = [
        ("conv.weight", numbers.tensor(&[4, 3, 3, 3], 0.0, 1.0)),
        ("fc.weight", halves),
        ("norm.count", Tensor::new(7i64, &Device::Cpu).unwrap()),
    ];
    let metadata = HashMap::from([("name".to_owned(), "Tiny".to_owned())]);
    safetensors::write(&path, tensors.iter().map(|(name, tensor)| (*name, tensor)), &metadata).unwrap();
    let whole = std::fs::read(&path).unwrap();
    Damage { cuts: whole.len(), changes: 3000 }.check("safetensors", &whole, safetensors::parse);
}

/// Opens a data set and all its pictures.
fn read_set(folder: &Path) -> Result<(), convscope::data::Error> {
    let dataset = Dataset::open(folder, None)?;
    (0..dataset.len()).try_for_each(|index| dataset.picture(ItemId(index)).map(drop))
}

#[test]
fn idx() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let images = [&[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 3][..], &[50; 24]].concat();
    let labels = [&[0, 0, 8, 1, 0, 0, 0, 2][..], &[7, 3]].concat();
    let (images_file, labels_file) = (path("train-images-idx3-ubyte"), path("train-labels-idx1-ubyte"));
    let damage = Damage { cuts: images.len(), changes: 800 };
    for (name, whole, file, other, other_file) in
        [("pictures", &images, &images_file, &labels, &labels_file), ("labels", &labels, &labels_file, &images, &images_file)]
    {
        std::fs::write(other_file, other).unwrap();
        damage.check(name, whole, |bytes| {
            std::fs::write(file, bytes).unwrap();
            read_set(folder.path())
        });
    }
}

#[test]
fn cifar() {
    let folder = TempDir::new().unwrap();
    let record = |label: u8| [vec![label], vec![90; 3072]].concat();
    let whole = [record(3), record(9)].concat();
    Damage { cuts: 300, changes: 500 }.check("cifar", &whole, |bytes| {
        std::fs::write(folder.path().join("data_batch_1.bin"), bytes).unwrap();
        read_set(folder.path())
    });
}

#[test]
fn sidecars() {
    let folder = TempDir::new().unwrap();
    let model = folder.path().join("tiny.onnx");
    std::fs::copy(fixture("onnx/script-layered.onnx"), &model).unwrap();
    let whole = "name = 'Tiny'\nabout = 'A test.'\nlabels = ['a', 'b']\ndate = 2026-11-23\nseed = 3\n[preprocessing]\n\
        resize = 'stretch'\norder = 'bgr'\nrange = 255\nmean = [104, 117, 123]\nstd = 1\n";
    check_text("sidecar", whole, |text| {
        std::fs::write(folder.path().join("tiny.toml"), text).unwrap();
        zoo::open(&model)
    });
}

#[test]
fn recipes() {
    let whole = "name = 'Bars'\nepochs = 6\nbatch = 8\nseed = 5\naverage = 0.9\nsizes = [[0, 8], [3, 12]]\n[network]\n\
        layers = [{ convolution = 8, stride = 2 }, { residual = [{ convolution = 12 }] }, { linear = 'classes' }]\n\
        [preprocessing]\nsize = 12\nmean = 0.5\n[optimizer]\nmethod = 'sgd'\nlearning_rate = 0.1\n[augmentation]\ncrop = 1\n";
    check_text("recipe", whole, Recipe::parse);
}

#[test]
fn preprocessing_said_by_hand() {
    let whole = "size=96x64,resize=128,order=bgr,range=255,mean=104:117:123,std=1:0.5:2";
    check_text("overrides", whole, |text| Preprocessing::imagenet().with_overrides(text));
}
