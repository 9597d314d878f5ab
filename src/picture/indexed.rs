//! PNG files whose pixels are numbers with a colour each (colour type 3 of the PNG specification, section 11.2): masks.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

use super::{Error, Result, class_colour};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The bytes of a PNG file of `height * width` numbers: 0 is black, each other number has a class's colour.
pub fn indexed_png(width: usize, height: usize, values: &[u8]) -> Result<Vec<u8>> {
    let problem = |problem: String| Error::Encode { width, height, problem };
    if values.len() != width * height || values.is_empty() {
        return Err(problem(format!("there are {} numbers for them", values.len())));
    }
    let side = |side: usize| u32::try_from(side).map(u32::to_be_bytes).map_err(|failure| problem(failure.to_string()));
    // 8 bits a number, colour type 3 (palette), the only compression and filter method, not interlaced.
    let header = [side(width)?.as_slice(), &side(height)?, &[8, 3, 0, 0, 0]].concat();
    let highest = values.iter().copied().max().unwrap_or_default();
    let palette: Vec<u8> =
        (0..=usize::from(highest)).flat_map(|value| value.checked_sub(1).map_or([0; 3], class_colour)).collect();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    for row in values.chunks_exact(width) {
        // Each row begins with its filter: none.
        encoder.write_all(&[0]).and_then(|()| encoder.write_all(row)).map_err(|failure| problem(failure.to_string()))?;
    }
    let pixels = encoder.finish().map_err(|failure| problem(failure.to_string()))?;
    let mut bytes = SIGNATURE.to_vec();
    for (kind, content) in [(b"IHDR", &header), (b"PLTE", &palette), (b"IDAT", &pixels), (b"IEND", &Vec::new())] {
        let length = u32::try_from(content.len()).map_err(|failure| problem(failure.to_string()))?;
        let mut check = Crc::new();
        check.update(kind);
        check.update(content);
        bytes.extend(length.to_be_bytes());
        bytes.extend(kind);
        bytes.extend(content);
        bytes.extend(check.sum().to_be_bytes());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    #[test]
    fn numbers_become_their_colours() {
        let png = indexed_png(3, 2, &[0, 1, 2, 2, 0, 40]).unwrap();
        let picture = Picture::decode(&png, "mask").unwrap();
        assert_eq!((picture.width, picture.height), (3, 2));
        assert_eq!(picture.pixel(0, 0), [0; 3]);
        assert_eq!(picture.pixel(1, 0), class_colour(0));
        assert_eq!(picture.pixel(0, 1), class_colour(1));
        assert_eq!(picture.pixel(2, 1), class_colour(39));
    }

    #[test]
    fn a_wrong_count_is_refused() {
        assert!(indexed_png(3, 2, &[0; 5]).unwrap_err().to_string().contains("5 numbers"));
        assert!(indexed_png(0, 0, &[]).is_err());
    }
}
