//! Small line drawings for which egui's fonts have no glyph, painted with strokes so that they are sharp at every scale.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, epaint::CubicBezierShape, pos2, vec2};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A picture in its frame.
    Picture,
    /// A folder.
    Folder,
    /// A globe.
    World,
    /// A pencil.
    Draw,
    /// A clipboard.
    Paste,
    /// A clock.
    Recent,
    /// An arrow to the next thing.
    Next,
    /// Three dots.
    More,
    /// Three lines.
    Menu,
    /// A magnifying glass.
    Search,
}

/// The drawings lie on a sheet of this side.
const SHEET: f32 = 16.0;

/// Paints it into the square `rect`.
pub fn icon(painter: &Painter, rect: Rect, icon: Icon, colour: Color32) {
    let scale = rect.width().min(rect.height()) / SHEET;
    let stroke = Stroke::new(1.2 * scale.max(0.8), colour);
    let at = |[x, y]: [f32; 2]| rect.min + vec2(x, y) * scale;
    let pen = Pen { painter, stroke, scale, at: &at };
    match icon {
        Icon::Picture => {
            pen.frame([2.0, 3.0], [14.0, 13.0]);
            pen.line(&[[2.5, 11.5], [6.0, 7.5], [9.0, 11.0], [11.0, 9.0], [13.5, 11.5]]);
            pen.dot([10.8, 6.0], 0.9);
        }
        Icon::Folder => {
            pen.line(&[[2.0, 13.0], [2.0, 3.5], [6.2, 3.5], [7.8, 5.5], [14.0, 5.5], [14.0, 13.0], [2.0, 13.0]]);
        }
        Icon::World => {
            pen.circle([8.0, 8.0], 6.0);
            pen.line(&[[2.0, 8.0], [14.0, 8.0]]);
            pen.curve([[8.0, 2.0], [4.4, 5.0], [4.4, 11.0], [8.0, 14.0]]);
            pen.curve([[8.0, 2.0], [11.6, 5.0], [11.6, 11.0], [8.0, 14.0]]);
        }
        Icon::Draw => {
            pen.line(&[[2.5, 13.5], [3.2, 10.4], [11.0, 2.6], [13.4, 5.0], [5.6, 12.8], [2.5, 13.5]]);
            pen.line(&[[9.3, 4.3], [11.7, 6.7]]);
        }
        Icon::Paste => {
            pen.frame([3.0, 3.5], [13.0, 14.0]);
            pen.frame([6.0, 2.0], [10.0, 5.0]);
            pen.line(&[[5.5, 8.0], [10.5, 8.0]]);
            pen.line(&[[5.5, 11.0], [10.5, 11.0]]);
        }
        Icon::Recent => {
            pen.circle([8.0, 8.0], 6.0);
            pen.line(&[[8.0, 4.5], [8.0, 8.0], [10.6, 9.6]]);
        }
        Icon::Next => {
            pen.line(&[[4.0, 3.5], [9.5, 8.0], [4.0, 12.5]]);
            pen.line(&[[12.0, 3.5], [12.0, 12.5]]);
        }
        Icon::More => [3.0, 8.0, 13.0].into_iter().for_each(|x| pen.dot([x, 8.0], 1.1)),
        Icon::Menu => [4.0, 8.0, 12.0].into_iter().for_each(|y| pen.line(&[[2.5, y], [13.5, y]])),
        Icon::Search => {
            pen.circle([6.8, 6.8], 4.6);
            pen.line(&[[10.2, 10.2], [14.0, 14.0]]);
        }
    }
}

struct Pen<'a> {
    painter: &'a Painter,
    stroke: Stroke,
    scale: f32,
    at: &'a dyn Fn([f32; 2]) -> Pos2,
}

impl Pen<'_> {
    fn line(&self, points: &[[f32; 2]]) {
        self.painter.add(Shape::line(points.iter().map(|&point| (self.at)(point)).collect(), self.stroke));
    }

    fn frame(&self, min: [f32; 2], max: [f32; 2]) {
        let rect = Rect::from_min_max((self.at)(min), (self.at)(max));
        self.painter.rect_stroke(rect, 1.5 * self.scale, self.stroke, egui::StrokeKind::Middle);
    }

    fn circle(&self, centre: [f32; 2], radius: f32) {
        self.painter.circle_stroke((self.at)(centre), radius * self.scale, self.stroke);
    }

    fn dot(&self, centre: [f32; 2], radius: f32) {
        self.painter.circle_filled((self.at)(centre), radius * self.scale, self.stroke.color);
    }

    fn curve(&self, points: [[f32; 2]; 4]) {
        let points = points.map(|point| (self.at)(point));
        self.painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, self.stroke));
    }
}

/// The square of side `side` around a centre.
pub fn square(centre: Pos2, side: f32) -> Rect {
    Rect::from_center_size(pos2(centre.x, centre.y), vec2(side, side))
}
