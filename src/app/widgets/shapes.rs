//! Shapes for which egui's fonts have no glyph, and boxes on pictures.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

use crate::{
    app::theme::{self, ON_PICTURE, SHADOW},
    picture::class_shape,
};

/// Where a triangle points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Down.
    Down,
    /// Up.
    Up,
}

/// A filled triangle of `size` points around `centre`.
pub fn triangle(painter: &Painter, centre: Pos2, size: f32, direction: Direction, colour: Color32) {
    let (long, short) = (size * 0.5, size * 0.4);
    let points = match direction {
        Direction::Up => [vec2(0.0, -short), vec2(long, short), vec2(-long, short)],
        Direction::Left => [vec2(-short, 0.0), vec2(short, -long), vec2(short, long)],
        Direction::Right => [vec2(short, 0.0), vec2(-short, long), vec2(-short, -long)],
        Direction::Down => [vec2(0.0, short), vec2(-long, -short), vec2(long, -short)],
    };
    painter.add(Shape::convex_polygon(points.map(|offset| centre + offset).into(), colour, Stroke::NONE));
}

/// The mark of a class around `centre`, as large as a disc of `radius`.
pub fn class_mark(painter: &Painter, centre: Pos2, radius: f32, class: usize) {
    let (colour, corners) = (theme::class_colour(class), class_shape(class).corners(centre.into(), radius));
    if corners.is_empty() {
        painter.circle_filled(centre, radius, colour);
    } else {
        let corners = corners.into_iter().map(Pos2::from).collect();
        painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
    }
}

/// A box drawn onto a picture so that it shows on light and dark ground.
pub fn boxed(painter: &Painter, rect: Rect) {
    painter.rect_stroke(rect, 1.0, Stroke::new(3.0, SHADOW), StrokeKind::Middle);
    painter.rect_stroke(rect, 1.0, Stroke::new(1.0, ON_PICTURE), StrokeKind::Middle);
}
