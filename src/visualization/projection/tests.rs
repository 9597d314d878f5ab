//! The projections against scipy, numpy and plain loops.

use super::*;

/// `sin(1.3 i) + i / 40` for every number.
fn waves(dims: [usize; 4]) -> Planes {
    let mut waves = Planes::zeros(dims);
    let wave = |index: usize| ((1.3 * index as f64).sin() + index as f64 / 40.0) as f32;
    waves.values.iter_mut().enumerate().for_each(|(index, value)| *value = wave(index));
    waves
}

fn applied(projection: &Projection, x: &Planes) -> Planes {
    let mut changed = x.clone();
    projection.apply(&mut changed, &Planes::zeros(x.dims()));
    changed
}

fn assert_near(found: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (one, other) in found.iter().zip(expected) {
        assert!((one - other).abs() < tolerance * (1.0 + other.abs()), "{one} is not {other}");
    }
}

/// x = np.sin(1.3*np.arange(140)) + np.arange(140)/40
/// scipy.ndimage.gaussian_filter(x.reshape(2, 7, 10)[1], s)[[0, 3, 6]][:, [0, 4, 9]]
/// for s in 0.5, 1.0, 2.5, 9.0 (wider than the picture), scipy 1.17.1
#[test]
fn blur_is_that_of_scipy() {
    let expected = [
        (
            0.5,
            [1.733_053_4, 2.637_357_4, 2.790_740_4, 1.625_716_7, 2.508_045_3, 2.526_653, 2.722_221_3, 2.504_962_8, 2.531_163_4],
        ),
        (
            1.0,
            [1.519_445_6, 2.307_175_1, 2.739_939_2, 1.841_746_2, 2.556_480_3, 2.787_481_3, 2.884_603_4, 2.852_664, 2.756_219_9],
        ),
        (
            2.5,
            [1.937_963_6, 2.217_972_7, 2.546_786_2, 2.363_824, 2.583_200_5, 2.797_169_8, 2.819_754_4, 2.951_525_1, 3.028_490_2],
        ),
        (9.0, [2.591_237_7, 2.595_280_7, 2.600_835_3, 2.591_43, 2.595_472, 2.601_025_4, 2.591_623_2, 2.595_664_2, 2.601_216]),
    ];
    for (sigma, expected) in expected {
        let blurred = applied(&Projection::Blur(sigma), &waves([1, 2, 7, 10]));
        let place = |index: usize| 70 + [0, 3, 6][index / 3] * 10 + [0, 4, 9][index % 3];
        let found: Vec<f32> = (0..9).map(|index| blurred.values[place(index)]).collect();
        assert_near(&found, &expected, 3e-6);
    }
}

#[test]
fn a_blur_beyond_all_measure_leaves_the_mean_and_none_leaves_the_picture() {
    let x = waves([1, 1, 5, 4]);
    let mean = x.values.iter().sum::<f32>() / 20.0;
    assert_near(&applied(&Projection::Blur(1e12), &x).values, &[mean; 20], 1e-5);
    for sigma in [0.0, 0.1, -3.0, f64::NAN] {
        assert_eq!(applied(&Projection::Blur(sigma), &x), x);
    }
}

/// The definition, number by number.
fn bilateral_by_definition(x: &Planes, space: f64, range: f64) -> Vec<f32> {
    let reach = (2.0 * space).ceil() as isize;
    let at = |item: usize, channel: usize, row: usize, column: usize| {
        f64::from(x.values[((item * x.channels + channel) * x.height + row) * x.width + column])
    };
    let mut smoothed = Vec::new();
    for index in 0..x.values.len() {
        let (column, row) = (index % x.width, index / x.width % x.height);
        let (channel, item) = (index / x.area() % x.channels, index / x.item_len());
        let (mut sum, mut total) = (0.0, 0.0);
        for other_row in (0..x.height).filter(|other| other.abs_diff(row) as isize <= reach) {
            for other in (0..x.width).filter(|other| other.abs_diff(column) as isize <= reach) {
                let away = (other_row.abs_diff(row).pow(2) + other.abs_diff(column).pow(2)) as f64;
                let unlike = |channel| (at(item, channel, row, column) - at(item, channel, other_row, other)).powi(2);
                let unlike: f64 = (0..x.channels).map(unlike).sum();
                let weight = (-away / (2.0 * space * space) - unlike / (2.0 * range * range)).exp();
                sum += weight * at(item, channel, other_row, other);
                total += weight;
            }
        }
        smoothed.push((sum / total) as f32);
    }
    smoothed
}

#[test]
fn the_bilateral_filter_is_its_definition() {
    for (dims, space, range) in [([2, 3, 9, 12], 1.7, 0.8), ([1, 1, 3, 2], 4.0, 0.3), ([1, 2, 6, 5], 0.4, 2.0)] {
        let x = waves(dims);
        let found = applied(&Projection::Bilateral { space, range }, &x);
        assert_near(&found.values, &bilateral_by_definition(&x, space, range), 3e-6);
    }
}

#[test]
fn the_bilateral_filter_with_any_range_is_a_blur_and_with_none_changes_nothing() {
    let x = waves([1, 3, 20, 20]);
    let keeps = applied(&Projection::Bilateral { space: 2.0, range: 1e-30 }, &x);
    assert_near(&keeps.values, &x.values, 1e-6);
    let wide = applied(&Projection::Bilateral { space: 1.0, range: 1e9 }, &x);
    assert_near(&wide.values, &bilateral_by_definition(&x, 1.0, 1e9), 3e-6);
    for (space, range) in [(0.0, 1.0), (1.0, 0.0), (f64::NAN, 1.0), (1.0, f64::NAN)] {
        assert_eq!(applied(&Projection::Bilateral { space, range }, &x), x);
    }
}

/// numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], q) for q in 0, 20, 50, 77, 100
#[test]
fn percentiles_are_those_of_numpy() {
    let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
    for (percent, expected) in [(0.0, 1.0), (20.0, 1.4), (50.0, 3.5), (77.0, 5.39), (100.0, 9.0), (150.0, 9.0)] {
        assert!((percentile(&values, percent) - expected).abs() < 1e-12);
    }
    assert_eq!(percentile(&[], 50.0), 0.0);
}

#[test]
fn small_pixels_go() {
    // Two channels of two rows and two columns; the norms are 5, 1, 2, 13.
    let x = Planes { count: 1, channels: 2, height: 2, width: 2, values: vec![3.0, 1.0, 0.0, 5.0, -4.0, 0.0, 2.0, 12.0] };
    assert_eq!(applied(&Projection::SmallNorm(50.0), &x).values, [3.0, 0.0, 0.0, 5.0, -4.0, 0.0, 0.0, 12.0]);
    assert_eq!(applied(&Projection::SmallNorm(0.0), &x), x);
    // The products are -1, 5, 4, -2: the sign does not matter.
    let gradient = Planes { values: vec![1.0, 5.0, 0.0, 2.0, 1.0, 0.0, 2.0, -1.0], ..x };
    let mut changed = x;
    Projection::SmallContribution(60.0).apply(&mut changed, &gradient);
    assert_eq!(changed.values, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
}

#[test]
fn every_picture_has_its_own_percentile_and_its_own_sphere() {
    let mut both = waves([2, 3, 4, 5]).map(|value| value + 0.001);
    both.items_mut().last().unwrap().iter_mut().for_each(|value| *value *= 100.0);
    for projection in [Projection::SmallNorm(30.0), Projection::Sphere(2.5)] {
        let together = applied(&projection, &both);
        for (item, found) in both.items().zip(together.items()) {
            let alone = Planes { count: 1, channels: 3, height: 4, width: 5, values: item.to_vec() };
            assert_eq!(applied(&projection, &alone).values, found);
            let zeros = found.iter().filter(|value| **value == 0.0).count();
            assert_eq!(zeros, if projection == Projection::Sphere(2.5) { 0 } else { 18 });
        }
    }
}

#[test]
fn spheres_boxes_and_pixels_are_kept() {
    let x = waves([2, 3, 4, 5]);
    for picture in applied(&Projection::Sphere(7.0), &x).items() {
        let norm = picture.iter().map(|value| f64::from(value * value)).sum::<f64>().sqrt();
        assert!((norm - 7.0).abs() < 1e-5);
    }
    assert_eq!(applied(&Projection::Sphere(7.0), &Planes::zeros([1, 1, 2, 2])).values, [0.0; 4]);
    let clipped = applied(&Projection::Box(vec![[-0.5, 0.5], [0.0, 1.0], [0.2, 0.3]]), &x);
    for (index, (plane, before)) in clipped.planes().zip(x.planes()).enumerate() {
        let [low, high] = [[-0.5, 0.5], [0.0, 1.0], [0.2, 0.3]][index % 3];
        assert!(plane.iter().zip(before).all(|(after, before)| *after == before.clamp(low, high)));
    }
    assert_eq!(applied(&Projection::Box(vec![[-0.1, 0.1]]), &x), x.map(|value| value.clamp(-0.1, 0.1)));
    assert_eq!(applied(&Projection::Box(Vec::new()), &x), x);
    assert_eq!(applied(&Projection::Decay(0.25), &x), x.map(|value| value * 0.75));
    let pixel = Planes { count: 1, channels: 2, height: 1, width: 3, values: vec![3.0, 0.3, 0.0, -4.0, 0.4, 0.0] };
    assert_near(&applied(&Projection::PixelNorm(1.0), &pixel).values, &[0.6, 0.3, 0.0, -0.8, 0.4, 0.0], 1e-6);
}
