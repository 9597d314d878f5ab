//! The rules against torch and numpy.

use super::*;

/// The curvatures and places of a small concave objective, `-Σ a (x - b)² / 2 - x₀ x₁ / 10`.
const CURVATURES: [f32; 3] = [1.0, 3.0, 0.5];
const PLACES: [f32; 3] = [1.0, -2.0, 0.5];

/// The objective's gradient at `x`.
fn gradient(x: &[f32]) -> Vec<f32> {
    let own = |index: usize| -CURVATURES[index] * (x[index] - PLACES[index]);
    vec![own(0) - 0.1 * x[1], own(1) - 0.1 * x[0], own(2)]
}

/// Where `steps` steps from the origin lead, for two pictures of which the second starts elsewhere and must not matter.
fn led(rule: StepRule, rate: f64, steps: usize) -> Vec<f32> {
    let mut stepper = Stepper::new(rule, 2, 3);
    let mut params = vec![0.0, 0.0, 0.0, 5.0, -7.0, 11.0];
    for _ in 0..steps {
        let both: Vec<f32> = params.chunks(3).flat_map(gradient).collect();
        stepper.step(&mut params, &both, rate);
    }
    params.truncate(3);
    params
}

fn assert_near(found: &[f32], expected: &[f32], tolerance: f32) {
    for (one, other) in found.iter().zip(expected) {
        assert!((one - other).abs() <= tolerance, "{one} is not {other}");
    }
    assert_eq!(found.len(), expected.len());
}

/// x = torch.zeros(3, requires_grad=True); l = (a*(x-b)**2).sum()/2 + .1*x[0]*x[1], torch 2.15
#[test]
fn rules_of_torch_lead_where_torch_goes() {
    // torch.optim.Adam([x], lr=.1), 7 steps
    let adam = StepRule::Adam { first: 0.9, second: 0.999, epsilon: 1e-8 };
    assert_near(&led(adam, 0.1, 7), &[0.680_391_1, -0.692_164_9, 0.609_788_84], 2e-6);
    // torch.optim.RMSprop([x], lr=.1, alpha=.9, eps=1e-7), 7 steps
    let root_mean_square = StepRule::RmsProp { keep: 0.9, epsilon: 1e-7 };
    assert_near(&led(root_mean_square, 0.1, 7), &[0.958_785_2, -1.162_105_7, 0.499_894_65], 2e-6);
    // torch.optim.SGD([x], lr=.1, momentum=.9), 7 steps
    assert_near(&led(StepRule::Momentum { keep: 0.9 }, 0.1, 7), &[1.730_921_7, -2.787_316, 0.457_789_1], 2e-6);
}

/// torch.optim.LBFGS([x], lr=.5, max_iter=1, history_size=3), 1 and 6 steps
#[test]
fn lbfgs_leads_where_torch_goes() {
    let rule = StepRule::Lbfgs { history: 3 };
    assert_near(&led(rule.clone(), 0.5, 1), &[0.068_965_52, -0.413_793_1, 0.017_241_38], 1e-6);
    assert_near(&led(rule, 0.5, 6), &[1.072_332_5, -2.015_460_3, 0.328_542_77], 1e-5);
}

/// G = .9*G + g*g; m = .9*m + g/(1/2.0 + np.sqrt(G)); x = x + m, 7 steps
#[test]
fn the_rule_of_nnpreimage_leads_where_numpy_goes() {
    let rule = StepRule::AdaGradLike { keep: 0.9 };
    assert_near(&led(rule, 2.0, 7), &[0.788_091_7, -2.184_490_4, 0.129_461_85], 3e-6);
}

#[test]
fn normalised_steps_have_the_length_that_their_norm_says() {
    let slopes = [3.0, -4.0, 0.0, 1.0, 0.3, 0.4, 0.0, 0.1];
    let moved = |norm: Norm| {
        let mut params = vec![0.0; 8];
        Stepper::new(StepRule::Normalised(norm), 2, 4).step(&mut params, &slopes, 1.5);
        params
    };
    assert_near(&moved(Norm::MeanAbsolute)[..4], &[2.25, -3.0, 0.0, 0.75], 1e-6);
    assert_near(&moved(Norm::MeanAbsolute)[4..], &[2.25, 3.0, 0.0, 0.75], 1e-6);
    let root = 26.0_f32.sqrt();
    assert_near(&moved(Norm::Euclidean)[..2], &[4.5 / root, -6.0 / root], 1e-6);
    assert_near(&moved(Norm::RootMeanSquare)[..2], &[9.0 / root, -12.0 / root], 1e-6);
    // numpy: np.std([3, -4, 0, 1]) = 2.5495097567963922
    assert_near(&moved(Norm::Deviation)[..2], &[4.5 / 2.549_509_8, -6.0 / 2.549_509_8], 1e-6);
}

#[test]
fn a_gradient_of_zero_moves_nothing() {
    let memory = [StepRule::Lbfgs { history: 3 }, StepRule::AdaGradLike { keep: 0.9 }];
    let norms = [Norm::MeanAbsolute, Norm::Deviation, Norm::RootMeanSquare, Norm::Euclidean].map(StepRule::Normalised);
    for rule in norms.into_iter().chain([StepRule::Progress { desired: 2.0, largest: 1e8 }]).chain(memory) {
        let mut params = vec![1.0, -2.0];
        Stepper::new(rule.clone(), 1, 2).step(&mut params, &[0.0, 0.0], 1.0);
        assert_eq!(params, [1.0, -2.0], "{rule:?}");
    }
}

#[test]
fn progress_raises_a_linear_score_by_what_is_desired() {
    let slopes = [3.0, -4.0, 0.03, 0.04];
    let rise = |rule: StepRule, scores: &[f64]| -> Vec<f32> {
        let mut params = vec![0.0; 4];
        Stepper::new(rule, 2, 2).step_scored(&mut params, &slopes, 1.0, scores);
        params.chunks(2).zip(slopes.chunks(2)).map(|(x, g)| x[0] * g[0] + x[1] * g[1]).collect()
    };
    // The second gradient is so small that the largest factor, 100, holds: 100 * 0.05² = 0.25.
    assert_near(&rise(StepRule::Progress { desired: 2.0, largest: 100.0 }, &[]), &[2.0, 0.25], 1e-6);
    let tapered = StepRule::TaperedProgress { early: 0.03, late: 0.1, largest: 1e12 };
    assert_near(&rise(tapered.clone(), &[0.2, 0.9]), &[0.03, 0.01], 1e-7);
    assert_near(&rise(tapered, &[]), &[0.03, 0.03], 1e-7);
}

#[test]
fn lbfgs_takes_the_first_step_again_where_the_objective_curves_upwards() {
    // g = 2 x + (1, 1): the objective has no maximum, every pair is refused.
    let mut stepper = Stepper::new(StepRule::Lbfgs { history: 5 }, 1, 2);
    let mut params = vec![0.0, 1.0];
    for _ in 0..3 {
        let slopes: Vec<f32> = params.iter().map(|value| 2.0 * value + 1.0).collect();
        let sum: f32 = slopes.iter().sum();
        let expected = [params[0] + slopes[0] / sum, params[1] + slopes[1] / sum];
        stepper.step(&mut params, &slopes, 1.0);
        assert_near(&params, &expected, 1e-6);
    }
}

#[test]
fn after_a_reset_a_rule_starts_anew() {
    for rule in [
        StepRule::Momentum { keep: 0.9 },
        StepRule::Adam { first: 0.9, second: 0.999, epsilon: 1e-8 },
        StepRule::AdaGradLike { keep: 0.9 },
        StepRule::RmsProp { keep: 0.9, epsilon: 1e-7 },
        StepRule::Lbfgs { history: 4 },
    ] {
        let (mut fresh, mut used) = (Stepper::new(rule.clone(), 2, 2), Stepper::new(rule.clone(), 2, 2));
        let mut params = vec![0.0; 4];
        used.step(&mut params, &[1.0, 2.0, 3.0, 4.0], 0.1);
        used.step(&mut params, &[1.0, 1.0, 2.0, 2.0], 0.1);
        used.reset();
        let (mut one, mut other) = (vec![0.0; 4], vec![0.0; 4]);
        fresh.step(&mut one, &[1.0, -2.0, 0.5, 4.0], 0.1);
        used.step(&mut other, &[1.0, -2.0, 0.5, 4.0], 0.1);
        assert_eq!(one, other, "{rule:?}");
        assert!(one.iter().all(|value| *value != 0.0));
    }
}
