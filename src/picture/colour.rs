//! Where numbers become colours: colour maps and the scale that goes with them.
//!
//! Magma, viridis and cividis are matplotlib's tables (CC0), written by `assets/colour-maps/make.py`.

/// A colour map. Sequential ones show 0 to 1; the signed ones show -1 to 1 with zero as the ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ColourMap {
    /// Black - purple - orange - pale yellow (matplotlib).
    #[default]
    Magma,
    /// Purple - green - yellow (matplotlib).
    Viridis,
    /// Blue - grey - yellow, for every kind of colour vision (Nuñez et al. 2018).
    Cividis,
    /// Black to white.
    Grey,
    /// Blue - near-black - orange-red: signed values on a dark ground.
    SignedDark,
    /// Blue - white - orange-red: signed values on a light ground.
    SignedLight,
    /// The lecture's old rainbow, only by name.
    Jet,
}

type Table = [u8; 256 * 3];

static MAGMA: &Table = include_bytes!("../../assets/colour-maps/magma.rgb");
static VIRIDIS: &Table = include_bytes!("../../assets/colour-maps/viridis.rgb");
static CIVIDIS: &Table = include_bytes!("../../assets/colour-maps/cividis.rgb");

const SIGNED_DARK: [[u8; 3]; 5] =
    [[0x9C, 0xCB, 0xFF], [0x3F, 0x86, 0xD8], [0x13, 0x15, 0x19], [0xD4, 0x61, 0x2F], [0xFF, 0xC1, 0x9A]];
const SIGNED_LIGHT: [[u8; 3]; 5] =
    [[0x1F, 0x5F, 0xBF], [0x84, 0xB5, 0xE7], [0xFF, 0xFF, 0xFF], [0xEE, 0x9F, 0x6B], [0xC2, 0x3C, 0x1C]];

/// What a value that is not a number looks like.
const NOT_A_NUMBER: [u8; 3] = [128; 3];

impl ColourMap {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 7] =
        [Self::Magma, Self::Viridis, Self::Cividis, Self::Grey, Self::SignedDark, Self::SignedLight, Self::Jet];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Magma => "magma",
            Self::Viridis => "viridis",
            Self::Cividis => "cividis",
            Self::Grey => "grey",
            Self::SignedDark => "signed (dark)",
            Self::SignedLight => "signed (light)",
            Self::Jet => "jet",
        }
    }

    /// The one for signed values on a dark or a light ground.
    pub const fn signed(dark: bool) -> Self {
        if dark { Self::SignedDark } else { Self::SignedLight }
    }

    /// Whether the middle is zero.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::SignedDark | Self::SignedLight)
    }

    /// The colour of a position, 0 to 1 (0.5 is zero for signed maps); NaN is mid grey.
    pub fn colour(self, position: f32) -> [u8; 3] {
        if position.is_nan() {
            return NOT_A_NUMBER;
        }
        let position = position.clamp(0.0, 1.0);
        match self {
            Self::Magma => look_up(MAGMA, position),
            Self::Viridis => look_up(VIRIDIS, position),
            Self::Cividis => look_up(CIVIDIS, position),
            Self::Grey => [(position * 255.0).round() as u8; 3],
            Self::SignedDark => between(&SIGNED_DARK, position),
            Self::SignedLight => between(&SIGNED_LIGHT, position),
            Self::Jet => {
                let ramp = |centre: f32| (1.5 - (4.0 * position - centre).abs()).clamp(0.0, 1.0);
                [3.0, 2.0, 1.0].map(|centre| (ramp(centre) * 255.0).round() as u8)
            }
        }
    }
}

fn look_up(table: &Table, position: f32) -> [u8; 3] {
    let entry = (position * 255.0).round() as usize;
    [table[entry * 3], table[entry * 3 + 1], table[entry * 3 + 2]]
}

fn between(stops: &[[u8; 3]; 5], position: f32) -> [u8; 3] {
    let along = position * (stops.len() - 1) as f32;
    let first = (along as usize).min(stops.len() - 2);
    blend(stops[first], stops[first + 1], along - first as f32)
}

/// `share` of `over` laid on `under`.
pub(super) fn blend(under: [u8; 3], over: [u8; 3], share: f32) -> [u8; 3] {
    [0, 1, 2].map(|c| (f32::from(under[c]) + (f32::from(over[c]) - f32::from(under[c])) * share).round() as u8)
}

/// How values are laid onto a colour map: which values are its ends.
///
/// A scale whose ends are `-a` and `a` is signed: zero lies in its middle, and gamma bends both halves alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The value at position 0.
    pub low: f32,
    /// The value at position 1.
    pub high: f32,
    /// Bends positions: position ^ gamma (for signed scales on each side of zero).
    pub gamma: f32,
}

impl Scale {
    /// 0 (or the minimum, if that is below 0) to the maximum. Values that are not finite do not count.
    pub fn sequential(values: &[f32]) -> Self {
        let finite = values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = finite.fold((0f32, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        // A scale of no extent would have no position for its values.
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, gamma: 1.0 }
    }

    /// Symmetric around 0; `percentile` (0 to 100) of the magnitudes is the end, the rest is clipped.
    ///
    /// The nearest rank is taken; where that is 0 although some values are not, the end is the largest magnitude.
    pub fn signed(values: &[f32], percentile: f32) -> Self {
        let mut magnitudes: Vec<f32> = values.iter().filter(|value| value.is_finite()).map(|value| value.abs()).collect();
        let largest = magnitudes.iter().copied().fold(0f32, f32::max);
        let rank = (f64::from(percentile.clamp(0.0, 100.0)) / 100.0 * magnitudes.len() as f64).ceil() as usize;
        let mut end = largest;
        if rank > 0 && rank < magnitudes.len() {
            let (_, chosen, _) = magnitudes.select_nth_unstable_by(rank - 1, f32::total_cmp);
            if *chosen > 0.0 {
                end = *chosen;
            }
        }
        let end = if end > 0.0 { end } else { 1.0 };
        Self { low: -end, high: end, gamma: 1.0 }
    }

    /// Whether zero lies in the middle.
    pub fn is_signed(&self) -> bool {
        self.low < 0.0 && self.low == -self.high
    }

    /// The position (0 to 1) of a value; NaN stays NaN.
    pub fn position(&self, value: f32) -> f32 {
        // In f64, because the extent of a scale of large f32 values may be infinite in f32.
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let linear = (f64::from(value).clamp(low.min(high), high.max(low)) - low) / (high - low);
        let gamma = f64::from(self.gamma);
        let bent = if self.is_signed() {
            let side = 2.0 * linear - 1.0;
            0.5 + 0.5 * side.signum() * side.abs().powf(gamma)
        } else {
            linear.powf(gamma)
        };
        bent as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_matplotlibs_ends() {
        assert_eq!(ColourMap::Magma.colour(0.0), [0, 0, 3]);
        assert_eq!(ColourMap::Magma.colour(1.0), [251, 252, 191]);
        assert_eq!(ColourMap::Viridis.colour(0.0), [68, 1, 84]);
        assert_eq!(ColourMap::Viridis.colour(1.0), [253, 231, 36]);
        assert_eq!(ColourMap::Cividis.colour(1.0), [253, 231, 55]);
    }

    #[test]
    fn sequential_maps_grow_lighter() {
        for map in [ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis, ColourMap::Grey] {
            let luma = |position: f32| {
                let [r, g, b] = map.colour(position).map(f64::from);
                0.2126 * r + 0.7152 * g + 0.0722 * b
            };
            for step in 0..20 {
                let (here, there) = (luma(step as f32 / 20.0), luma((step + 1) as f32 / 20.0));
                assert!(there > here, "{map:?} at {step}: {here} {there}");
            }
        }
    }

    #[test]
    fn zero_is_the_ground_of_signed_maps() {
        assert_eq!(ColourMap::SignedDark.colour(0.5), [0x13, 0x15, 0x19]);
        assert_eq!(ColourMap::SignedLight.colour(0.5), [255; 3]);
        for map in ColourMap::ALL.into_iter().filter(|map| map.is_signed()) {
            let ([low_red, _, low_blue], [high_red, _, high_blue]) = (map.colour(0.2), map.colour(0.8));
            assert!(low_blue > low_red && high_red > high_blue, "{map:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_grey_and_what_lies_outside_is_clipped() {
        for map in ColourMap::ALL {
            assert_eq!(map.colour(f32::NAN), [128; 3]);
            assert_eq!(map.colour(-7.0), map.colour(0.0));
            assert_eq!(map.colour(f32::INFINITY), map.colour(1.0));
        }
    }

    #[test]
    fn sequential_scale_starts_at_zero_or_below() {
        let scale = Scale::sequential(&[2.0, 4.0, f32::NAN, f32::INFINITY]);
        assert_eq!((scale.low, scale.high), (0.0, 4.0));
        assert_eq!(scale.position(1.0), 0.25);
        assert_eq!(scale.position(f32::INFINITY), 1.0);
        assert!(scale.position(f32::NAN).is_nan());
        let below = Scale::sequential(&[-2.0, 6.0]);
        assert_eq!((below.low, below.position(0.0)), (-2.0, 0.25));
        assert_eq!(Scale { gamma: 2.0, ..scale }.position(2.0), 0.25);
    }

    #[test]
    fn nothing_at_all_sits_at_zero() {
        for values in [vec![], vec![0.0; 9], vec![f32::NAN; 3]] {
            assert_eq!(Scale::sequential(&values).position(0.0), 0.0);
            assert_eq!(Scale::signed(&values, 99.0).position(0.0), 0.5);
        }
        let huge = Scale::signed(&[f32::MAX, f32::MIN], 100.0);
        assert_eq!((huge.position(f32::MIN), huge.position(0.0), huge.position(f32::MAX)), (0.0, 0.5, 1.0));
    }

    #[test]
    fn signed_scale_clips_a_percentile() {
        let values: Vec<f32> = (1..=100).map(|value| if value % 2 == 0 { value as f32 } else { -(value as f32) }).collect();
        let scale = Scale::signed(&values, 90.0);
        assert_eq!((scale.low, scale.high), (-90.0, 90.0));
        assert_eq!((scale.position(-100.0), scale.position(45.0)), (0.0, 0.75));
        assert_eq!(Scale { gamma: 2.0, ..scale }.position(45.0), 0.625);
        let mut sparse = vec![0.0; 1000];
        sparse[3] = -5.0;
        assert_eq!(Scale::signed(&sparse, 99.0).high, 5.0);
    }
}
