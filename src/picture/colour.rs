//! Where numbers become colours: colour maps and the scale that goes with them.

/// A colour map. Sequential ones show 0 to 1; the signed one shows -1 to 1 with zero as the ground.
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

impl ColourMap {
    /// The colour of a position, 0 to 1 (0.5 is zero for signed maps); NaN is mid grey.
    pub fn colour(self, _position: f32) -> [u8; 3] {
        todo!()
    }
}

/// How values are laid onto a colour map: which values are its ends.
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
    /// 0 (or the minimum, if that is below 0) to the maximum.
    pub fn sequential(_values: &[f32]) -> Self {
        todo!()
    }

    /// Symmetric around 0; `percentile` (0 to 100) of the magnitudes is the end, the rest is clipped.
    pub fn signed(_values: &[f32], _percentile: f32) -> Self {
        todo!()
    }

    /// The position (0 to 1) of a value.
    pub fn position(&self, _value: f32) -> f32 {
        todo!()
    }
}
