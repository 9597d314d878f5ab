//! NumPy's `.npy`, one array per file (format 1.0 to 3.0,
//! <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
//!
//! Reads every number type as f32 and writes f32. Knows nothing of what the numbers mean.

use std::path::Path;

use super::{
    Error, Result, atomic,
    numbers::{Stored, element_count},
};

const MAGIC: &[u8] = b"\x93NUMPY";

/// An array: its shape, and its numbers in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// Sizes of the axes; empty for a single number.
    pub shape: Vec<usize>,
    /// As many numbers as the shape says.
    pub values: Vec<f32>,
}

/// Reads a file.
pub fn read(path: &Path) -> Result<Array> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    parse(&bytes)
}

/// Writes an array as little-endian float32 so that the file appears complete or not at all.
pub fn write(path: &Path, shape: &[usize], values: &[f32]) -> Result<()> {
    if element_count(shape) != Some(values.len()) {
        return Err(malformed(format!("{} numbers do not fill the shape {shape:?}", values.len())));
    }
    let axes: String = shape.iter().map(|size| format!("{size}, ")).collect();
    let axes = if shape.len() == 1 { axes.trim_end() } else { axes.trim_end_matches(", ") };
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({axes}), }}");
    // The header is padded so that the numbers start at a multiple of 64 bytes.
    let unpadded = MAGIC.len() + 4 + header.len() + 1;
    header.extend(std::iter::repeat_n(' ', unpadded.next_multiple_of(64) - unpadded));
    header.push('\n');
    let length = u16::try_from(header.len()).map_err(|_| malformed("the shape has too many axes".to_owned()))?;
    atomic::write(path, |file| {
        file.write_all(MAGIC)?;
        file.write_all(&[1, 0])?;
        file.write_all(&length.to_le_bytes())?;
        file.write_all(header.as_bytes())?;
        values.iter().try_for_each(|value| file.write_all(&value.to_le_bytes()))
    })
}

fn malformed(problem: String) -> Error {
    Error::Malformed { format: "npy", problem }
}

fn parse(bytes: &[u8]) -> Result<Array> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(malformed("it does not begin with NumPy's mark; save it with numpy.save".to_owned()));
    };
    let cut_off = || malformed("it was cut off; copy or save it again".to_owned());
    let (length, rest) = match rest {
        [1, _, low, high, rest @ ..] => (usize::from(u16::from_le_bytes([*low, *high])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        [version @ (0 | 4..=u8::MAX), ..] => return Err(malformed(format!("its version {version} is unknown"))),
        _ => return Err(cut_off()),
    };
    let (header, data) = rest.split_at_checked(length).ok_or_else(cut_off)?;
    let header = std::str::from_utf8(header).map_err(|_| malformed("its header is no text".to_owned()))?;
    let (stored, big_endian) = number_type(header)?;
    let fortran = match value_of(header, "fortran_order")? {
        value if value.starts_with("False") => false,
        value if value.starts_with("True") => true,
        _ => return Err(malformed("its header does not tell the order of its axes".to_owned())),
    };
    let shape = shape(header)?;
    let size = element_count(&shape).and_then(|count| count.checked_mul(stored.size()));
    let Some(data) = size.and_then(|size| data.get(..size)) else { return Err(cut_off()) };
    let values = if big_endian {
        let swapped: Vec<u8> = data.chunks_exact(stored.size()).flat_map(|number| number.iter().rev().copied()).collect();
        stored.floats(&swapped)
    } else {
        stored.floats(data)
    };
    let values = if fortran { row_major(&shape, &values) } else { values };
    Ok(Array { shape, values })
}

/// What stands behind a key of the header, which is a Python dictionary in a fixed form.
fn value_of<'a>(header: &'a str, key: &str) -> Result<&'a str> {
    let missing = || malformed(format!("its header has no {key:?}"));
    let (_, rest) = header.split_once(&format!("'{key}'")).ok_or_else(missing)?;
    Ok(rest.trim_start().strip_prefix(':').ok_or_else(missing)?.trim_start())
}

fn number_type(header: &str) -> Result<(Stored, bool)> {
    let value = value_of(header, "descr")?;
    let Some((name, _)) = value.strip_prefix('\'').and_then(|rest| rest.split_once('\'')) else {
        return Err(malformed("it holds records, not numbers; save a plain float32 array".to_owned()));
    };
    let stored = match name.trim_start_matches(['<', '>', '|', '=']) {
        "f2" => Stored::F16,
        "f4" => Stored::F32,
        "f8" => Stored::F64,
        "b1" => Stored::Bool,
        "i1" => Stored::I8,
        "u1" => Stored::U8,
        "i2" => Stored::I16,
        "u2" => Stored::U16,
        "i4" => Stored::I32,
        "u4" => Stored::U32,
        "i8" => Stored::I64,
        "u8" => Stored::U64,
        _ => return Err(malformed(format!("numbers of type {name:?} are not read; save it as float32"))),
    };
    Ok((stored, name.starts_with('>')))
}

fn shape(header: &str) -> Result<Vec<usize>> {
    let value = value_of(header, "shape")?;
    let unreadable = || malformed("its shape cannot be read".to_owned());
    let (inner, _) = value.strip_prefix('(').and_then(|rest| rest.split_once(')')).ok_or_else(unreadable)?;
    let sizes = inner.split(',').map(str::trim).filter(|size| !size.is_empty());
    sizes.map(|size| size.trim_end_matches('L').parse().map_err(|_| unreadable())).collect()
}

/// Numbers stored with the first axis running fastest, in row-major order.
fn row_major(shape: &[usize], values: &[f32]) -> Vec<f32> {
    let mut strides = Vec::with_capacity(shape.len());
    let mut stride = 1;
    for &size in shape {
        strides.push(stride);
        stride *= size;
    }
    let source = |mut index: usize| {
        let axes = shape.iter().zip(&strides).rev();
        axes.fold(0, |at, (&size, &stride)| {
            let step = index % size;
            index /= size;
            at + step * stride
        })
    };
    (0..values.len()).map(|index| values[source(index)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(descr: &str, fortran: &str, shape: &str, data: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        let length = (header.len() as u16).to_le_bytes();
        [MAGIC, &[1, 0], &length, header.as_bytes(), data].concat()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        for shape in [vec![], vec![3], vec![2, 3], vec![1, 3, 2, 2], vec![0, 4]] {
            let path = folder.path().join("array.npy");
            let values: Vec<f32> = (0..element_count(&shape).unwrap()).map(|i| i as f32 - 1.5).collect();
            write(&path, &shape, &values).unwrap();
            assert_eq!(read(&path).unwrap(), Array { shape, values });
            let bytes = std::fs::read(&path).unwrap();
            let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
            assert_eq!((10 + header) % 64, 0);
        }
        assert!(write(&folder.path().join("bad.npy"), &[2], &[1.0]).is_err());
    }

    #[test]
    fn reads_other_types_and_orders() {
        let doubles: Vec<u8> = [1.0f64, 2.0, 3.0, 4.0, 5.0, 6.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let array = parse(&file("'<f8'", "True", "(2, 3)", &doubles)).unwrap();
        assert_eq!(array, Array { shape: vec![2, 3], values: vec![1.0, 3.0, 5.0, 2.0, 4.0, 6.0] });
        assert_eq!(parse(&file("'>i2'", "False", "(2,)", &[0, 1, 0xff, 0xfe])).unwrap().values, [1.0, -2.0]);
        assert_eq!(parse(&file("'|u1'", "False", "(2L, 1L)", &[200, 1])).unwrap().values, [200.0, 1.0]);
    }

    #[test]
    fn every_truncation_is_one_sentence() {
        let whole = file("'<f4'", "False", "(1, 3)", &[0; 12]);
        assert!(parse(&whole).is_ok());
        for length in 0..whole.len() {
            let sentence = parse(&whole[..length]).unwrap_err().to_string();
            assert!(sentence.starts_with("not a readable npy file: "), "{length}: {sentence}");
        }
    }

    #[test]
    fn what_cannot_be_an_array_of_numbers_is_refused() {
        let sentence = |bytes: &[u8]| parse(bytes).unwrap_err().to_string();
        assert!(sentence(b"PK\x03\x04").contains("numpy.save"));
        assert!(sentence(&file("'|O'", "False", "(1,)", &[])).contains("float32"));
        assert!(sentence(&file("[('a', '<f4')]", "False", "(1,)", &[])).contains("records"));
        assert!(sentence(&file("'<f4'", "False", "(99999999999, 99999999999)", &[])).contains("cut off"));
        assert!(sentence(&file("'<f4'", "False", "(-1,)", &[])).contains("shape"));
    }
}
