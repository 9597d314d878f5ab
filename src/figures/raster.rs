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
    lay_lines(&mut page, drawing, scale);
    page
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

/// Lays everything but pictures on the page.
fn lay_lines(page: &mut Picture, drawing: &Drawing, scale: f32) {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILIES[0].0.to_owned(), ..Options::default() };
    // What `svg.rs` writes is well formed; a sheet too large for a pixmap stays without lines.
    let Ok(tree) = Tree::from_str(&svg::without_pictures(drawing), &options) else { return };
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
    fn a_very_large_sheet_is_drawn_a_pixel_a_point() {
        assert_eq!(picture(&Drawing::new(1601.0, 10.0)).width, 1601);
        assert_eq!(picture(&Drawing::new(1600.0, 10.0)).width, 3200);
    }
}
