//! A drawing as SVG 1.1: text stays text, lines stay lines, pictures are embedded as PNG.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    drawing::{Anchor, Colour, Drawing, Mark, PAPER, Text},
    letters::FAMILIES,
};
use crate::picture::Result;

/// The drawing on white paper.
///
/// # Errors
/// A picture could not be encoded.
pub fn document(drawing: &Drawing) -> Result<String> {
    let mut text = head(drawing);
    let _ = write!(text, "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>", hex(PAPER));
    for mark in &drawing.marks {
        if let Mark::Picture { at, picture } = mark {
            let [x, y, width, height] = at;
            let data = STANDARD.encode(picture.to_png()?);
            // Writing into a String cannot fail.
            let _ = write!(
                text,
                "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
                 style=\"image-rendering:pixelated\" image-rendering=\"optimizeSpeed\" href=\"data:image/png;base64,{data}\"/>"
            );
        }
    }
    lines_and_text(&mut text, drawing);
    text += "</svg>\n";
    Ok(text)
}

/// All but the pictures and the paper, for whoever paints those.
pub(super) fn without_pictures(drawing: &Drawing) -> String {
    let mut text = head(drawing);
    lines_and_text(&mut text, drawing);
    text + "</svg>"
}

fn head(drawing: &Drawing) -> String {
    let [width, height] = drawing.size;
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">")
}

fn lines_and_text(text: &mut String, drawing: &Drawing) {
    for mark in &drawing.marks {
        // Writing into a String cannot fail.
        let _ = match mark {
            Mark::Picture { .. } => Ok(()),
            Mark::Area { at: [x, y, width, height], colour, opacity } => {
                let colour = hex(*colour);
                write!(
                    text,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\" \
                     fill-opacity=\"{opacity}\"/>"
                )
            }
            Mark::Edge { at: [x, y, width, height], colour, width: breadth } => {
                let colour = hex(*colour);
                write!(
                    text,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{colour}\" \
                     stroke-width=\"{breadth}\"/>"
                )
            }
            Mark::Line { points, colour, width } => {
                let points: Vec<String> = points.iter().map(|[x, y]| format!("{x:.2},{y:.2}")).collect();
                write!(
                    text,
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>",
                    points.join(" "),
                    hex(*colour)
                )
            }
            Mark::Shape { corners, colour } => {
                let corners: Vec<String> = corners.iter().map(|[x, y]| format!("{x:.2},{y:.2}")).collect();
                write!(text, "<polygon points=\"{}\" fill=\"{}\"/>", corners.join(" "), hex(*colour))
            }
            Mark::Dot { at: [x, y], radius, colour } => {
                write!(text, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius}\" fill=\"{}\"/>", hex(*colour))
            }
            Mark::Text(line) => write_text(text, line),
        };
    }
}

fn write_text(out: &mut String, line: &Text) -> std::fmt::Result {
    let [x, y] = line.at;
    let (family, others) = FAMILIES[line.face as usize];
    let anchor = match line.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let turned = if line.upright { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
    write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}, {others}\" font-size=\"{}\" fill=\"{}\" \
         text-anchor=\"{anchor}\"{turned} \
         xml:space=\"preserve\">{}</text>",
        line.size,
        hex(line.colour),
        escaped(&line.text)
    )
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Text that XML takes: marks of its own escaped, control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            letter if letter.is_control() => (),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figures::drawing::INK, picture::Picture};

    #[test]
    fn text_stays_text_and_pictures_are_embedded() {
        let mut drawing = Drawing::of_picture(Picture::filled(2, 1, [1, 2, 3]), 8.0);
        drawing.write("a < b & \u{7}c", [1.0, 9.0], 12.0, Anchor::End, INK);
        let document = document(&drawing).unwrap();
        assert!(document.contains(">a &lt; b &amp; c</text>") && document.contains("text-anchor=\"end\""), "{document}");
        assert!(document.contains("data:image/png;base64,iVBOR"));
        assert!(!without_pictures(&drawing).contains("<image"));
    }
}
