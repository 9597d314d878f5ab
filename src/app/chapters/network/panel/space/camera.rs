//! A small camera: from a point in space to a point on the screen, and back to the point of a plane that lies there.
//!
//! Space is measured in sides of a map: x to the right, y up along the data, z towards the one who looks. Knows numbers only, no
//! egui and no network.

/// A point in space.
pub type Point = [f32; 3];

/// How far away the eye is, in heights and breadths of what is seen: the perspective is weak, so that maps stay comparable.
const DISTANCE: f32 = 3.4;
/// What comes nearer to the eye than this part of the distance is not drawn.
const NEAR: f32 = 0.1;

/// A camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    sines: [f32; 2],
    cosines: [f32; 2],
    /// What is in the middle of the screen.
    target: Point,
    distance: f32,
    /// Points of the screen a side of a map takes at the target.
    pub scale: f32,
    centre: [f32; 2],
}

impl Camera {
    /// A camera that looks at `target` under two angles in degrees: turned about the upright axis, looking down. `extent` is
    /// how large the whole is.
    pub fn new([yaw, pitch]: [f32; 2], target: Point, extent: f32) -> Self {
        let [yaw, pitch] = [yaw.to_radians(), pitch.to_radians()];
        Self {
            sines: [yaw.sin(), pitch.sin()],
            cosines: [yaw.cos(), pitch.cos()],
            target,
            distance: extent.max(1.0) * DISTANCE,
            scale: 1.0,
            centre: [0.0, 0.0],
        }
    }

    /// The same with these points on a part of the screen: its corners left above and right below.
    #[must_use]
    pub fn fitting(self, points: &[Point], [left, top]: [f32; 2], [right, bottom]: [f32; 2]) -> Self {
        let plain = Self { scale: 1.0, centre: [0.0, 0.0], ..self };
        let seen: Vec<[f32; 2]> = points.iter().filter_map(|point| plain.seen(*point)).collect();
        let ends = |axis: usize| {
            let along = || seen.iter().map(move |point| point[axis]);
            (along().fold(f32::INFINITY, f32::min), along().fold(f32::NEG_INFINITY, f32::max))
        };
        let ((from_x, to_x), (from_y, to_y)) = (ends(0), ends(1));
        let scale = ((right - left) / (to_x - from_x).max(1e-3)).min((bottom - top) / (to_y - from_y).max(1e-3));
        if seen.is_empty() || !scale.is_finite() || scale <= 0.0 {
            return plain;
        }
        let middle = |low: f32, high: f32, from: f32, to: f32| f32::midpoint(low, high) - f32::midpoint(from, to) * scale;
        Self { scale, centre: [middle(left, right, from_x, to_x), middle(top, bottom, from_y, to_y)], ..self }
    }

    /// The same, looking at another point and nearer by a factor.
    #[must_use]
    pub fn looking(self, target: Point, factor: f32) -> Self {
        Self { target, scale: self.scale * factor, ..self }
    }

    /// Right, up and towards the eye, from the target.
    fn turned(&self, point: Point) -> Point {
        let [x, y, z] = [0, 1, 2].map(|axis| point[axis] - self.target[axis]);
        let ([sine, down], [cosine, level]) = (self.sines, self.cosines);
        let (right, near) = (x * cosine + z * sine, z * cosine - x * sine);
        [right, y * level - near * down, near * level + y * down]
    }

    /// Where a point is seen; `None` if it lies behind the eye.
    pub fn seen(&self, point: Point) -> Option<[f32; 2]> {
        let [right, up, near] = self.turned(point);
        let away = self.distance - near;
        let size = self.scale * self.distance / away;
        (away > self.distance * NEAR).then_some([self.centre[0] + right * size, self.centre[1] - up * size])
    }

    /// Which point of the plane at a height lies under a point of the screen, as x and z; `None` if the plane is not there.
    pub fn on_plane(&self, [x, y]: [f32; 2], height: f32) -> Option<[f32; 2]> {
        let ([sine, down], [cosine, level]) = (self.sines, self.cosines);
        let (right, up) = ((x - self.centre[0]) / self.scale, (self.centre[1] - y) / self.scale);
        let above = height - self.target[1];
        // The ray is (right, up) at the target and becomes smaller towards the eye.
        let slope = down - up * level / self.distance;
        let near = (above - up * level) / slope;
        let size = 1.0 - near / self.distance;
        if !near.is_finite() || size < NEAR {
            return None;
        }
        let (right, level_near) = (right * size, near * level - up * size * down);
        Some([right * cosine - level_near * sine + self.target[0], right * sine + level_near * cosine + self.target[2]])
    }

    /// How many sides of a map one moves up along the data by a point of the screen.
    pub fn upright(&self) -> f32 {
        1.0 / (self.scale * self.cosines[1].max(0.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        let corners = [[-8.0, 0.0, -1.0], [8.0, 0.0, 1.0], [-8.0, 14.0, 1.0], [8.0, 14.0, -1.0]];
        Camera::new([17.0, 24.0], [0.0, 7.0, 0.0], 16.0).fitting(&corners, [100.0, 50.0], [900.0, 650.0])
    }

    #[test]
    fn what_is_seen_somewhere_is_found_there() {
        for camera in [camera(), camera().looking([3.0, 4.0, 0.0], 5.0)] {
            for point in [[-8.0, 0.0, -1.0], [2.5, 7.0, 0.25], [7.0, 13.0, 1.5]] {
                let seen = camera.seen(point).unwrap();
                let [x, z] = camera.on_plane(seen, point[1]).unwrap();
                assert!((x - point[0]).abs() < 1e-2 && (z - point[2]).abs() < 1e-2, "{point:?} {x} {z}");
            }
        }
    }

    #[test]
    fn everything_fits_into_the_room() {
        let camera = camera();
        for point in [[-8.0, 0.0, -1.0], [8.0, 0.0, 1.0], [-8.0, 14.0, 1.0], [8.0, 14.0, -1.0]] {
            let [x, y] = camera.seen(point).unwrap();
            assert!((99.0..901.0).contains(&x) && (49.0..651.0).contains(&y), "{point:?} is seen at {x}, {y}");
        }
    }

    #[test]
    fn up_is_up_right_is_right_and_near_is_lower_and_larger() {
        let camera = Camera::new([0.0, 30.0], [0.0; 3], 10.0);
        let [seen, up, right, near] =
            [[0.0; 3], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 1.0]].map(|at| camera.seen(at).unwrap());
        assert_eq!(seen, [0.0, 0.0]);
        assert!(up[1] < 0.0 && right[0] > 0.0 && near[1] > 0.0 && near[0] > right[0]);
        assert_eq!(camera.seen([0.0, 0.0, 1e4]), None, "behind the eye");
        assert_eq!(Camera::new([0.0, 30.0], [0.0; 3], 1.0).fitting(&[], [0.0; 2], [1.0; 2]).scale, 1.0);
    }
}
