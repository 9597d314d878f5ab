//! A picture as its spectrum, of which high frequencies count less: Lucid's `fft_image` in the scaling and layout of Lucent.
//!
//! A plane of `height x width` has `height x columns` complex numbers, real and imaginary part side by side, where `columns` is
//! `width / 2 + 1`. As in Lucid and Lucent an odd width (from 3 on) has one column more; the inverse transform does not reach it,
//! so that its gradient is always 0. It knows no colours.

use std::sync::Arc;

use rayon::prelude::*;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex, num_complex::Complex};
use rustfft::{Fft, FftPlanner};

/// Lucid divides by it, "to reduce saturation".
const DIVISOR: f64 = 4.0;

/// Rows that are moved together between rows and columns: one cache line of complex numbers.
const BAND: usize = 8;

/// The transforms of planes of one size.
pub struct Spectrum {
    height: usize,
    width: usize,
    /// Columns that the transform reaches.
    columns: usize,
    /// Columns of the parameters.
    stored: usize,
    /// What each frequency is multiplied with, row by row, the transform's own normalisation included.
    scales: Vec<f32>,
    down: Arc<dyn Fft<f32>>,
    up: Arc<dyn Fft<f32>>,
    to_real: Arc<dyn ComplexToReal<f32>>,
    to_complex: Arc<dyn RealToComplex<f32>>,
}

/// Memory of one thread.
struct Scratch {
    /// The transposed spectrum: column after column.
    transposed: Vec<Complex<f32>>,
    /// Some rows of it.
    band: Vec<Complex<f32>>,
    real: Vec<f32>,
    work: Vec<Complex<f32>>,
}

impl Spectrum {
    /// Plans transforms of planes of `height x width`, with frequencies weighted by `1 / frequency^decay`; frequencies are in
    /// cycles per pixel, and at least `1 / max(height, width)`.
    pub fn new([height, width]: [usize; 2], decay: f64) -> Self {
        let columns = width / 2 + 1;
        let stored = if width.is_multiple_of(2) { columns } else { columns + 1 }.min(width.max(columns));
        let smallest = 1.0 / height.max(width) as f64;
        let normalisation = 1.0 / ((height * width) as f64).sqrt() / DIVISOR;
        let cycles = |index: usize, length: usize| index.min(length - index) as f64 / length as f64;
        let scale = |index: usize| {
            let frequency = cycles(index / columns, height).hypot(cycles(index % columns, width));
            (normalisation / frequency.max(smallest).powf(decay)) as f32
        };
        let (mut complex, mut real) = (FftPlanner::new(), RealFftPlanner::new());
        Self {
            height,
            width,
            columns,
            stored,
            scales: (0..height * columns).map(scale).collect(),
            down: complex.plan_fft_forward(height),
            up: complex.plan_fft_inverse(height),
            to_real: real.plan_fft_inverse(width),
            to_complex: real.plan_fft_forward(width),
        }
    }

    /// Parameters of a plane.
    pub fn len(&self) -> usize {
        self.height * self.stored * 2
    }

    /// Spectra become planes.
    pub fn decode(&self, spectra: &[f32], planes: &mut [f32]) {
        let pairs = planes.par_chunks_exact_mut(self.height * self.width).zip(spectra.par_chunks_exact(self.len()));
        pairs.for_each_init(|| self.scratch(), |scratch, (plane, spectrum)| self.decode_plane(spectrum, plane, scratch));
    }

    /// The gradient at the planes becomes one at the spectra: the adjoint of [`Self::decode`], which is linear.
    pub fn pull_back(&self, planes: &[f32], spectra: &mut [f32]) {
        let pairs = planes.par_chunks_exact(self.height * self.width).zip(spectra.par_chunks_exact_mut(self.len()));
        pairs.for_each_init(
            || self.scratch(),
            |scratch, (plane, spectrum)| {
                self.transform_plane(plane, scratch);
                // A column stands for its mirror image too, which the parameters lack.
                let mirrored = |column: usize| if column == 0 || 2 * column == self.width { 1.0 } else { 2.0 };
                self.store(scratch, spectrum, |column, scale| mirrored(column) * scale);
            },
        );
    }

    /// Spectra of given planes: the inverse of [`Self::decode`].
    pub fn encode(&self, planes: &[f32], spectra: &mut [f32]) {
        let pairs = planes.par_chunks_exact(self.height * self.width).zip(spectra.par_chunks_exact_mut(self.len()));
        let area = (self.height * self.width) as f32;
        pairs.for_each_init(
            || self.scratch(),
            |scratch, (plane, spectrum)| {
                self.transform_plane(plane, scratch);
                self.store(scratch, spectrum, |_, scale| 1.0 / (area * scale));
            },
        );
    }

    fn scratch(&self) -> Scratch {
        let work = [
            self.down.get_inplace_scratch_len(),
            self.up.get_inplace_scratch_len(),
            self.to_real.get_scratch_len(),
            self.to_complex.get_scratch_len(),
        ];
        let zero = Complex::default();
        Scratch {
            transposed: vec![zero; self.columns * self.height],
            band: vec![zero; BAND * self.columns],
            real: vec![0.0; self.width],
            work: vec![zero; work.into_iter().max().unwrap_or(0)],
        }
    }

    fn decode_plane(&self, spectrum: &[f32], plane: &mut [f32], scratch: &mut Scratch) {
        let Scratch { transposed, band, work, .. } = scratch;
        let (spectrum, _) = spectrum.as_chunks::<2>();
        for start in (0..self.height).step_by(BAND) {
            let rows = BAND.min(self.height - start);
            for column in 0..self.columns {
                let to = &mut transposed[column * self.height + start..][..rows];
                for (offset, to) in to.iter_mut().enumerate() {
                    let row = start + offset;
                    let [real, imaginary] = spectrum[row * self.stored + column];
                    *to = Complex::new(real, imaginary) * self.scales[row * self.columns + column];
                }
            }
        }
        self.up.process_with_scratch(transposed, work);
        for (index, rows) in plane.chunks_mut(BAND * self.width).enumerate() {
            let count = rows.len() / self.width;
            for column in 0..self.columns {
                let from = &transposed[column * self.height + index * BAND..][..count];
                for (row, from) in from.iter().enumerate() {
                    band[row * self.columns + column] = *from;
                }
            }
            for (row, spectrum) in rows.chunks_exact_mut(self.width).zip(band.chunks_exact_mut(self.columns)) {
                // The rows of a real picture have a real mean and a real highest frequency; what the parameters say is ignored.
                spectrum[0].im = 0.0;
                if self.width.is_multiple_of(2) {
                    spectrum[self.columns - 1].im = 0.0;
                }
                let done = self.to_real.process_with_scratch(spectrum, row, work);
                debug_assert!(done.is_ok(), "lengths are those of the plan");
            }
        }
    }

    /// The unnormalised spectrum of a plane, left in the scratch.
    fn transform_plane(&self, plane: &[f32], scratch: &mut Scratch) {
        let Scratch { transposed, band, real, work } = scratch;
        for (index, rows) in plane.chunks(BAND * self.width).enumerate() {
            let count = rows.len() / self.width;
            for (row, spectrum) in rows.chunks_exact(self.width).zip(band.chunks_exact_mut(self.columns)) {
                real.copy_from_slice(row);
                let done = self.to_complex.process_with_scratch(real, spectrum, work);
                debug_assert!(done.is_ok(), "lengths are those of the plan");
            }
            for column in 0..self.columns {
                let to = &mut transposed[column * self.height + index * BAND..][..count];
                for (row, to) in to.iter_mut().enumerate() {
                    *to = band[row * self.columns + column];
                }
            }
        }
        self.down.process_with_scratch(transposed, work);
    }

    /// Writes the scratch's spectrum, each number times `factor(column, scale)`; a column that is never reached becomes 0.
    fn store(&self, scratch: &Scratch, spectrum: &mut [f32], factor: impl Fn(usize, f32) -> f32) {
        let (spectrum, _) = spectrum.as_chunks_mut::<2>();
        for (index, rows) in spectrum.chunks_mut(BAND * self.stored).enumerate() {
            let count = rows.len() / self.stored;
            for column in 0..self.columns {
                let from = &scratch.transposed[column * self.height + index * BAND..][..count];
                for (row, from) in from.iter().enumerate() {
                    let value = from * factor(column, self.scales[(index * BAND + row) * self.columns + column]);
                    rows[row * self.stored + column] = [value.re, value.im];
                }
            }
            for row in rows.chunks_exact_mut(self.stored) {
                row[self.columns..].fill([0.0; 2]);
            }
        }
    }
}
