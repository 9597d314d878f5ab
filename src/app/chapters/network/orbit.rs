//! From where a person looks at the network in space, as whole numbers, so that it can be written, compared and taken back.
//!
//! Knows what turning, nearing and flying do to these numbers, nothing of what is seen.

/// Degrees about which one looks down: never level with the planes, never beyond straight down.
const PITCH: std::ops::RangeInclusive<f32> = 6.0..=88.0;
/// How near, in thousandths of the view that holds all.
const ZOOM: std::ops::RangeInclusive<f32> = 400.0..=20_000.0;
/// How far one flies, in thousandths of the way from the input to the answer.
const FLIGHT: std::ops::RangeInclusive<f32> = -200.0..=1_200.0;
/// How far aside, in hundredths of a map's side.
const ASIDE: std::ops::RangeInclusive<f32> = -4_000.0..=4_000.0;

/// How the network in space is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Orbit {
    /// Turned about the axis along which the data flow, in degrees.
    pub yaw: i16,
    /// Looking down, in degrees.
    pub pitch: i16,
    /// How near, in thousandths of the view that holds all.
    pub zoom: u16,
    /// Where along the data, in thousandths.
    pub flight: i16,
    /// How far beside the middle, in hundredths of a map's side.
    pub aside: i16,
    /// Whether all edges of the unit are drawn, not only the strongest.
    pub all: bool,
    /// Whether they go down one layer only, not to the input.
    pub one_layer: bool,
}

impl Default for Orbit {
    fn default() -> Self {
        Self { yaw: -14, pitch: 24, zoom: 1_000, flight: 500, aside: 0, all: false, one_layer: false }
    }
}

/// A view that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Straight on.
    Front,
    /// A little from the side.
    Turned,
    /// From above.
    Top,
}

impl Stand {
    const fn angles(self) -> [i16; 2] {
        match self {
            Self::Front => [0, 24],
            Self::Turned => [-14, 24],
            Self::Top => [0, 60],
        }
    }
}

impl Orbit {
    /// Where one stands, if it is a place with a name.
    pub fn stand(self) -> Option<Stand> {
        [Stand::Front, Stand::Turned, Stand::Top].into_iter().find(|stand| stand.angles() == [self.yaw, self.pitch])
    }

    /// At a place with a name, all in sight.
    #[must_use]
    pub fn at(self, stand: Stand) -> Self {
        let [yaw, pitch] = stand.angles();
        let Self { zoom, flight, aside, .. } = Self::default();
        Self { yaw, pitch, zoom, flight, aside, ..self }
    }

    /// Turned by so many degrees.
    #[must_use]
    pub fn turned(self, [yaw, pitch]: [f32; 2]) -> Self {
        let yaw = (f32::from(self.yaw) + yaw + 180.0).rem_euclid(360.0) - 180.0;
        Self { yaw: whole(yaw), pitch: within(f32::from(self.pitch) + pitch, &PITCH), ..self }
    }

    /// Nearer by a factor.
    #[must_use]
    pub fn nearer(self, factor: f32) -> Self {
        let zoom = f32::from(self.zoom) * factor;
        Self { zoom: zoom.clamp(*ZOOM.start(), *ZOOM.end()).round() as u16, ..self }
    }

    /// Moved along the data, in parts of the whole way, and aside, in sides of a map.
    #[must_use]
    pub fn moved(self, along: f32, aside: f32) -> Self {
        let flight = within(f32::from(self.flight) + along * 1_000.0, &FLIGHT);
        Self { flight, aside: within(f32::from(self.aside) + aside * 100.0, &ASIDE), ..self }
    }
}

fn within(number: f32, range: &std::ops::RangeInclusive<f32>) -> i16 {
    whole(number.clamp(*range.start(), *range.end()))
}

fn whole(number: f32) -> i16 {
    number.round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_goes_round_and_looking_down_ends() {
        let orbit = Orbit::default().turned([360.0, 500.0]);
        assert_eq!((orbit.yaw, orbit.pitch), (Orbit::default().yaw, 88));
        assert_eq!(Orbit::default().turned([200.0, -90.0]).yaw, -174);
        assert_eq!(orbit.at(Stand::Turned), Orbit::default());
        assert_eq!(Orbit::default().stand(), Some(Stand::Turned));
        assert_eq!(Orbit::default().turned([1.0, 0.0]).stand(), None);
    }

    #[test]
    fn nothing_leads_out_of_sight() {
        let orbit = Orbit::default().nearer(1e9).moved(1e9, -1e9);
        assert_eq!((orbit.zoom, orbit.flight, orbit.aside), (20_000, 1_200, -4_000));
        assert_eq!(orbit.nearer(0.0).zoom, 400);
        assert_eq!(orbit.moved(f32::NAN, 0.0).flight, 0);
    }
}
