//! How wide the columns are: what the person dragged them to, less in a narrow window, where the right one becomes a rail.
//!
//! Everything is measured in magnified points, so that the stage, whose text is larger, keeps the same rules.

use crate::app::{settings::Side, theme};

/// The narrowest and the widest column.
const BOUNDS: [f32; 2] = [232.0, 420.0];
/// From this width of the window on both columns have the width that they were given; below it they shrink.
const ROOMY: f32 = 1360.0;
/// Below this width both are as narrow as can be, and the right one is a rail.
const NARROW: f32 = 1024.0;
/// Width of the rail.
pub const RAIL: f32 = 40.0;

/// How wide a column is until somebody drags its edge.
pub const fn usual(side: Side) -> f32 {
    match side {
        Side::Left => 272.0,
        Side::Right => 308.0,
    }
}

/// The window's width in magnified points.
pub fn of_window(ctx: &egui::Context) -> f32 {
    ctx.content_rect().width() / theme::magnification(&ctx.global_style())
}

/// Whether there is room for one menu bar and the device's name.
pub fn is_roomy(window: f32) -> bool {
    window >= ROOMY
}

/// Whether the right column is a rail.
pub fn has_rail(window: f32) -> bool {
    window < NARROW
}

/// A column's width, given what the person wants.
pub fn shown(window: f32, wanted: f32) -> f32 {
    BOUNDS[0] + (wanted.clamp(BOUNDS[0], BOUNDS[1]) - BOUNDS[0]) * share(window)
}

/// What the person wants who drags a column to this width.
pub fn wanted(window: f32, dragged: f32) -> f32 {
    let share = share(window);
    if share < 0.05 { BOUNDS[0] } else { (BOUNDS[0] + (dragged - BOUNDS[0]) / share).clamp(BOUNDS[0], BOUNDS[1]) }
}

/// Whether somebody who drags a column to this width wants it folded.
pub fn wants_to_fold(dragged: f32) -> bool {
    dragged < BOUNDS[0] * 0.6
}

/// How much of what is above the least width is left, 0 to 1.
fn share(window: f32) -> f32 {
    ((window - NARROW) / (ROOMY - NARROW)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_shrink_with_the_window_and_follow_the_mouse() {
        assert_eq!([shown(1440.0, 272.0), shown(1440.0, 308.0)], [272.0, 308.0]);
        assert_eq!([shown(1024.0, 272.0), shown(1024.0, 900.0)], [232.0, 232.0]);
        assert_eq!([shown(2000.0, 10.0), shown(2000.0, 900.0)], [232.0, 420.0]);
        for window in [1100.0, 1280.0, 1500.0] {
            for wanted_width in [232.0, 300.0, 420.0] {
                assert!((wanted(window, shown(window, wanted_width)) - wanted_width).abs() < 1e-3);
            }
        }
        assert!(has_rail(1023.0) && !has_rail(1024.0) && is_roomy(1440.0) && !is_roomy(1280.0));
    }
}
