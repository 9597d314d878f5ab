//! A figure: what was asked, what answers it, its scale, and how far to trust it, as one file that can be shown without the
//! program.

use std::path::Path;

use super::{
    drawing::{Anchor, Drawing, FAINT, INK, Mark},
    letters::{width, wrapped},
    look::gradient,
    provenance, raster, svg,
};
use crate::{
    formats::{self, atomic},
    picture::{self, ColourMap, Picture, Scale},
    words::{Phrase, Words},
};

const MARGIN: f32 = 16.0;
const SPACE: f32 = 8.0;
/// Between panels that stand beside each other.
const GUTTER: f32 = 20.0;
const TITLE: f32 = 17.0;
const BODY: f32 = 13.0;
const BAR: f32 = 10.0;
/// Smaller contents are enlarged, so that a line of text has room beside them.
const LEAST: f32 = 448.0;
/// The same where several stand beside each other.
const LEAST_OF_SEVERAL: f32 = 300.0;
/// Panels beside each other.
const COLUMNS: usize = 3;

/// A colour map and the values at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The colours.
    pub colours: ColourMap,
    /// The values.
    pub scale: Scale,
}

/// One answer of a figure.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// What is shown, above it; may be empty where the figure's title says it.
    pub caption: Option<Phrase>,
    /// The picture or plot.
    pub content: Drawing,
    /// Its scale; `None` where colours are no numbers.
    pub bar: Option<Bar>,
    /// How far to trust it, below.
    pub notes: Vec<Phrase>,
}

impl Panel {
    /// A content without a caption, scale or note.
    pub fn new(content: Drawing) -> Self {
        Self { content, ..Self::default() }
    }

    /// A picture, enlarged by a whole factor if it is small.
    pub fn of_picture(picture: Picture) -> Self {
        Self::new(Drawing::of_picture(picture, 1.0))
    }
}

/// What stands in the file.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is shown, above everything; a word too many begins another line.
    pub title: Phrase,
    /// The answers, three beside each other.
    pub panels: Vec<Panel>,
}

/// The kind of a figure's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureFile {
    /// Pixels.
    Png,
    /// Real text and vector axes.
    Svg,
}

impl FigureFile {
    /// The kind that a path's ending asks for; PNG unless it is `.svg`.
    pub fn of(path: &Path) -> Self {
        let is_svg = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
        if is_svg { Self::Svg } else { Self::Png }
    }
}

impl Figure {
    /// A figure of one answer.
    pub fn of(title: Phrase, panel: Panel) -> Self {
        Self { title, panels: vec![panel] }
    }

    /// Everything at its place, on paper.
    pub fn drawing(&self, words: Words) -> Drawing {
        let columns = self.panels.len().clamp(1, COLUMNS);
        let least = if self.panels.len() > 1 { LEAST_OF_SEVERAL } else { LEAST };
        let contents: Vec<Drawing> = self.panels.iter().map(|panel| enlarged(&panel.content, least)).collect();
        let room = contents.iter().map(|content| content.size[0]).fold(least, f32::max);
        let whole = room * columns as f32 + GUTTER * (columns - 1) as f32;
        let mut page = Drawing::new(whole + 2.0 * MARGIN, 0.0);
        let mut top = MARGIN + write(&mut page, &words.say(&self.title), [MARGIN, MARGIN], (TITLE, whole), INK) + SPACE;
        for (panels, contents) in self.panels.chunks(columns).zip(contents.chunks(columns)) {
            let mut lowest = top;
            for (place, (panel, content)) in panels.iter().zip(contents).enumerate() {
                let corner = [MARGIN + place as f32 * (room + GUTTER), top];
                lowest = lowest.max(lay_panel(&mut page, panel, content, (corner, room), words));
            }
            top = lowest + SPACE;
        }
        page.size[1] = top - SPACE + MARGIN;
        page
    }

    /// As pixels.
    pub fn picture(&self, words: Words) -> Picture {
        raster::picture(&self.drawing(words))
    }

    /// As SVG.
    ///
    /// # Errors
    /// A picture could not be encoded.
    pub fn svg(&self, words: Words) -> picture::Result<String> {
        svg::document(&self.drawing(words))
    }

    /// Writes the file: PNG, or SVG where the path ends so, with a link in its metadata if there is one. It appears complete or
    /// not at all.
    ///
    /// # Errors
    /// One sentence: the system refuses to write.
    pub fn write(&self, path: &Path, words: Words, link: Option<&str>) -> Result<(), WriteError> {
        let bytes = match (FigureFile::of(path), link) {
            (FigureFile::Png, None) => self.picture(words).to_png()?,
            (FigureFile::Png, Some(link)) => provenance::png(&self.picture(words), link)?,
            (FigureFile::Svg, None) => self.svg(words)?.into_bytes(),
            (FigureFile::Svg, Some(link)) => provenance::svg(&self.svg(words)?, link).into_bytes(),
        };
        Ok(atomic::write(path, |file| file.write_all(&bytes))?)
    }
}

/// Why a figure could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A picture could not be encoded.
    #[error(transparent)]
    Picture(#[from] picture::Error),
    /// The system refused.
    #[error(transparent)]
    File(#[from] formats::Error),
}

/// A drawing of nothing but a small picture, enlarged by a whole factor.
fn enlarged(content: &Drawing, least: f32) -> Drawing {
    match content.marks.as_slice() {
        [Mark::Picture { picture, .. }] if content.size[0] < least => {
            let factor = (least / content.size[0].max(1.0)).ceil().clamp(1.0, 16.0);
            let per_pixel = content.size[0] / picture.width.max(1) as f32;
            Drawing::of_picture(std::sync::Arc::clone(picture), factor * per_pixel)
        }
        _ => content.clone(),
    }
}

/// Lays a panel with its caption, scale and note; answers where it ends.
fn lay_panel(page: &mut Drawing, panel: &Panel, content: &Drawing, ([left, top], room): ([f32; 2], f32), words: Words) -> f32 {
    let mut y = top;
    if let Some(caption) = &panel.caption {
        y += write(page, &words.say(caption), [left, top], (BODY + 1.0, room), INK) + SPACE / 2.0;
    }
    page.lay(content, [left, y]);
    y += content.size[1] + SPACE;
    if let Some(Bar { colours, scale }) = &panel.bar {
        page.add(Mark::Picture { at: [left, y, room, BAR], picture: gradient(*colours).into() });
        y += BAR + BODY + 1.0;
        let high = if scale.is_signed() { words.signed(scale.high) } else { words.short(scale.high) };
        page.write_number(words.short(scale.low), [left, y], BODY - 1.0, Anchor::Start, INK);
        let middle = if scale.is_signed() { 0.0 } else { (scale.low + scale.high) / 2.0 };
        // A bent scale has another number in its middle.
        if scale.is_signed() || scale.gamma == 1.0 {
            page.write_number(words.short(middle), [left + room / 2.0, y], BODY - 1.0, Anchor::Middle, INK);
        }
        page.write_number(high, [left + room, y], BODY - 1.0, Anchor::End, INK);
        y += SPACE;
    }
    y + write(page, &words.line(&panel.notes), [left, y], (BODY, room), FAINT)
}

/// Writes text in as many lines as it needs from a corner downwards; answers their height.
fn write(page: &mut Drawing, text: &str, [left, top]: [f32; 2], (size, room): (f32, f32), colour: [u8; 3]) -> f32 {
    let leading = (size * 1.35).round();
    let lines = wrapped(text, room, size);
    for (index, line) in lines.iter().enumerate() {
        debug_assert!(width(line, size, super::drawing::Face::Words) <= room + 1.0);
        page.write(line.clone(), [left, top + size + index as f32 * leading], size, Anchor::Start, colour);
    }
    lines.len() as f32 * leading
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(note: &str, bar: bool) -> Figure {
        let scale = Scale::signed(&[-2.0, 1.0], 100.0);
        let panel = Panel {
            bar: bar.then_some(Bar { colours: ColourMap::SignedLight, scale }),
            notes: if note.is_empty() { Vec::new() } else { vec![Phrase::verbatim(note)] },
            ..Panel::of_picture(Picture::filled(224, 100, [10, 20, 30]))
        };
        Figure::of(Phrase::verbatim("Gradient · tiger cat"), panel)
    }

    #[test]
    fn a_figure_holds_picture_scale_and_words() {
        let drawn = figure("99 % of values shown", true).picture(Words::ENGLISH);
        assert_eq!(drawn.width, 2 * (448 + 32), "two pixels a point");
        let dark: Vec<usize> = (0..drawn.height).filter(|&y| drawn.pixel(33, y) == [10, 20, 30]).collect();
        assert_eq!(dark.len(), 400, "the picture is enlarged twice, and two pixels a point");
        let bar = (0..drawn.height).find(|&y| drawn.pixel(34, y) == ColourMap::SignedLight.colour(0.0));
        assert!(bar.is_some_and(|y| y > dark[399]), "the scale lies below the picture");
        assert!(figure("", false).picture(Words::ENGLISH).height < drawn.height);
    }

    #[test]
    fn words_stay_words_in_svg() {
        let text = figure("99 % of values shown", true).svg(Words::ENGLISH).unwrap();
        for words in ["Gradient · tiger cat", ">−2<", ">0<", ">+2<", "99 % of values shown"] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }

    #[test]
    fn several_answers_stand_beside_each_other() {
        let panel =
            |name: &str| Panel { caption: Some(Phrase::verbatim(name)), ..Panel::of_picture(Picture::filled(100, 100, [9; 3])) };
        let figure = Figure { title: Phrase::verbatim("Why?"), panels: ["a", "b", "c", "d"].map(panel).to_vec() };
        let drawing = figure.drawing(Words::ENGLISH);
        let pictures: Vec<[f32; 4]> =
            drawing.marks.iter().filter_map(|mark| if let Mark::Picture { at, .. } = mark { Some(*at) } else { None }).collect();
        assert_eq!(pictures.len(), 4);
        assert_eq!((pictures[0][1], pictures[0][0]), (pictures[2][1], pictures[3][0]));
        assert!(pictures[3][1] > pictures[0][1] + pictures[0][3]);
    }

    #[test]
    fn the_ending_decides_and_a_missing_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let (png, svg) = (folder.path().join("a.png"), folder.path().join("a.SVG"));
        figure("", false).write(&png, Words::ENGLISH, None).unwrap();
        figure("", false).write(&svg, Words::ENGLISH, None).unwrap();
        assert!(Picture::open(&png).is_ok());
        assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg"));
        let nowhere = Path::new("/nowhere/at/all.png");
        assert!(figure("", false).write(nowhere, Words::ENGLISH, None).unwrap_err().to_string().contains("/nowhere/at/all.png"));
    }
}
