//! Coarse planes enlarged bilinearly, corners upon corners, as Lucent does it (PyTorch's `align_corners`), and the adjoint.
//!
//! Lucid's TensorFlow enlarged without aligning anything, which moves the picture by half a coarse pixel. It knows planes alone.

/// Enlarging planes from one size to another.
pub struct Enlarging {
    from: [usize; 2],
    to: [usize; 2],
    rows: Vec<Mix>,
    columns: Vec<Mix>,
}

/// A position between two others.
#[derive(Clone, Copy)]
struct Mix {
    first: usize,
    second: usize,
    /// Weight of the second.
    share: f32,
}

/// Where each of `to` positions lies among `from`.
fn mixes(from: usize, to: usize) -> Vec<Mix> {
    let step = if to > 1 { (from - 1) as f64 / (to - 1) as f64 } else { 0.0 };
    let mix = |index: usize| {
        let at = index as f64 * step;
        let first = (at as usize).min(from - 1);
        Mix { first, second: (first + 1).min(from - 1), share: (at - first as f64) as f32 }
    };
    (0..to).map(mix).collect()
}

impl Enlarging {
    /// From rows and columns to rows and columns; none may be 0.
    pub fn new(from: [usize; 2], to: [usize; 2]) -> Self {
        Self { from, to, rows: mixes(from[0], to[0]), columns: mixes(from[1], to[1]) }
    }

    /// Numbers of a coarse plane.
    pub fn len(&self) -> usize {
        self.from[0] * self.from[1]
    }

    /// Adds enlarged planes to as many planes.
    pub fn add(&self, coarse: &[f32], planes: &mut [f32]) {
        let mut mixed = vec![0.0; self.from[1]];
        for (coarse, plane) in coarse.chunks_exact(self.len()).zip(planes.chunks_exact_mut(self.to[0] * self.to[1])) {
            for (row, mix) in plane.chunks_exact_mut(self.to[1]).zip(&self.rows) {
                let [first, second] = [mix.first, mix.second].map(|row| &coarse[row * self.from[1]..][..self.from[1]]);
                for (mixed, (first, second)) in mixed.iter_mut().zip(first.iter().zip(second)) {
                    *mixed = first + mix.share * (second - first);
                }
                for (pixel, mix) in row.iter_mut().zip(&self.columns) {
                    let first = mixed[mix.first];
                    *pixel += first + mix.share * (mixed[mix.second] - first);
                }
            }
        }
    }

    /// The adjoint: adds what each coarse number gets from gradients at the planes.
    pub fn add_adjoint(&self, planes: &[f32], coarse: &mut [f32]) {
        let mut mixed = vec![0.0; self.from[1]];
        for (coarse, plane) in coarse.chunks_exact_mut(self.len()).zip(planes.chunks_exact(self.to[0] * self.to[1])) {
            for (row, down) in plane.chunks_exact(self.to[1]).zip(&self.rows) {
                mixed.fill(0.0);
                for (pixel, across) in row.iter().zip(&self.columns) {
                    let second = across.share * pixel;
                    mixed[across.first] += pixel - second;
                    mixed[across.second] += second;
                }
                for (row, share) in [(down.first, 1.0 - down.share), (down.second, down.share)] {
                    for (coarse, mixed) in coarse[row * self.from[1]..].iter_mut().zip(&mixed) {
                        *coarse += share * mixed;
                    }
                }
            }
        }
    }
}
