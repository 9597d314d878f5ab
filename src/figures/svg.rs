//! A drawing as SVG 1.1: text stays text, lines stay lines, pictures are embedded as PNG.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    drawing::{Anchor, Colour, Drawing, Mark, PAPER, Text},
    letters::FAMILIES,
};
use crate::picture::{Picture, Result};

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
    for mark in &drawing.marks {
        match mark {
            Mark::Slanted { corner, across, down, picture } => slanted(&mut text, [*corner, *across, *down], picture)?,
            mark => line_or_text(&mut text, mark),
        }
    }
    text += "</svg>\n";
    Ok(text)
}

/// A picture on a parallelogram: its pixels are the units that a matrix turns into points.
fn slanted(text: &mut String, [corner, across, down]: [[f32; 2]; 3], picture: &Picture) -> Result<()> {
    let (width, height) = (picture.width.max(1), picture.height.max(1));
    let data = STANDARD.encode(picture.to_png()?);
    let [a, b] = across.map(|part| part / width as f32);
    let [c, d] = down.map(|part| part / height as f32);
    let [e, f] = corner;
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        "<image width=\"{width}\" height=\"{height}\" transform=\"matrix({a} {b} {c} {d} {e} {f})\" \
         style=\"image-rendering:pixelated\" image-rendering=\"optimizeSpeed\" href=\"data:image/png;base64,{data}\"/>"
    );
    Ok(())
}

/// Lines and text of these marks alone, on a page as large as the drawing, for whoever paints pictures and paper.
pub(super) fn without_pictures(drawing: &Drawing, marks: &[Mark]) -> String {
    let mut text = head(drawing);
    for mark in marks {
        line_or_text(&mut text, mark);
    }
    text + "</svg>"
}

fn head(drawing: &Drawing) -> String {
    let [width, height] = drawing.size;
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">")
}

fn line_or_text(text: &mut String, mark: &Mark) {
    // Writing into a String cannot fail.
    let _ = match mark {
        Mark::Picture { .. } | Mark::Slanted { .. } => Ok(()),
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
        Mark::Ribbon { from: [x, y], to: [end, low], breadth, colour } => {
            let [near, far] = breadth.map(|breadth| breadth / 2.0);
            let middle = (x + end) / 2.0;
            write!(
                text,
                "<path d=\"M{x:.2} {:.2}C{middle:.2} {:.2} {middle:.2} {:.2} {end:.2} {:.2}V{:.2}C{middle:.2} {:.2} \
                     {middle:.2} {:.2} {x:.2} {:.2}Z\" fill=\"{}\"/>",
                y - near,
                y - near,
                low - far,
                low - far,
                low + far,
                low + far,
                y + near,
                y + near,
                hex(*colour)
            )
        }
        Mark::Text(line) => write_text(text, line),
    };
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
        assert!(!without_pictures(&drawing, &drawing.marks).contains("<image"));
    }
}
