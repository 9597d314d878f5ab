//! Data sets of every kind, made here; and the real ones where `../shared` lies.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use convscope::{
    data::{Dataset, ItemId, Part},
    picture::Picture,
};
use tempfile::TempDir;

use crate::support::files::shared;

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn write_picture(path: &Path, colour: [u8; 3]) {
    write(path, &Picture::filled(3, 2, colour).to_png().unwrap());
}

fn names(dataset: &Dataset) -> Vec<(String, Option<usize>)> {
    dataset.items.iter().map(|item| (item.name.replace('\\', "/"), item.class)).collect()
}

fn message(folder: &Path, part: Option<Part>) -> String {
    let message = Dataset::open(folder, part).unwrap_err().to_string();
    assert!(!message.contains('\n'), "{message}");
    message
}

#[test]
fn a_folder_for_each_class() {
    let folder = TempDir::new().unwrap();
    for name in ["cat/b10.png", "cat/b9.PNG", "ant/one.png", "ant/deeper/two.png"] {
        write_picture(&folder.path().join(name), [1, 2, 3]);
    }
    write(&folder.path().join("cat/notes.txt"), b"hello");
    write(&folder.path().join("cat/.hidden.png"), b"");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let dataset = Dataset::open(folder.path(), None).unwrap();
    assert_eq!(dataset.classes, ["ant", "cat"]);
    let expected = [("ant/one.png", 0), ("ant/deeper/two.png", 0), ("cat/b9.PNG", 1), ("cat/b10.png", 1)];
    assert_eq!(names(&dataset), expected.map(|(name, class)| (name.to_owned(), Some(class))));
    assert_eq!(dataset.skipped, ["cat/notes.txt", "empty"].map(|name| folder.path().join(name)));
    assert_eq!(dataset.picture(ItemId(0)).unwrap().pixel(0, 0), [1, 2, 3]);
    assert!(dataset.picture(ItemId(4)).unwrap_err().to_string().contains("no picture 4"));
}

#[test]
fn a_plain_folder_has_no_classes() {
    let folder = TempDir::new().unwrap();
    for name in ["2.png", "10.png", "more/1.png"] {
        write_picture(&folder.path().join(name), [9; 3]);
    }
    write(&folder.path().join("3.jpg"), b"broken");
    let dataset = Dataset::parse(folder.path().to_str().unwrap()).unwrap();
    let expected = ["2.png", "3.jpg", "10.png", "more/1.png"].map(|name| (name.to_owned(), None));
    assert_eq!(names(&dataset), expected);
    assert!(dataset.classes.is_empty());
    assert!(dataset.picture(ItemId(1)).unwrap_err().to_string().contains("3.jpg"));
    assert!(dataset.picture(ItemId(2)).is_ok());
    assert!(message(folder.path(), Some(Part::Test)).contains("has no part \"test\""));
}

#[test]
fn a_folder_in_parts() {
    let folder = TempDir::new().unwrap();
    for name in ["train/b/1.png", "train/c/1.png", "val/a/7.png", "val/c/8.png"] {
        write_picture(&folder.path().join(name), [9; 3]);
    }
    let text = folder.path().to_str().unwrap();
    let test = Dataset::parse(&format!("{text}#test")).unwrap();
    assert_eq!(names(&test), [("a/7.png".to_owned(), Some(0)), ("c/8.png".to_owned(), Some(1))]);
    assert!(test.name.ends_with("#test"));
    let train = Dataset::parse(&format!("{text}#train")).unwrap();
    assert_eq!(train.classes, ["b", "c"]);
    let both = Dataset::parse(text).unwrap();
    assert_eq!(both.classes, ["b", "c", "a"]);
    assert_eq!(both.items.iter().map(|item| item.class).collect::<Vec<_>>(), [Some(0), Some(1), Some(2), Some(1)]);
}

#[test]
fn what_is_no_data_set_is_said_in_one_line() {
    let folder = TempDir::new().unwrap();
    assert!(message(folder.path(), None).contains("holds no pictures"));
    assert!(message(&folder.path().join("nowhere"), None).contains("there is no such folder"));
    write(&folder.path().join("file"), b"");
    assert!(message(&folder.path().join("file"), None).contains("it is a file"));
}

/// An idx file of bytes.
fn idx(dimensions: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, dimensions.len() as u8];
    file.extend(dimensions.iter().flat_map(|length| length.to_be_bytes()));
    file.extend(bytes);
    file
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn idx_files_plain_and_gzipped() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(&path("train-images-idx3-ubyte.gz"), &gzipped(&idx(&[2, 2, 3], &(0..12).collect::<Vec<u8>>())));
    write(&path("train-labels-idx1-ubyte.gz"), &gzipped(&idx(&[2], &[7, 3])));
    write(&path("t10k-images.idx3-ubyte"), &idx(&[1, 2, 3], &[50; 6]));
    write(&path("t10k-labels.idx1-ubyte"), &idx(&[1], &[0]));
    let all = Dataset::open(folder.path(), None).unwrap();
    assert_eq!((all.len(), all.classes.len()), (3, 10));
    let second = all.picture(ItemId(1)).unwrap();
    assert_eq!((second.width, second.height, second.pixel(2, 1)), (3, 2, [11; 3]));
    assert_eq!(all.items[1].class, Some(3));
    let test = Dataset::open(folder.path(), Some(Part::Test)).unwrap();
    assert_eq!(names(&test), [("test 0".to_owned(), Some(0))]);
}

#[test]
fn broken_idx_files_are_named() {
    let folder = TempDir::new().unwrap();
    let images = folder.path().join("train-images-idx3-ubyte");
    let labels = folder.path().join("train-labels-idx1-ubyte");
    write(&images, &idx(&[2, 2, 2], &[1; 8]));
    assert!(message(folder.path(), None).contains("labels is not there"));
    write(&labels, &idx(&[3], &[1; 3]));
    assert!(message(folder.path(), None).contains("3 labels for 2 pictures"));
    write(&images, &idx(&[3, 2, 2], &[1; 11]));
    assert!(message(folder.path(), None).contains("cut off after 11 of 12"));
    write(&images, &idx(&[u32::MAX; 3], &[1; 11]));
    assert!(message(folder.path(), None).contains("nobody means"));
    write(&images, b"\x89PNG");
    assert!(message(folder.path(), None).contains("not an idx file"));
    write(&images, &[0, 0, 8]);
    assert!(message(folder.path(), None).contains("cut off"));
    std::fs::remove_file(&images).unwrap();
    assert!(message(folder.path(), None).contains("pictures is not there"), "labels without pictures");
    let whole = gzipped(&idx(&[3, 2, 2], &[1; 12]));
    let packed: PathBuf = folder.path().join("train-images-idx3-ubyte.gz");
    for length in 0..whole.len() - 9 {
        write(&packed, &whole[..length]);
        let message = message(folder.path(), Some(Part::Train));
        assert!(message.contains("get it again"), "{length}: {message}");
    }
}

#[test]
fn cifar_batches() {
    let folder = TempDir::new().unwrap();
    let record = |label: u8, red: u8| {
        let mut record = vec![label];
        record.extend([vec![red; 1024], vec![100; 1024], vec![200; 1024]].concat());
        record
    };
    write(&folder.path().join("data_batch_10.bin"), &record(3, 3));
    write(&folder.path().join("data_batch_2.bin"), &[record(9, 1), record(0, 2)].concat());
    write(&folder.path().join("test_batch.bin"), &record(5, 4));
    let all = Dataset::open(folder.path(), None).unwrap();
    assert_eq!(all.classes[9], "truck");
    assert_eq!(all.items.iter().map(|item| item.class.unwrap()).collect::<Vec<_>>(), [9, 0, 3, 5]);
    assert_eq!(all.picture(ItemId(1)).unwrap().pixel(31, 31), [2, 100, 200]);
    assert_eq!(Dataset::open(folder.path(), Some(Part::Test)).unwrap().len(), 1);
    write(&folder.path().join("test_batch.bin"), &record(5, 4)[1..]);
    assert!(message(folder.path(), None).contains("test_batch.bin"));
    write(&folder.path().join("test_batch.bin"), &record(10, 4));
    assert!(message(folder.path(), None).contains("label 10"));
}

#[test]
fn the_real_sets() {
    let Some(shared) = shared("data") else { return };
    let mnist = Dataset::open(&shared.join("mnist"), Some(Part::Test)).unwrap();
    assert_eq!((mnist.len(), mnist.items[0].class), (10_000, Some(7)));
    assert_eq!(mnist.picture(ItemId(9_999)).unwrap().width, 28);
    let cifar = Dataset::open(&shared.join("cifar-10-batches-bin"), None).unwrap();
    assert_eq!((cifar.len(), cifar.classes[0].as_str()), (41_000, "airplane"));
    let imagenette = Dataset::parse(&format!("{}#test", shared.join("imagenette-160").display())).unwrap();
    assert_eq!((imagenette.len(), imagenette.classes.len()), (1_000, 10));
    assert_eq!(imagenette.picture(ItemId(500)).unwrap().height, 160);
    let photos = Dataset::open(&shared.join("photos"), None).unwrap();
    assert_eq!((photos.len(), photos.skipped.len()), (13, 1));
}
