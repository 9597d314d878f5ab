//! Where a figure comes from, in the file itself: a link in a PNG's text chunk (PNG 1.2, 11.3.4.3 tEXt) or in an SVG's metadata
//! element (SVG 1.1, 21), so that a figure leads back to the view that it shows. Knows nothing of what the link says.

use std::{
    fs::File,
    io::{BufReader, Read as _},
    path::Path,
};

use crate::picture::{Error, Picture, Result};

/// The keyword of the text chunk.
const KEYWORD: &str = "Convscope";

const OPENING: &str = "<metadata id=\"convscope\">";
const CLOSING: &str = "</metadata>";

/// The first bytes of an SVG, in which the link stands.
const HEAD: u64 = 64 << 10;

/// A picture as PNG, with a link in its metadata.
///
/// # Errors
/// The encoder refuses.
pub fn png(picture: &Picture, link: &str) -> Result<Vec<u8>> {
    let refused =
        |error: png::EncodingError| Error::Encode { width: picture.width, height: picture.height, problem: error.to_string() };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_text_chunk(KEYWORD.to_owned(), link.to_owned()).map_err(refused)?;
    let mut writer = encoder.write_header().map_err(refused)?;
    writer.write_image_data(&picture.pixels).map_err(refused)?;
    writer.finish().map_err(refused)?;
    Ok(bytes)
}

/// An SVG document with a link in its metadata.
pub fn svg(document: &str, link: &str) -> String {
    let escaped = link.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let head = document.find('>').map_or(document.len(), |end| end + 1);
    let (head, rest) = document.split_at(head);
    format!("{head}{OPENING}{escaped}{CLOSING}{rest}")
}

/// The link in a figure's file; `None` for every other file.
pub fn link_of(path: &Path) -> Option<String> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mut head = [0; 8];
    file.read_exact(&mut head).ok()?;
    if head == *b"\x89PNG\r\n\x1a\n" {
        let reader = png::Decoder::new(BufReader::new(File::open(path).ok()?)).read_info().ok()?;
        let texts = &reader.info().uncompressed_latin1_text;
        return texts.iter().find(|text| text.keyword == KEYWORD).map(|text| text.text.clone());
    }
    let mut rest = Vec::new();
    file.take(HEAD).read_to_end(&mut rest).ok()?;
    let text = String::from_utf8_lossy(&rest);
    let begin = text.find(OPENING)? + OPENING.len();
    let end = text[begin..].find(CLOSING)? + begin;
    Some(text[begin..end].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_back_from_both_kinds_and_pixels_stay() {
        let folder = tempfile::tempdir().unwrap();
        let link = "convscope:world/stage1.conv:3?class=4&chapter=feature-maps";
        let picture = Picture { width: 2, height: 2, pixels: (0..12).collect() };
        let path = folder.path().join("figure.png");
        std::fs::write(&path, png(&picture, link).unwrap()).unwrap();
        assert_eq!(link_of(&path).as_deref(), Some(link));
        assert_eq!(Picture::open(&path).unwrap().pixels, picture.pixels);

        let path = folder.path().join("figure.svg");
        std::fs::write(&path, svg("<svg width=\"1\"><rect/></svg>\n", link)).unwrap();
        assert_eq!(link_of(&path).as_deref(), Some(link));
        assert!(std::fs::read_to_string(&path).unwrap().contains("class=4&amp;chapter"), "well-formed");
    }

    #[test]
    fn other_files_have_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for bytes in [&b""[..], b"<svg>", b"\x89PNG\r\n\x1a\nbroken", &Picture::filled(2, 2, [1; 3]).to_png().unwrap()] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(link_of(&path), None);
        }
        assert_eq!(link_of(Path::new("/no/such/file")), None);
    }
}
