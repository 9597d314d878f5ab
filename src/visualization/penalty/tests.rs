//! The penalties against torch and against finite differences.

use super::*;

/// `sin(1.3 i) + 0.2` for every number.
fn waves(dims: [usize; 4]) -> Planes {
    let mut waves = Planes::zeros(dims);
    waves.values.iter_mut().enumerate().for_each(|(index, value)| *value = ((1.3 * index as f64).sin() + 0.2) as f32);
    waves
}

const WEIGHT: f64 = 0.3;

fn all() -> Vec<Penalty> {
    let weight = WEIGHT;
    vec![
        Penalty::L1 { weight, centre: 0.5 },
        Penalty::L2 { weight, centre: 0.5 },
        Penalty::SquaredL2 { weight, centre: 0.5 },
        Penalty::AlphaNorm { weight, alpha: 6.0 },
        Penalty::ColourNorm { weight, alpha: 6.0 },
        Penalty::TotalVariation { weight, exponent: 2.0 },
        Penalty::TotalVariation { weight, exponent: 1.0 },
        Penalty::TotalVariation { weight, exponent: 3.0 },
        Penalty::TotalVariationAbsolute { weight },
        Penalty::Blur { weight },
        Penalty::Border { weight, width: 2, centre: 0.5 },
    ]
}

/// The values of both pictures, and the gradient at 0, 5, 20, 41, 150, 251 of x = sin(1.3 i) + .2 as 2 x 3 x 7 x 6, by torch
/// 2.15's autograd in f64, all times .3: (t-.5).abs().sum(); (1e-6 + ((t-.5)**2).sum()).sqrt(); ((t-.5)**2).sum();
/// (t.abs()**6).sum(); ((t**2).sum(1)**3).sum(); ((dx**2 + dy**2)**(b/2)).sum(), b = 2, 1, 3; dx.abs().sum() + dy.abs().sum();
/// .5*((t - blur(t,3).detach())**2).sum(); (((blur(t,5) - t)**2 + .8*(t-.5)**2)*mask).sum(), mask 2 wide;
/// blur(t,w) = conv2d(t,k,padding=w//2)/conv2d(1,k,padding=w//2), k = .5 around, 1 inside
#[test]
fn values_and_gradients_are_those_of_torch() {
    let expected = [
        [25.055463, 25.097179, -0.300000, -0.300000, 0.300000, -0.300000, -0.300000, -0.300000],
        [2.585698, 2.582773, -0.010442, -0.002954, 0.016100, -0.006722, -0.002807, -0.024842],
        [22.286109, 22.235722, -0.180000, -0.050928, 0.277535, -0.115878, -0.048327, -0.427740],
        [20.870560, 20.794731, 0.000576, 0.022189, 1.487332, 0.004898, 0.023372, -0.000787],
        [54.988476, 55.006846, 0.662721, 1.263695, 3.397656, 1.385890, 1.275505, -0.859950],
        [53.711390, 53.703733, -1.177261, 0.196154, 1.535987, -1.062886, -0.218454, 0.656378],
        [39.818649, 39.799873, -0.424197, -0.106678, 0.458362, -0.600000, -0.192049, 0.600000],
        [79.654057, 79.997938, -2.450414, 1.149649, 4.119768, -1.412224, 0.103125, 0.539967],
        [52.691716, 52.552583, -0.600000, 0.000000, 0.600000, -0.600000, -0.300000, 0.600000],
        [4.594470, 4.594101, -0.136872, 0.007313, 0.166986, -0.112836, -0.001413, 0.034823],
        [29.482877, 29.468595, -0.371393, 0.005085, 0.023513, -0.251260, 0.118464, -0.396005],
    ];
    let x = waves([2, 3, 7, 6]);
    for (penalty, expected) in all().into_iter().zip(expected) {
        // What is there already stays.
        let mut gradient = Planes::filled(x.dims(), 1.0);
        let values = penalty.value_and_gradient(&x, &mut gradient);
        let slopes = [0, 5, 20, 41, 150, 251].map(|index| f64::from(gradient.values[index]) - 1.0);
        for (found, expected) in values.into_iter().chain(slopes).zip(expected) {
            assert!((found - expected).abs() < 3e-6 * (1.0 + expected.abs()), "{penalty:?}: {found} is not {expected}");
        }
    }
}

/// The value's change when a number moves, for pictures of one row, one column, and others.
#[test]
fn gradients_are_finite_differences() {
    for dims in [[1, 1, 1, 5], [1, 2, 4, 1], [2, 1, 3, 3], [1, 1, 6, 8]] {
        let x = waves(dims);
        for penalty in all().into_iter().filter(|penalty| !matches!(penalty, Penalty::Blur { .. })) {
            let mut gradient = Planes::zeros(dims);
            penalty.value_and_gradient(&x, &mut gradient);
            for index in 0..x.values.len() {
                let moved = |by: f32| {
                    let mut moved = x.clone();
                    moved.values[index] += by;
                    penalty.value_and_gradient(&moved, &mut Planes::zeros(dims)).iter().sum::<f64>()
                };
                let (difference, slope) = ((moved(4e-3) - moved(-4e-3)) / 8e-3, f64::from(gradient.values[index]));
                let error = (difference - slope).abs();
                assert!(error < 2e-3 * (1.0 + slope.abs()), "{penalty:?} of {dims:?} at {index}: {difference} is not {slope}");
            }
        }
    }
}

#[test]
fn a_step_down_the_blur_replaces_a_share_by_lucids_blur() {
    let x = waves([1, 1, 4, 5]);
    let mut gradient = Planes::zeros(x.dims());
    Penalty::Blur { weight: 0.25 }.value_and_gradient(&x, &mut gradient);
    for (index, (value, slope)) in x.values.iter().zip(&gradient.values).enumerate() {
        let (row, column) = (index / 5, index % 5);
        let (mut sum, mut total) = (0.0, 0.0);
        for (other, neighbour) in x.values.iter().enumerate() {
            let away = (other / 5).abs_diff(row).max((other % 5).abs_diff(column));
            let weight = [1.0, 0.5, 0.0, 0.0, 0.0][away];
            sum += weight * neighbour;
            total += weight;
        }
        assert!((value - slope - (0.75 * value + 0.25 * sum / total)).abs() < 1e-6);
    }
}

#[test]
fn a_flat_picture_has_finite_slopes_and_no_variation() {
    let flat = Planes::filled([1, 3, 4, 4], 0.0);
    for exponent in [0.5, 1.0, 1.5, 2.0, 2.5, 0.0, -1.0] {
        let mut gradient = Planes::zeros(flat.dims());
        assert_eq!(Penalty::TotalVariation { weight: 2.0, exponent }.value_and_gradient(&flat, &mut gradient), [0.0]);
        assert_eq!(gradient, flat, "{exponent}");
    }
    for penalty in all() {
        let mut gradient = Planes::zeros(flat.dims());
        let values = penalty.value_and_gradient(&flat, &mut gradient);
        assert!(values[0].is_finite() && gradient.values.iter().all(|slope| slope.is_finite()));
        assert_eq!(
            penalty.value_and_gradient(&Planes::zeros([2, 3, 0, 4]), &mut Planes::zeros([2, 3, 0, 4])).len(),
            2,
            "{penalty:?}"
        );
    }
}

#[test]
fn a_frame_wider_than_the_picture_is_all_of_it_and_one_of_no_width_is_nothing() {
    let x = waves([1, 2, 5, 6]);
    let cost = |width: usize| {
        let mut gradient = Planes::zeros(x.dims());
        let values = Penalty::Border { weight: 1.0, width, centre: 0.5 }.value_and_gradient(&x, &mut gradient);
        (values[0], gradient)
    };
    assert_eq!(cost(0), (0.0, Planes::zeros(x.dims())));
    assert_eq!(cost(3), cost(usize::MAX));
    assert!(cost(2).0 < cost(3).0);
}
