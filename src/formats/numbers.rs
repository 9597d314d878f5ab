//! Stored numbers to tensors: every floating-point type becomes f32, every integer type i64, little-endian on disk.
//!
//! Shared by all formats; knows none of them.

use std::io::Read;

use candle_core::{Device, Tensor, WithDType};
use half::{bf16, f16};

/// How one number is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// IEEE half precision.
    F16,
    /// Brain floating point.
    Bf16,
    /// Single precision.
    F32,
    /// Double precision.
    F64,
    /// A byte, 0 or not.
    Bool,
    /// Signed byte.
    I8,
    /// Unsigned byte.
    U8,
    /// Two bytes, signed.
    I16,
    /// Two bytes, unsigned.
    U16,
    /// Four bytes, signed.
    I32,
    /// Four bytes, unsigned.
    U32,
    /// Eight bytes, signed.
    I64,
    /// Eight bytes, unsigned; beyond the largest i64 they saturate.
    U64,
}

impl Stored {
    /// Bytes per number.
    pub fn size(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::F16 | Self::Bf16 | Self::I16 | Self::U16 => 2,
            Self::F32 | Self::I32 | Self::U32 => 4,
            Self::F64 | Self::I64 | Self::U64 => 8,
        }
    }

    /// Whether it becomes f32 (else i64).
    pub fn is_float(self) -> bool {
        matches!(self, Self::F16 | Self::Bf16 | Self::F32 | Self::F64)
    }

    /// A tensor of `shape` from its bytes, on the CPU; or what does not fit, in words.
    pub fn decode(self, bytes: &[u8], shape: &[usize]) -> Result<Tensor, String> {
        self.read(&mut &*bytes, bytes.len(), shape)
    }

    /// The same from the next `stored` bytes of a source, which are read in small pieces: a large tensor is never in memory
    /// twice.
    pub fn read(self, source: &mut impl Read, stored: usize, shape: &[usize]) -> Result<Tensor, String> {
        let count = self.count(stored, shape)?;
        if self.is_float() {
            piecewise(source, stored, (count, shape), |piece| self.floats(piece))
        } else {
            piecewise(source, stored, (count, shape), |piece| self.integers(piece))
        }
    }

    /// The same from bytes that nobody needs any longer: they are given back while they are converted.
    pub fn consume(self, bytes: Vec<u8>, shape: &[usize]) -> Result<Tensor, String> {
        let count = self.count(bytes.len(), shape)?;
        if self.is_float() {
            given_back(bytes, vec![0f32; count], shape, |piece| self.floats(piece))
        } else {
            given_back(bytes, vec![0i64; count], shape, |piece| self.integers(piece))
        }
    }

    /// How many numbers a shape asks for, if so many are stored.
    fn count(self, stored: usize, shape: &[usize]) -> Result<usize, String> {
        let count = element_count(shape).ok_or_else(|| format!("its shape {shape:?} is larger than any memory"))?;
        if count.checked_mul(self.size()) == Some(stored) {
            return Ok(count);
        }
        Err(format!(
            "its shape {shape:?} asks for {count} numbers of {} bytes, but {stored} bytes are stored; the file is damaged, get \
             it again",
            self.size(),
        ))
    }

    /// The numbers as f32.
    pub fn floats(self, bytes: &[u8]) -> Vec<f32> {
        match self {
            Self::F16 => each(bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            Self::Bf16 => each(bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            Self::F32 => each(bytes, f32::from_le_bytes),
            Self::F64 => each(bytes, |bytes| f64::from_le_bytes(bytes) as f32),
            _ => self.integers(bytes).into_iter().map(|number| number as f32).collect(),
        }
    }

    fn integers(self, bytes: &[u8]) -> Vec<i64> {
        match self {
            Self::Bool => each(bytes, |[byte]| i64::from(byte != 0)),
            Self::I8 => each(bytes, |bytes| i64::from(i8::from_le_bytes(bytes))),
            Self::U8 => each(bytes, |[byte]| i64::from(byte)),
            Self::I16 => each(bytes, |bytes| i64::from(i16::from_le_bytes(bytes))),
            Self::U16 => each(bytes, |bytes| i64::from(u16::from_le_bytes(bytes))),
            Self::I32 => each(bytes, |bytes| i64::from(i32::from_le_bytes(bytes))),
            Self::U32 => each(bytes, |bytes| i64::from(u32::from_le_bytes(bytes))),
            Self::I64 => each(bytes, i64::from_le_bytes),
            Self::U64 => each(bytes, |bytes| i64::try_from(u64::from_le_bytes(bytes)).unwrap_or(i64::MAX)),
            Self::F16 | Self::Bf16 | Self::F32 | Self::F64 => {
                self.floats(bytes).into_iter().map(|number| number as i64).collect()
            }
        }
    }
}

/// Bytes that are read at a time: whole numbers of any size, and few enough to stay in the cache until they are converted.
const PIECE: usize = 64 << 10;

/// A tensor from the next `stored` bytes of a source.
fn piecewise<T: WithDType>(
    source: &mut impl Read,
    stored: usize,
    (count, shape): (usize, &[usize]),
    convert: impl Fn(&[u8]) -> Vec<T>,
) -> Result<Tensor, String> {
    let mut numbers: Vec<T> = Vec::with_capacity(count);
    let mut bytes = vec![0; stored.min(PIECE)];
    for start in (0..stored).step_by(PIECE) {
        let piece = &mut bytes[..(stored - start).min(PIECE)];
        source.read_exact(piece).map_err(|failure| format!("its numbers cannot be read ({failure})"))?;
        numbers.extend(convert(piece));
    }
    Tensor::from_vec(numbers, shape, &Device::Cpu).map_err(|failure| failure.to_string())
}

/// A tensor from bytes that shrink from their end while `numbers`, zeros that take no memory before they are written to, are
/// filled: the two together take an eighth more than either.
fn given_back<T: WithDType>(
    mut bytes: Vec<u8>,
    mut numbers: Vec<T>,
    shape: &[usize],
    convert: impl Fn(&[u8]) -> Vec<T>,
) -> Result<Tensor, String> {
    let size = bytes.len() / numbers.len().max(1);
    let step = bytes.len().div_ceil(8).next_multiple_of(PIECE);
    while let Some(last) = bytes.len().checked_sub(1) {
        let start = last / step * step;
        let pieces = numbers[start / size..].chunks_mut(PIECE / size).zip(bytes[start..].chunks(PIECE));
        pieces.for_each(|(numbers, bytes)| numbers.copy_from_slice(&convert(bytes)));
        bytes.truncate(start);
        bytes.shrink_to_fit();
    }
    Tensor::from_vec(numbers, shape, &Device::Cpu).map_err(|failure| failure.to_string())
}

/// The product of a shape's sizes, unless that overflows.
pub fn element_count(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size))
}

fn each<const SIZE: usize, T>(bytes: &[u8], convert: impl Fn([u8; SIZE]) -> T) -> Vec<T> {
    bytes.as_chunks::<SIZE>().0.iter().map(|&chunk| convert(chunk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_float_type_becomes_f32() {
        let values = [0.5f32, -2.0, 3.25];
        let encoded: [(Stored, Vec<u8>); 4] = [
            (Stored::F16, values.iter().flat_map(|&v| f16::from_f32(v).to_le_bytes()).collect()),
            (Stored::Bf16, values.iter().flat_map(|&v| bf16::from_f32(v).to_le_bytes()).collect()),
            (Stored::F32, values.iter().flat_map(|v| v.to_le_bytes()).collect()),
            (Stored::F64, values.iter().flat_map(|&v| f64::from(v).to_le_bytes()).collect()),
        ];
        for (stored, bytes) in encoded {
            assert_eq!(stored.decode(&bytes, &[3]).unwrap().to_vec1::<f32>().unwrap(), values, "{stored:?}");
        }
    }

    #[test]
    fn every_integer_type_becomes_i64() {
        let decode = |stored: Stored, bytes: &[u8]| stored.decode(bytes, &[2]).unwrap().to_vec1::<i64>().unwrap();
        assert_eq!(decode(Stored::Bool, &[0, 7]), [0, 1]);
        assert_eq!(decode(Stored::I8, &[0xff, 1]), [-1, 1]);
        assert_eq!(decode(Stored::U8, &[0xff, 1]), [255, 1]);
        assert_eq!(decode(Stored::I16, &[0xfe, 0xff, 1, 0]), [-2, 1]);
        assert_eq!(decode(Stored::U16, &[0xfe, 0xff, 1, 0]), [65534, 1]);
        assert_eq!(decode(Stored::I32, &[0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]), [-1, 1]);
        assert_eq!(decode(Stored::U32, &[0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]), [4_294_967_295, 1]);
        let wide: Vec<u8> = [i64::MIN, 5].iter().flat_map(|v| v.to_le_bytes()).collect();
        assert_eq!(decode(Stored::I64, &wide), [i64::MIN, 5]);
        let wide: Vec<u8> = [u64::MAX, 5].iter().flat_map(|v| v.to_le_bytes()).collect();
        assert_eq!(decode(Stored::U64, &wide), [i64::MAX, 5]);
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        assert!(Stored::F32.decode(&[0; 7], &[2]).unwrap_err().contains("7 bytes are stored"));
        assert!(Stored::F32.decode(&[], &[usize::MAX, 2]).is_err());
        assert!(Stored::F64.decode(&[], &[usize::MAX]).is_err());
        assert_eq!(Stored::F32.decode(&[], &[0, 3]).unwrap().dims(), [0, 3]);
        assert!(Stored::F32.read(&mut &[0; 7][..], 8, &[2]).unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn what_is_read_in_pieces_is_whole() {
        let values: Vec<f32> = (0..PIECE / 2 + 3).map(|index| index as f32).collect();
        let mut bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        bytes.extend([1, 2, 3]);
        let mut source = bytes.as_slice();
        let tensor = Stored::F32.read(&mut source, values.len() * 4, &[values.len()]).unwrap();
        assert_eq!(tensor.to_vec1::<f32>().unwrap(), values);
        assert_eq!(source, [1, 2, 3], "what follows is left alone");
    }

    #[test]
    fn what_is_given_back_while_it_is_converted_is_whole() {
        for count in [0, 1, 7, PIECE / 4, PIECE / 4 + 1, 5 * PIECE, 5 * PIECE + 3] {
            let values: Vec<f32> = (0..count).map(|index| index as f32).collect();
            let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            assert_eq!(Stored::F32.consume(bytes, &[count]).unwrap().to_vec1::<f32>().unwrap(), values, "{count}");
            let bytes = (0..count).map(|index| index as u8).collect();
            let integers: Vec<i64> = (0..count).map(|index| i64::from(index as u8)).collect();
            assert_eq!(Stored::U8.consume(bytes, &[count]).unwrap().to_vec1::<i64>().unwrap(), integers, "{count}");
        }
        assert!(Stored::F32.consume(vec![0; 7], &[2]).unwrap_err().contains("7 bytes are stored"));
    }
}
