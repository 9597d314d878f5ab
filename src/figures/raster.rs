//! A drawing as pixels: pictures copied pixel by pixel, everything else by resvg from the very SVG that would be saved.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::{
    drawing::{Drawing, Mark, PAPER},
    letters::{FAMILIES, FILES},
    svg,
};
use crate::picture::Picture;

/// Pixels of a point where the figure stays small enough for a slide, else one.
const FINE: f32 = 2.0;
/// Pixels of a side of a figure that is drawn finely, at most.
const LONGEST_FINE: f32 = 3200.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in FILES {
        fonts.load_font_data(file.to_vec());
    }
    fonts.set_sans_serif_family(FAMILIES[0].0);
    fonts.set_monospace_family(FAMILIES[1].0);
    Arc::new(fonts)
});

/// The drawing on white paper, two pixels a point unless it is very large.
pub fn picture(drawing: &Drawing) -> Picture {
    let longest = drawing.size[0].max(drawing.size[1]);
    let scale = if longest * FINE <= LONGEST_FINE { FINE } else { 1.0 };
    let pixels = |points: f32| (points * scale).round().max(1.0) as usize;
    let mut page = Picture::filled(pixels(drawing.size[0]), pixels(drawing.size[1]), PAPER);
    for mark in &drawing.marks {
        if let Mark::Picture { at: [x, y, width, height], picture } = mark {
            let enlarged = squares(picture, pixels(*width), pixels(*height));
            page.draw(&enlarged, (x * scale).round() as isize, (y * scale).round() as isize);
        }
    }
    // Pictures on parallelograms come in their turn; between them lines and text.
    let mut rest = drawing.marks.as_slice();
    while !rest.is_empty() {
        let lines = rest.iter().position(|mark| matches!(mark, Mark::Slanted { .. })).unwrap_or(rest.len());
        if rest[..lines].iter().any(|mark| !matches!(mark, Mark::Picture { .. })) {
            lay_lines(&mut page, drawing, &rest[..lines], scale);
        }
        rest = &rest[lines..];
        while let Some((Mark::Slanted { corner, across, down, picture }, behind)) = rest.split_first() {
            lay_slanted(&mut page, [*corner, *across, *down].map(|point| point.map(|part| part * scale)), picture);
            rest = behind;
        }
    }
    page
}

/// Lays a picture on a parallelogram: each pixel of the page takes the one that lies there.
fn lay_slanted(page: &mut Picture, [corner, across, down]: [[f32; 2]; 3], picture: &Picture) {
    let area = across[0] * down[1] - across[1] * down[0];
    if area.abs() < f32::EPSILON || picture.width == 0 || picture.height == 0 {
        return;
    }
    let span = |axis: usize, limit: usize| {
        let ends = [0.0, across[axis], down[axis], across[axis] + down[axis]].map(|part| corner[axis] + part);
        let low = ends.iter().copied().fold(f32::INFINITY, f32::min).floor().max(0.0) as usize;
        let high = ends.iter().copied().fold(0.0, f32::max).ceil() as usize;
        low..high.min(limit)
    };
    for y in span(1, page.height) {
        for x in span(0, page.width) {
            let [dx, dy] = [x as f32 + 0.5 - corner[0], y as f32 + 0.5 - corner[1]];
            let (u, v) = ((dx * down[1] - dy * down[0]) / area, (dy * across[0] - dx * across[1]) / area);
            if (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                let pixel = picture.pixel((u * picture.width as f32) as usize, (v * picture.height as f32) as usize);
                page.pixels[(y * page.width + x) * 3..][..3].copy_from_slice(&pixel);
            }
        }
    }
}

/// A picture at another size: enlarged pixels stay squares, shrunk ones are averaged.
fn squares(picture: &Picture, width: usize, height: usize) -> Picture {
    if width < picture.width || height < picture.height {
        return picture.resized(width, height);
    }
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        let row = &picture.pixels[y * picture.height / height * picture.width * 3..][..picture.width * 3];
        for x in 0..width {
            pixels.extend_from_slice(&row[x * picture.width / width * 3..][..3]);
        }
    }
    Picture { width, height, pixels }
}

/// Lays the lines and the text of some marks on the page.
fn lay_lines(page: &mut Picture, drawing: &Drawing, marks: &[Mark], scale: f32) {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILIES[0].0.to_owned(), ..Options::default() };
    // What `svg.rs` writes is well formed; a sheet too large for a pixmap stays without lines.
    let Ok(tree) = Tree::from_str(&svg::without_pictures(drawing, marks), &options) else { return };
    let Some(mut lines) = Pixmap::new(page.width as u32, page.height as u32) else { return };
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut lines.as_mut());
    for (under, over) in page.pixels.as_chunks_mut::<3>().0.iter_mut().zip(lines.data().as_chunks::<4>().0) {
        let [red, green, blue, alpha] = *over;
        let rest = 255 - u16::from(alpha);
        for (under, over) in under.iter_mut().zip([red, green, blue]) {
            // The pixmap's colours are premultiplied.
            *under = (u16::from(over) + (u16::from(*under) * rest + 127) / 255).min(255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::drawing::{Anchor, INK};

    #[test]
    fn pictures_keep_their_pixels_and_text_leaves_ink() {
        let mut drawing = Drawing::new(60.0, 40.0);
        let checks = Picture { width: 2, height: 1, pixels: vec![10, 20, 30, 200, 100, 50] };
        drawing.add(Mark::Picture { at: [10.0, 5.0, 20.0, 10.0], picture: Arc::new(checks) });
        drawing.write("Mg", [5.0, 35.0], 14.0, Anchor::Start, INK);
        let page = picture(&drawing);
        assert_eq!((page.width, page.height), (120, 80));
        assert_eq!(
            [page.pixel(20, 10), page.pixel(39, 29), page.pixel(40, 10), page.pixel(59, 29)],
            [[10, 20, 30], [10, 20, 30], [200, 100, 50], [200, 100, 50]]
        );
        let dark = (0..120).flat_map(|x| (40..80).map(move |y| (x, y))).filter(|&(x, y)| page.pixel(x, y)[0] < 90).count();
        assert!(dark > 40, "{dark} pixels of ink");
        assert_eq!(page.pixel(119, 0), PAPER);
    }

    #[test]
    fn a_slanted_picture_covers_what_comes_before_it() {
        let mut drawing = Drawing::new(40.0, 40.0);
        drawing.add(Mark::Area { at: [0.0, 0.0, 40.0, 40.0], colour: [9; 3], opacity: 1.0 });
        let checks = Arc::new(Picture { width: 2, height: 1, pixels: vec![10, 20, 30, 200, 100, 50] });
        drawing.add(Mark::Slanted { corner: [10.0, 20.0], across: [20.0, -10.0], down: [0.0, 10.0], picture: checks });
        drawing.add(Mark::Area { at: [18.0, 0.0, 4.0, 40.0], colour: [77; 3], opacity: 1.0 });
        let page = picture(&drawing);
        // Two pixels a point: the left half of the parallelogram, the right one, outside, and what lies over it.
        assert_eq!(
            [page.pixel(24, 42), page.pixel(56, 26), page.pixel(24, 24), page.pixel(40, 40)],
            [[10, 20, 30], [200, 100, 50], [9; 3], [77; 3]]
        );
        let document = svg::document(&drawing).unwrap();
        assert!(document.contains("matrix(10 -5 0 10 10 20)"), "{document}");
    }

    #[test]
    fn a_very_large_sheet_is_drawn_a_pixel_a_point() {
        assert_eq!(picture(&Drawing::new(1601.0, 10.0)).width, 1601);
        assert_eq!(picture(&Drawing::new(1600.0, 10.0)).width, 3200);
    }
}
