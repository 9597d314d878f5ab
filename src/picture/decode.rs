//! Picture files to pixels and back, through the `image` crate: limits, orientation, transparency, PNG.
//!
//! Colour profiles are ignored, as torchvision ignores them. Knows nothing of what a picture is for.

use std::{
    fs::File,
    io::{Cursor, Read as _},
    path::Path,
};

use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};

use super::{Error, Picture, Result};

/// Millions of pixels that are accepted; a file may claim any size in its header.
const LIMIT_MILLIONS: u64 = 100;

/// Endings of files that are taken for pictures.
pub const EXTENSIONS: [&str; 8] = ["bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

impl Picture {
    /// Whether a file is a picture by its first bytes, whatever its name.
    pub fn is_file(path: &Path) -> bool {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(32).read_to_end(&mut start));
        read.is_ok() && image::guess_format(&start).is_ok()
    }

    /// Reads a picture file (PNG, JPEG, WebP, GIF, BMP, TIFF), honouring EXIF orientation; transparency is laid on white
    /// and of an animation the first frame is taken.
    pub fn open(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::decode(&bytes, &path.display().to_string())
    }

    /// Decodes a picture; `name` is for the error's sentence.
    pub fn decode(bytes: &[u8], name: &str) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::Decode { name: name.to_owned(), problem: "the file is empty".to_owned() });
        }
        let problem = |source: image::ImageError| Error::Decode { name: name.to_owned(), problem: in_one_line(&source) };
        let mut limits = Limits::default();
        limits.max_alloc = Some(LIMIT_MILLIONS * 1_000_000 * 8);
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
        let mut reader = reader.map_err(|source| problem(source.into()))?;
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(problem)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > LIMIT_MILLIONS * 1_000_000 {
            return Err(Error::TooLarge { name: name.to_owned(), width, height, limit: LIMIT_MILLIONS });
        }
        // A broken EXIF block is no reason to refuse the pixels.
        let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
        let mut decoded = DynamicImage::from_decoder(decoder).map_err(problem)?;
        decoded.apply_orientation(orientation);
        let (width, height) = (decoded.width() as usize, decoded.height() as usize);
        if width == 0 || height == 0 {
            return Err(Error::Decode { name: name.to_owned(), problem: "it has no pixels".to_owned() });
        }
        let pixels = if decoded.color().has_alpha() { on_white(&decoded) } else { decoded.into_rgb8().into_raw() };
        Ok(Self { width, height, pixels })
    }

    /// The bytes of a PNG file.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        image::codecs::png::PngEncoder::new(&mut bytes)
            .write_image(&self.pixels, self.width as u32, self.height as u32, image::ExtendedColorType::Rgb8)
            .map_err(|source| Error::Encode { width: self.width, height: self.height, problem: in_one_line(&source) })?;
        Ok(bytes)
    }
}

fn on_white(decoded: &DynamicImage) -> Vec<u8> {
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let with_alpha = decoded.to_rgba8();
    with_alpha.pixels().flat_map(|pixel| [0, 1, 2].map(|c| over_white(pixel.0[c], pixel.0[3]))).collect()
}

fn in_one_line(error: &dyn std::error::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
