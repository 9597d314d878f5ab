//! What stands for "nothing to see": the input from which a path starts, or which fills what is covered.
//!
//! Sturmfels, Lundberg & Lee 2020, "Visualizing the impact of feature attribution baselines", show how much depends on it;
//! that is why it is a parameter wherever it is needed.

use std::borrow::Cow;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Choice, Parameter, Request, Result, Value, reason::Reason, shared::numbers};
use crate::picture::{Border, blurred};

pub const MEAN: &str = "mean";
pub const BLACK: &str = "black";
pub const WHITE: &str = "white";
pub const GREY: &str = "grey";
pub const BLUR: &str = "blur";
pub const NOISE: &str = "noise";
pub const PICTURE: &str = "picture";

/// What there is to choose from.
pub const KINDS: &[Choice] = &[
    Choice { id: MEAN },
    Choice { id: BLACK },
    Choice { id: WHITE },
    Choice { id: GREY },
    Choice { id: BLUR },
    Choice { id: NOISE },
    Choice { id: PICTURE },
];

/// Black, as papers have it; the mean in Captum.
pub const BASELINE: Parameter = Parameter::choice("baseline", KINDS, &Value::Choice(Cow::Borrowed(BLACK)))
    .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(MEAN)))]);

/// The shorter side of the input is so many times the deviation of the blur.
const BLUR_PER_SIDE: f64 = 20.0;

/// The baseline that a parameter chooses, `C * H * W` numbers.
pub fn baseline(request: &Request<'_>, kind: &Parameter) -> Result<Vec<f32>> {
    baseline_of(request, &request.choice(kind))
}

/// The baseline of this id, `C * H * W` numbers.
pub fn baseline_of(request: &Request<'_>, kind: &str) -> Result<Vec<f32>> {
    let [channels, height, width] = request.input_size()?;
    let pixels = height * width;
    let each = |of: &dyn Fn(usize) -> f32| (0..channels).flat_map(|channel| vec![of(channel); pixels]).collect::<Vec<f32>>();
    Ok(match kind {
        BLACK => {
            let [black, _] = request.levels()?;
            each(&|channel| black[channel])
        }
        WHITE => {
            let [_, white] = request.levels()?;
            each(&|channel| white[channel])
        }
        GREY => {
            let [black, white] = request.levels()?;
            each(&|channel| f32::midpoint(black[channel], white[channel]))
        }
        BLUR => {
            let deviation = height.min(width) as f64 / BLUR_PER_SIDE;
            blurred(&request.pixels()?, [height, width], deviation, Border::Mirrored)
        }
        NOISE => {
            let [black, white] = request.levels()?;
            let mut random = ChaCha8Rng::seed_from_u64(0);
            let mut one = |channel: usize| black[channel] + (white[channel] - black[channel]) * random.random::<f32>();
            (0..channels * pixels).map(|index| one(index / pixels)).collect()
        }
        PICTURE => references(request)?.swap_remove(0),
        _ => vec![0.0; channels * pixels],
    })
}

/// The pictures to compare with, each `C * H * W` numbers; at least one.
pub fn references(request: &Request<'_>) -> Result<Vec<Vec<f32>>> {
    let given = request.references.and_then(|make| make()).ok_or(Reason::NoReferences)?;
    let [channels, height, width] = request.input_size()?;
    let own = channels * height * width;
    let values: Vec<f32> = numbers(&given)?;
    let all: Vec<Vec<f32>> = values.chunks_exact(own).map(<[f32]>::to_vec).collect();
    if all.is_empty() { Err(Reason::NoReferences.into()) } else { Ok(all) }
}
