//! Transformations beside Lucent and kornia (`tests/fixtures/visualization/transforms.py`), brute force and their adjoints.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use safetensors::SafeTensors;

use super::*;
use crate::{testing::Numbers, visualization::Planes};

const FIXTURE: &[u8] = include_bytes!("../../../tests/fixtures/visualization/transforms.safetensors");

/// Planes of the fixture.
fn recorded(name: &str) -> Planes {
    let tensor = SafeTensors::deserialize(FIXTURE).unwrap().tensor(name).unwrap();
    let (bytes, _) = tensor.data().as_chunks::<4>();
    let values = bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    Planes { values, ..Planes::zeros(tensor.shape().try_into().unwrap()) }
}

fn size(planes: &Planes) -> [usize; 2] {
    [planes.height, planes.width]
}

fn grey(amount: usize) -> Transform {
    Transform::Pad { amount, fill: Fill::Value(0.5) }
}

fn angles() -> Vec<f64> {
    (-10..=10).chain([0; 5]).map(f64::from).collect()
}

fn scales() -> Vec<f64> {
    (0..11).map(|step| 1.0 + f64::from(step - 5) / 50.0).collect()
}

/// Lucid's and Lucent's.
fn standard() -> Vec<Transform> {
    vec![grey(12), Transform::Jitter(8), Transform::Scale(scales()), Transform::Rotate(angles()), Transform::Jitter(4)]
}

fn furthest(found: &Planes, expected: &Planes) -> f32 {
    assert_eq!(found.dims(), expected.dims());
    found.values.iter().zip(&expected.values).map(|(found, expected)| (found - expected).abs()).fold(0.0, f32::max)
}

fn noise(dims: [usize; 4], seed: u64) -> Planes {
    Planes { values: Numbers::new(seed).many(dims.iter().product()), ..Planes::zeros(dims) }
}

fn inner(a: &Planes, b: &Planes) -> f64 {
    assert_eq!(a.dims(), b.dims());
    a.values.iter().zip(&b.values).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

#[test]
fn separate_transformations_are_lucents() {
    let shift = |down: i64, right: i64| Draw::Shift([down, right]);
    let all = |degrees: f64, factor: f64, first: [i64; 2], second: [i64; 2]| {
        vec![Draw::None, Draw::Shift(first), Draw::Factor(factor), Draw::Degrees(degrees), Draw::Shift(second)]
    };
    let mirror = Transform::Pad { amount: 4, fill: Fill::Reflect };
    let scale = || Transform::Scale(Vec::new());
    let rotate = || Transform::Rotate(Vec::new());
    for (name, transforms, draws) in [
        ("pad", vec![grey(12)], vec![Draw::None]),
        ("mirror", vec![mirror], vec![Draw::None]),
        ("jitter", vec![Transform::Jitter(8)], vec![shift(2, 5)]),
        ("grow", vec![scale()], vec![Draw::Factor(scales()[9])]),
        ("shrink", vec![scale()], vec![Draw::Factor(scales()[1])]),
        ("shrink-oblong", vec![scale()], vec![Draw::Factor(0.5)]),
        ("rotate", vec![rotate()], vec![Draw::Degrees(7.0)]),
        ("rotate-oblong", vec![rotate()], vec![Draw::Degrees(-35.0)]),
        ("standard", standard(), all(-9.0, scales()[2], [3, 6], [1, 3])),
        ("standard-larger", standard(), all(4.0, scales()[8], [7, 0], [2, 0])),
    ] {
        let [picture, result, gradient, pulled] =
            ["picture", "result", "gradient", "pulled"].map(|part| recorded(&format!("{name}.{part}")));
        if !name.starts_with("standard") {
            assert_eq!(Separate::frame(&transforms, &draws, size(&picture), [1, 1]), size(&result), "{name}");
        }
        let separate = Separate::compose(&transforms, &draws, size(&picture), size(&result));
        // PyTorch computes places in 32 bits.
        let far = furthest(&separate.apply(&picture), &result);
        assert!(far < 1e-4, "{name}: {far}");
        let far = furthest(&separate.adjoint(&gradient), &pulled);
        assert!(far < 1e-4, "{name}, backwards: {far}");
    }
}

/// Every transformation there is.
fn many(fill: Fill) -> Vec<Transform> {
    let pad = Transform::Pad { amount: 5, fill };
    let crop = Transform::RandomCrop { deviation: 0.3 };
    let (scale, rotate) = (Transform::Scale(vec![0.7, 1.3]), Transform::Rotate(vec![-50.0, 20.0]));
    vec![Transform::Roll(30), pad, Transform::Jitter(3), scale, Transform::Roll(4), rotate, Transform::Flip, crop]
}

#[test]
fn adjoints_are_exact() {
    let (from, to) = ([13, 16], [11, 19]);
    for (seed, transforms) in [many(Fill::Value(0.0)), many(Fill::Reflect), standard(), vec![]].into_iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(seed as u64);
        let (x, g) = (noise([2, 3, from[0], from[1]], 5), noise([2, 3, to[0], to[1]], 6));
        let nothing = Planes::zeros(x.dims());
        for _ in 0..6 {
            let draws = draw(&transforms, &mut random);
            let (warp, separate) = (
                Warp::compose(&transforms, &draws, from, to),
                Separate::compose(&transforms, &Separate::draw(&transforms, &mut random), from, to),
            );
            // The map is affine where there is a fill: what it makes of nothing is subtracted.
            for (forwards, offset, backwards) in [
                (warp.apply(&x), warp.apply(&nothing), warp.adjoint(&g)),
                (separate.apply(&x), separate.apply(&nothing), separate.adjoint(&g)),
            ] {
                let (right, scale) = (inner(&x, &backwards), inner(&g, &g).sqrt() * inner(&forwards, &forwards).sqrt());
                let left = inner(&forwards, &g) - inner(&offset, &g);
                assert!(scale > 1.0 && (left - right).abs() < 1e-6 * scale, "{transforms:?} {draws:?}: {left}, {right}");
            }
        }
    }
}

#[test]
fn whole_pixels_are_copied_exactly() {
    let x = noise([1, 2, 6, 7], 3);
    let transforms = [grey(2), Transform::Jitter(3), Transform::Scale(vec![1.0]), Transform::Rotate(vec![0.0]), Transform::Flip];
    let draws = [Draw::None, Draw::Shift([1, 3]), Draw::Factor(1.0), Draw::Degrees(0.0), Draw::Flipped(true)];
    assert_eq!(Warp::frame(&transforms, [6, 7], [0, 0]), [7, 8]);
    let found = Warp::compose(&transforms, &draws, [6, 7], [7, 8]).apply(&x);
    for (found, source) in found.planes().zip(x.planes()) {
        for row in 0..7 {
            for column in 0..8 {
                // Two pixels of border; three are cut off above and left, less the shift; then left becomes right.
                let (from_row, from_column) = (row as i64 + 2 - 2, (7 - column) as i64 - 2);
                let inside = (0..6).contains(&from_row) && (0..7).contains(&from_column);
                let expected = if inside { source[(from_row * 7 + from_column) as usize] } else { 0.5 };
                assert_eq!(found[row * 8 + column], expected, "{row} {column}");
            }
        }
    }
}

#[test]
fn composed_is_what_brute_force_says() {
    // Turned by a quarter, enlarged twice around the centre, moved: where each pixel comes from can be written down.
    let (fill, x) = (Fill::Channels(vec![0.25, -1.0]), noise([1, 2, 8, 8], 9));
    let transforms = [Transform::Pad { amount: 1, fill }, Transform::Scale(vec![2.0]), Transform::Rotate(vec![90.0])];
    let found = Warp::compose(&transforms, &[Draw::None, Draw::Factor(2.0), Draw::Degrees(90.0)], [8, 8], [10, 10]).apply(&x);
    for (channel, (found, source)) in found.planes().zip(x.planes()).enumerate() {
        let fill = [0.25, -1.0][channel];
        let at = |row: f64, column: f64| {
            let inside = (0.0..8.0).contains(&row) && (0.0..8.0).contains(&column);
            if inside { source[row as usize * 8 + column as usize] } else { fill }
        };
        for (index, found) in found.iter().enumerate() {
            let [down, right] = [index / 10, index % 10].map(|place| place as f64 - 4.5);
            // Counter-clockwise: what was on the right is above.
            let [row, column] = [right / 2.0 + 3.5, -down / 2.0 + 3.5];
            let (above, left) = (row.floor(), column.floor());
            let (lower, righter) = ((row - above) as f32, (column - left) as f32);
            let upper = (1.0 - righter) * at(above, left) + righter * at(above, left + 1.0);
            let under = (1.0 - righter) * at(above + 1.0, left) + righter * at(above + 1.0, left + 1.0);
            let expected = (1.0 - lower) * upper + lower * under;
            assert!((found - expected).abs() < 1e-5, "{index}: {found}, not {expected}");
        }
    }
}

#[test]
fn both_ways_agree_on_smooth_pictures() {
    let mut x = Planes::zeros([1, 1, 64, 64]);
    for (index, value) in x.values.iter_mut().enumerate() {
        let [row, column] = [index / 64, index % 64].map(|place| (place as f32 - 31.5) / 32.0);
        *value = (-4.0 * (row * row + column * column + 0.5 * row * column)).exp() + 0.2 * column;
    }
    let transforms = [grey(12), Transform::Scale(scales()), Transform::Rotate(angles())];
    let draws = [Draw::None, Draw::Factor(0.9), Draw::Degrees(8.0)];
    let separate = Separate::compose(&transforms, &draws, [64, 64], [88, 88]).apply(&x);
    // 88 pixels become 80, corners upon corners.
    let draws = [Draw::None, Draw::Factor(79.0 / 87.0), Draw::Degrees(8.0)];
    let warp = Warp::compose(&transforms, &draws, [64, 64], [88, 88]).apply(&x);
    let (mut sum, mut squares) = (0.0, 0.0);
    for index in (24..64).flat_map(|row| (24..64).map(move |column| row * 88 + column)) {
        sum += (separate.values[index] - warp.values[index]).powi(2);
        squares += warp.values[index].powi(2);
    }
    let distance = (sum / squares).sqrt();
    assert!(distance < 2e-3, "{distance}");
}

#[test]
fn crops_begin_where_chance_says() {
    let x = noise([1, 1, 9, 12], 2);
    let crop = [Transform::RandomCrop { deviation: 0.3 }];
    let draws = [Draw::Part([0.6, 1.0])];
    let found =
        [Warp::compose(&crop, &draws, [9, 12], [5, 6]).apply(&x), Separate::compose(&crop, &draws, [9, 12], [5, 6]).apply(&x)];
    let expected: Vec<f32> = (2..7).flat_map(|row| x.values[row * 12 + 6..][..6].to_vec()).collect();
    assert!(found.iter().all(|found| found.values == expected));
}

#[test]
fn rolling_is_undone_by_its_adjoint() {
    let x = noise([2, 1, 5, 9], 1);
    let roll = |shift: [i64; 2]| Warp::compose(&[Transform::Roll(512)], &[Draw::Shift(shift)], [5, 9], [5, 9]);
    let rolled = roll([7, -3]).apply(&x);
    assert_eq!(rolled.values[2 * 9 + 6], x.values[0]);
    assert_eq!(roll([7, -3]).adjoint(&rolled), x);
    assert_eq!(roll([0, 0]).apply(&x), x);
}

#[test]
fn enlarging_shows_no_border() {
    let ones = |side| Planes::filled([1, 1, side, side], 1.0);
    assert_eq!(Warp::compose(&[], &[], [8, 8], [20, 20]).apply(&ones(8)), ones(20));
    assert_eq!(Separate::compose(&[], &[], [8, 8], [20, 20]).apply(&ones(8)), ones(20));
}

#[test]
fn draws_stay_in_their_bounds_and_follow_the_seed() {
    let transforms = many(Fill::Value(0.0));
    let repeated = |seed| draw(&transforms, &mut ChaCha8Rng::seed_from_u64(seed));
    assert_eq!(repeated(4), repeated(4));
    assert_ne!(repeated(4), repeated(5));
    let (mut shifts, mut lucents, mut flips) = ([false; 4], [false; 4], [false; 2]);
    for seed in 0..100 {
        let draws = repeated(seed);
        let (Draw::Shift(rolled), Draw::Shift(shift), Draw::Factor(factor)) = (&draws[0], &draws[2], &draws[3]) else {
            panic!("{draws:?}")
        };
        assert!(rolled.iter().all(|shift| shift.abs() <= 30));
        shifts[shift[0] as usize] = true;
        assert!([0.7, 1.3].contains(factor));
        assert!(draws[7].part().iter().all(|part| (0.0..=1.0).contains(part)));
        flips[usize::from(draws[6].flipped())] = true;
        let Draw::Shift(shift) = Separate::draw(&transforms, &mut ChaCha8Rng::seed_from_u64(seed))[2] else { panic!() };
        lucents[shift[1] as usize] = true;
    }
    assert_eq!((shifts, lucents, flips), ([true; 4], [true, true, true, false], [true; 2]));
}
