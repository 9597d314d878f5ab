//! Outlines in the plane, made of straight edges, and the projective maps that move them.
//!
//! Only +, -, *, / and square roots reach a coordinate: these are exact in IEEE arithmetic, so every machine draws the same
//! pictures. In an object's own space y points up and the ground is y = 0; in picture space y points down.

/// x and y.
pub(super) type Point = [f32; 2];

/// A filled area: closed contours under the non-zero rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub contours: Vec<Vec<Point>>,
}

/// Edges of a full circle.
const CIRCLE: usize = 28;
/// Edges between two points of a smooth curve.
const CURVE: usize = 6;

/// Cosine and sine of an angle in turns (1 is the full circle).
pub(super) fn direction(turns: f32) -> Point {
    // To a quarter around the nearest multiple of a quarter, where the series is exact to single precision.
    let quarter = (turns * 4.0 + 0.5).floor();
    let angle = (turns - quarter * 0.25) * std::f32::consts::TAU;
    let square = angle * angle;
    let sine = angle * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0)));
    let cosine = 1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
    match (quarter as i32).rem_euclid(4) {
        0 => [cosine, sine],
        1 => [-sine, cosine],
        2 => [-cosine, -sine],
        _ => [sine, -cosine],
    }
}

impl Outline {
    /// Straight edges between points.
    pub fn polygon(points: &[Point]) -> Self {
        Self { contours: vec![points.to_vec()] }
    }

    /// A smooth closed curve through points (Catmull and Rom's spline).
    pub fn smooth(points: &[Point]) -> Self {
        let count = points.len();
        let at = |index: usize| points[index % count];
        let contour = (0..count).flat_map(|index| spline(at(index + count - 1), at(index), at(index + 1), at(index + 2)));
        Self { contours: vec![contour.collect()] }
    }

    /// An ellipse with its axes along x and y.
    pub fn ellipse(centre: Point, radii: Point) -> Self {
        Self { contours: vec![arc(centre, radii, 0.0, 1.0)] }
    }

    /// A circle.
    pub fn circle(centre: Point, radius: f32) -> Self {
        Self::ellipse(centre, [radius, radius])
    }

    /// The part of an ellipse between two angles in turns, closed by a straight edge.
    pub fn segment(centre: Point, radii: Point, from: f32, to: f32) -> Self {
        Self { contours: vec![arc(centre, radii, from, to)] }
    }

    /// A ring.
    pub fn ring(centre: Point, outer: f32, inner: f32) -> Self {
        let mut hole = arc(centre, [inner, inner], 0.0, 1.0);
        hole.reverse();
        Self { contours: vec![arc(centre, [outer, outer], 0.0, 1.0), hole] }
    }

    /// A rectangle.
    pub fn rectangle(left: f32, bottom: f32, right: f32, top: f32) -> Self {
        Self::polygon(&[[left, bottom], [right, bottom], [right, top], [left, top]])
    }

    /// A rectangle with round corners.
    pub fn rounded(left: f32, bottom: f32, right: f32, top: f32, radius: f32) -> Self {
        let radius = radius.min((right - left) * 0.5).min((top - bottom) * 0.5);
        let corners = [
            ([right - radius, top - radius], 0.0),
            ([left + radius, top - radius], 0.25),
            ([left + radius, bottom + radius], 0.5),
            ([right - radius, bottom + radius], 0.75),
        ];
        let contour = corners.into_iter().flat_map(|(centre, from)| arc(centre, [radius, radius], from, from + 0.25));
        Self { contours: vec![contour.collect()] }
    }

    /// A line with round ends and joints whose width runs from `first` to `last`.
    pub fn stroke(points: &[Point], first: f32, last: f32) -> Self {
        let steps = points.len().saturating_sub(1).max(1) as f32;
        let half = |index: usize| 0.5 * (first + (last - first) * index as f32 / steps);
        let mut contours = Vec::new();
        for (index, pair) in points.windows(2).enumerate() {
            let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
            let (dx, dy) = (bx - ax, by - ay);
            let length = (dx * dx + dy * dy).sqrt().max(1.0e-6);
            let (nx, ny) = (-dy / length, dx / length);
            let (a, b) = (half(index), half(index + 1));
            contours.push(vec![
                [ax - nx * a, ay - ny * a],
                [bx - nx * b, by - ny * b],
                [bx + nx * b, by + ny * b],
                [ax + nx * a, ay + ny * a],
            ]);
        }
        contours.extend(points.iter().enumerate().map(|(index, &point)| arc(point, [half(index); 2], 0.0, 1.0)));
        Self { contours }
    }

    /// A [`Self::stroke`] along a smooth open curve through points.
    pub fn smooth_stroke(points: &[Point], first: f32, last: f32) -> Self {
        let count = points.len();
        let at = |index: isize| points[index.clamp(0, count as isize - 1) as usize];
        let mut line: Vec<Point> =
            (0..count as isize - 1).flat_map(|index| spline(at(index - 1), at(index), at(index + 1), at(index + 2))).collect();
        line.extend(points.last());
        Self::stroke(&line, first, last)
    }

    /// Both areas as one.
    pub fn and(mut self, other: Self) -> Self {
        self.contours.extend(other.contours);
        self
    }

    /// Every point moved by a function.
    pub fn moved(mut self, by: impl Fn(Point) -> Point) -> Self {
        for point in self.contours.iter_mut().flatten() {
            *point = by(*point);
        }
        self
    }
}

/// Points of an ellipse from one angle to another, both included.
fn arc(centre: Point, radii: Point, from: f32, to: f32) -> Vec<Point> {
    let steps = (((to - from).abs() * CIRCLE as f32 + 0.5) as usize).max(3);
    let point = |step: usize| {
        let [cosine, sine] = direction(from + (to - from) * step as f32 / steps as f32);
        [centre[0] + radii[0] * cosine, centre[1] + radii[1] * sine]
    };
    (0..=steps).map(point).collect()
}

/// Points from `b` to before `c` on the spline through all four.
fn spline(a: Point, b: Point, c: Point, d: Point) -> impl Iterator<Item = Point> {
    (0..CURVE).map(move |step| {
        let t = step as f32 / CURVE as f32;
        let along = |axis: usize| {
            let (a, b, c, d) = (a[axis], b[axis], c[axis], d[axis]);
            let cubic = (3.0 * (b - c) + d - a) * t;
            b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + cubic))
        };
        [along(0), along(1)]
    })
}

/// A projective map of the plane, row by row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transform([f32; 9]);

impl Transform {
    /// Leaves everything where it is.
    pub const fn identity() -> Self {
        Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    }

    /// Scales x and y.
    pub fn scale(x: f32, y: f32) -> Self {
        Self([x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0])
    }

    /// Moves.
    pub fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, x, 0.0, 1.0, y, 0.0, 0.0, 1.0])
    }

    /// Lays what stands on `base` flat on the ground: leaning sideways with its height, and lower.
    pub fn shadow(base: f32, lean: f32, height: f32) -> Self {
        Self([1.0, -lean, lean * base, 0.0, height, base - height * base, 0.0, 0.0, 1.0])
    }

    /// Leans x with y, turns by an angle in turns, and shrinks what lies to the right by `perspective` for each unit.
    pub fn pose(lean: f32, turns: f32, perspective: f32) -> Self {
        let [cosine, sine] = direction(turns);
        let turn = Self([cosine, -sine, 0.0, sine, cosine, 0.0, 0.0, 0.0, 1.0]);
        let lean = Self([1.0, lean, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
        Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, perspective, 0.0, 1.0]).after(&turn.after(&lean))
    }

    /// First `other`, then this.
    pub fn after(&self, other: &Self) -> Self {
        let (a, b) = (&self.0, &other.0);
        let mut product = [0.0; 9];
        for (index, value) in product.iter_mut().enumerate() {
            let (row, column) = (index / 3 * 3, index % 3);
            *value = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
        }
        Self(product)
    }

    /// Where a point goes.
    pub fn apply(&self, [x, y]: Point) -> Point {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + m[8];
        [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
    }

    /// The map back (by the adjugate: a common factor changes nothing).
    pub fn inverse(&self) -> Self {
        let m = &self.0;
        let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
        let adjugate = [
            minor(4, 5, 7, 8),
            -minor(1, 2, 7, 8),
            minor(1, 2, 4, 5),
            -minor(3, 5, 6, 8),
            minor(0, 2, 6, 8),
            -minor(0, 2, 3, 5),
            minor(3, 4, 6, 7),
            -minor(0, 1, 6, 7),
            minor(0, 1, 3, 4),
        ];
        Self(adjugate)
    }
}

/// The smallest upright box around points: left, top, right, bottom; `None` without points.
pub(super) fn bounds<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<[f32; 4]> {
    points.into_iter().fold(None, |known: Option<[f32; 4]>, &[x, y]| match known {
        None => Some([x, y, x, y]),
        Some([left, top, right, bottom]) => Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]),
    })
}
