//! The strongest pictures of a folder, what a position sees of one, and a layer's rows for an embedding, with a network that
//! passes colours through.

use std::{path::Path, sync::Arc};

use convscope::{
    control::{Cancel, Control},
    data::{BATCH, Dataset, ItemId},
    embedding::{Pool, features},
    methods::{Pass, PassError},
    network::{
        Channel, Device, Engine, Error, NetworkBuilder, NodeId, Operator, Tensor,
        ops::{Convolution, Pads, Reduce, ReduceKind},
    },
    picture::{ChannelOrder, Fit, Picture, Preprocessing},
    units::{By, field_box, field_crop, strongest},
};

const SIDE: usize = 8;

struct Scene {
    engine: Engine,
    maps: NodeId,
    preprocessing: Preprocessing,
    dataset: Dataset,
    _folder: tempfile::TempDir,
}

/// A 3x3 convolution whose middle taps hand each colour on, and the mean over positions behind it.
fn engine() -> (Engine, NodeId) {
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 3, SIDE, SIDE]);
    let mut taps = vec![0f32; 3 * 3 * 9];
    for colour in 0..3 {
        taps[(colour * 3 + colour) * 9 + 4] = 1.0;
    }
    let weight = builder.constant("weight", Tensor::from_vec(taps, (3, 3, 3, 3), &Device::Cpu).unwrap());
    let convolution = Convolution { kernel: [3; 2], stride: [1; 2], dilation: [1; 2], pads: Pads::all(1), groups: 1 };
    let maps = builder.node("maps", Operator::Convolution(convolution), &[input, weight]).unwrap();
    let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: false };
    let scores = builder.node("mean", Operator::Reduce(mean), &[maps]).unwrap();
    let network = Arc::new(builder.finish(input, &[scores]).unwrap());
    let maps = network.find("maps").unwrap();
    (Engine::new(network, &Device::Cpu).unwrap(), maps)
}

fn save(folder: &Path, name: &str, picture: &Picture) {
    std::fs::write(folder.join(name), picture.to_png().unwrap()).unwrap();
}

impl Scene {
    /// A folder of grey pictures, one with a red spot, one with a blue spot, and a file that is no picture.
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let grey = |level: u8| Picture::filled(SIDE, SIDE, [level; 3]);
        for index in 0..count {
            save(folder.path(), &format!("{index:02}.png"), &grey(index as u8));
        }
        let spot = |colour: [u8; 3], x: isize, y: isize| {
            let mut picture = grey(50);
            picture.draw(&Picture::filled(1, 1, colour), x, y);
            picture
        };
        save(folder.path(), "blue.png", &spot([50, 50, 255], 0, 7));
        save(folder.path(), "red.png", &spot([255, 50, 50], 5, 2));
        std::fs::write(folder.path().join("broken.png"), b"no picture").unwrap();
        let (engine, maps) = engine();
        let dataset = Dataset::open(folder.path(), None).unwrap();
        let preprocessing = Preprocessing {
            size: [SIDE, SIDE],
            fit: Fit::Stretch,
            order: ChannelOrder::Rgb,
            range: 1.0,
            mean: [0.0; 3],
            std: [1.0; 3],
        };
        Self { engine, maps, preprocessing, dataset, _folder: folder }
    }

    fn pass(&self) -> Pass<'_> {
        Pass { engine: &self.engine, preprocessing: &self.preprocessing, dataset: &self.dataset }
    }

    fn item(&self, name: &str) -> ItemId {
        self.dataset.ids().find(|item| self.dataset.items[item.index()].name == name).unwrap()
    }
}

#[test]
fn each_channel_keeps_its_strongest_pictures_with_their_positions() {
    let scene = Scene::new(40);
    let mut seen = Vec::new();
    let found = strongest(scene.pass(), scene.maps, &Control::default(), &mut |partial| seen.push(partial.seen)).unwrap();
    assert_eq!((found.seen, seen.last(), seen.len()), (42, Some(&42), 43usize.div_ceil(BATCH)));
    let [red, green, blue] = [0, 1, 2].map(|channel| found.channel(Channel(channel), By::Maximum));
    assert_eq!((red[0].item, red[0].y, red[0].x, red[0].value), (scene.item("red.png"), 2, 5, 1.0));
    assert_eq!((blue[0].item, blue[0].y, blue[0].x, blue[0].value), (scene.item("blue.png"), 7, 0, 1.0));
    assert_eq!(green.len(), 9);
    assert!(green.windows(2).all(|pair| pair[0].value >= pair[1].value));
    assert_eq!(green[8].item, scene.item("33.png"), "two of 50, then 39 down to 33");
    let broken = scene.item("broken.png");
    assert_eq!(found.unreadable.iter().map(|unreadable| unreadable.item).collect::<Vec<_>>(), [broken]);
}

#[test]
fn looking_for_the_strongest_stops_when_cancelled() {
    let scene = Scene::new(40);
    let cancel = Cancel::default();
    let control = Control::new(cancel.clone(), |_, _| ());
    let result = strongest(scene.pass(), scene.maps, &control, &mut |_| cancel.cancel());
    assert!(matches!(result, Err(PassError::Network(Error::Cancelled))));
}

#[test]
fn a_folder_without_a_readable_picture_is_refused_in_a_sentence() {
    let mut scene = Scene::new(0);
    scene.dataset.items.retain(|item| item.name == "broken.png");
    let error = strongest(scene.pass(), scene.maps, &Control::default(), &mut |_| ()).unwrap_err().to_string();
    assert!(error.contains("none of the 1 pictures") && error.contains("broken.png"), "{error}");
}

#[test]
fn a_position_sees_its_field_and_black_beyond_the_border() {
    let scene = Scene::new(0);
    let network = scene.engine.network();
    assert_eq!(field_box(network, scene.maps, 2, 5), [4, 1, 3, 3]);
    assert_eq!(field_box(network, scene.maps, 7, 0), [-1, 6, 3, 3]);
    assert_eq!(field_box(network, network.scores(), 0, 0), [0, 0, 8, 8]);
    let blue = scene.dataset.picture(scene.item("blue.png")).unwrap();
    let crop = field_crop(network, &scene.preprocessing, &blue, scene.maps, [7, 0]);
    assert_eq!((crop.width, crop.height), (3, 3));
    assert_eq!((crop.pixel(1, 1), crop.pixel(0, 1), crop.pixel(1, 0)), ([50, 50, 255], [0; 3], [50; 3]));
}

#[test]
fn features_are_means_of_maps_in_the_order_of_the_pictures() {
    let scene = Scene::new(20);
    let found = features(scene.pass(), scene.maps, Pool::Mean, &Control::default()).unwrap();
    assert_eq!((found.width, found.items.len(), found.rows.len()), (3, 22, 66));
    let scores = features(scene.pass(), scene.engine.network().scores(), Pool::Mean, &Control::default()).unwrap();
    assert_eq!(scores.items, found.items);
    for (row, item) in found.items.iter().enumerate() {
        let picture = scene.dataset.picture(*item).unwrap();
        let mean = picture.pixels.iter().step_by(3).map(|&value| f32::from(value) / 255.0).sum::<f32>() / 64.0;
        for rows in [&found.rows, &scores.rows] {
            assert!((rows[3 * row] - mean).abs() < 1e-5, "picture {item}");
        }
    }
}
