//! The planes where they stand, and the camera that looks at them: where a number of the network is on the screen, and which
//! number is under the pointer.

use egui::{Pos2, Rect, pos2};

use super::{
    super::super::{orbit::Orbit, work::PaintedPlane},
    camera::Camera,
    layout::{Asked, COLUMNS, Kind, Plane, Spot, stack},
};
use crate::{
    arithmetic::Place,
    network::{Channel, Network, NodeId},
    units::Unit,
};

/// What is seen.
pub struct Scene<'a> {
    /// What lies on the planes.
    pub painted: &'a [PaintedPlane],
    /// Where they stand.
    pub planes: Vec<Plane>,
    /// From where they are looked at.
    pub camera: Camera,
    /// From the lowest plane to the highest.
    pub height: f32,
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointed {
    /// The plane.
    pub plane: usize,
    /// The map there, if it is one.
    pub spot: Option<Spot>,
}

/// Room at the left, where the names of the planes are, at the right, and above and below, in points at the usual text size.
const BESIDE: [f32; 3] = [106.0, 10.0, 8.0];

/// The angles and the place of the eye as they are just now, on the way to where it was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eye {
    /// Turned, looking down: degrees.
    pub angles: [f32; 2],
    /// How near.
    pub zoom: f32,
    /// Where along the data, 0 to 1, and how far aside in sides of a map.
    pub at: [f32; 2],
}

impl From<Orbit> for Eye {
    fn from(orbit: Orbit) -> Self {
        Self {
            angles: [orbit.yaw, orbit.pitch].map(f32::from),
            zoom: f32::from(orbit.zoom) / 1_000.0,
            at: [f32::from(orbit.flight) / 1_000.0, f32::from(orbit.aside) / 100.0],
        }
    }
}

fn asked(painted: &PaintedPlane) -> Asked {
    let [_, rows, columns] = painted.maps.shape;
    let [wide, high] = painted.tiles.tile;
    let (kind, size) = match (painted.is_input, painted.is_scores, rows * columns) {
        (true, ..) => (Kind::Picture, [high, wide]),
        (_, true, _) => (Kind::Scores, [1, 1]),
        (_, _, 1) => (Kind::Cells, [1, 1]),
        _ => (Kind::Maps, [rows, columns]),
    };
    Asked { kind, count: painted.channels.len(), size }
}

/// How much farther planes stand from each other when one looks down more steeply: so that they do not hide each other.
fn apart(pitch: f32, usual: f32) -> f32 {
    (pitch.to_radians().tan() / usual.to_radians().tan()).clamp(0.6, 4.0)
}

/// A camera that has all planes in a part of the window.
fn whole(planes: &[Plane], angles: [f32; 2], room: Rect) -> Camera {
    let height = planes.last().map_or(0.0, |plane| plane.y);
    let breadth = planes.iter().map(|plane| plane.half()[0] * 2.0).fold(1.0, f32::max);
    let corners: Vec<[f32; 3]> = planes.iter().flat_map(Plane::outline).collect();
    let camera = Camera::new(angles, [0.0, height / 2.0, 0.0], height.max(breadth));
    camera.fitting(&corners, room.min.into(), room.max.into())
}

impl<'a> Scene<'a> {
    /// What is seen in a part of the window; `above` is what names above the highest plane take.
    pub fn new(painted: &'a [PaintedPlane], eye: Eye, rect: Rect, (magnified, above): (f32, f32)) -> Self {
        let [left, right, free] = BESIDE.map(|room| room * magnified);
        let from = pos2(rect.left() + left, rect.top() + free + above);
        let room = Rect::from_min_max(from, rect.max - egui::vec2(right, free));
        let asked: Vec<Asked> = painted.iter().map(asked).collect();
        // As large as the room allows from where one begins, and the same from everywhere.
        let usual = Eye::from(Orbit::default()).angles;
        let size = |planes: &Vec<Plane>| whole(planes, usual, room).scale;
        let stacks = COLUMNS.map(|columns| stack(&asked, columns));
        let mut planes = stacks.into_iter().max_by(|a, b| size(a).total_cmp(&size(b))).unwrap_or_default();
        let apart = apart(eye.angles[1], usual[1]);
        planes.iter_mut().for_each(|plane| plane.y *= apart);
        let height = planes.last().map_or(0.0, |plane| plane.y);
        let camera = whole(&planes, eye.angles, room).looking([eye.at[1], height * eye.at[0], 0.0], eye.zoom);
        Self { painted, planes, camera, height }
    }

    /// Where a point of a plane is on the screen.
    pub fn seen(&self, point: [f32; 3]) -> Option<Pos2> {
        self.camera.seen(point).map(Pos2::from)
    }

    /// Several at once; `None` if one of them is behind the eye.
    pub fn all_seen<const N: usize>(&self, points: [[f32; 3]; N]) -> Option<[Pos2; N]> {
        let mut seen = [Pos2::ZERO; N];
        for (at, point) in seen.iter_mut().zip(points) {
            *at = self.seen(point)?;
        }
        Some(seen)
    }

    /// The plane of a layer.
    pub fn plane_of(&self, layer: NodeId) -> Option<usize> {
        self.painted.iter().position(|painted| painted.maps.layer == layer)
    }

    /// Where a unit lies on a plane, if it is drawn.
    pub fn spot_of(&self, plane: usize, channel: Channel, [y, x]: [usize; 2]) -> Option<Spot> {
        let painted = self.painted.get(plane)?;
        let [_, rows, columns] = painted.maps.shape;
        let index = if painted.is_input { 0 } else { painted.channels.binary_search(&channel).ok()? };
        let part = |at: usize, of: usize| (at as f32 + 0.5) / of.max(1) as f32;
        Some(Spot { index, within: [part(x, columns), part(y, rows)] })
    }

    /// Where a number of the network is on the screen, if it is drawn.
    pub fn place(&self, network: &Network, place: Place) -> Option<Pos2> {
        let plane = self.plane_of(place.node)?;
        let spot = self.spot_of(plane, place.channel(network), place.position(network).unwrap_or_default())?;
        self.seen(self.planes[plane].point(spot))
    }

    /// What is under a point of the screen: the highest plane there.
    pub fn pointed(&self, pointer: Pos2) -> Option<Pointed> {
        (0..self.planes.len()).rev().find_map(|plane| {
            let stands = &self.planes[plane];
            let at = self.camera.on_plane(pointer.into(), stands.y)?;
            stands.has(at).then(|| Pointed { plane, spot: stands.spot(at) })
        })
    }

    /// The unit at a place of a plane.
    pub fn unit(&self, plane: usize, spot: Spot) -> Option<Unit> {
        let painted = self.painted.get(plane)?;
        let [_, rows, columns] = painted.maps.shape;
        let at = |part: f32, of: usize| ((part * of as f32) as usize).min(of.saturating_sub(1));
        let position = (rows * columns > 1).then(|| [at(spot.within[1], rows), at(spot.within[0], columns)]);
        Some(Unit { channel: *painted.channels.get(spot.index)?, position })
    }
}
