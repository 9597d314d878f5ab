//! Ink centred and scaled as MNIST does it, against Pillow and NumPy (`tests/fixtures/drawing/make.py`) and against MNIST itself.

use convscope::{
    data::{Dataset, ItemId, Part},
    picture::Picture,
};

use crate::support::files::{fixture, shared};

fn open(name: &str) -> Picture {
    Picture::open(&fixture("drawing").join(name)).unwrap()
}

fn mean_difference(left: &Picture, right: &Picture) -> f64 {
    assert_eq!((left.width, left.height), (right.width, right.height));
    let sum: f64 = left.pixels.iter().zip(&right.pixels).map(|(left, right)| f64::from(left.abs_diff(*right))).sum();
    sum / left.pixels.len() as f64
}

#[test]
fn ink_is_centred_and_scaled_as_the_reference_does_it() {
    for name in ["seven", "one", "four", "minus"] {
        let digit = open(&format!("{name}.png")).centred_as_mnist(28);
        let expected = open(&format!("{name}-28.png"));
        assert_eq!((digit.width, digit.height), (28, 28));
        let largest = digit.pixels.iter().zip(&expected.pixels).map(|(one, other)| one.abs_diff(*other)).max();
        // Pillow swaps the passes of scaling where the height shrinks more than the width: other roundings.
        assert!(largest <= Some(1), "{name}: {largest:?}");
    }
}

/// MNIST's own digits are centred already: enlarged eightfold and moved away, they must come back to the pixel; scaling down
/// again softens them a little.
#[test]
fn digits_of_mnist_come_back_to_where_they_were() {
    let Some(folder) = shared("data/mnist") else { return };
    let digits = Dataset::open(&folder, Some(Part::Test)).unwrap();
    let mut came_back = 0;
    for index in 0..200 {
        let original = digits.picture(ItemId(index)).unwrap();
        let mut large = Picture::filled(400, 400, [0; 3]);
        large.draw(&original.enlarged(8), (index % 170) as isize, (index * 7 % 170) as isize);
        let digit = large.centred_as_mnist(28);
        let difference = mean_difference(&digit, &original);
        let shifted = [(-1, 0), (1, 0), (0, -1), (0, 1)].map(|(x, y)| mean_difference(&digit, &original.cropped(x, y, 28, 28)));
        came_back += usize::from(difference < 10.0 && shifted.iter().all(|shifted| difference < *shifted));
    }
    // A centre of mass on the edge between two pixels may fall to the other side after the softening.
    assert!(came_back >= 190, "{came_back} of 200 came back");
}
