//! A grid of tiles that fills the room edge to edge; only rows in sight are laid out. And scrolling to what was selected.

use egui::{Color32, Rect, Response, Role, ScrollArea, Sense, TextureId, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::{tile, tile_number};
use crate::app::theme::{TILE_GAP, Theme};

/// What a grid shows.
pub struct Grid<'a> {
    /// Different for every grid.
    pub id: &'static str,
    /// The number of tiles.
    pub count: usize,
    /// The width that tiles have at least before `zoom`, in points. Few tiles grow until they fill the room.
    pub smallest: f32,
    /// Tiles are this much larger than what fits best.
    pub zoom: f32,
    /// A tile's height divided by its width.
    pub aspect: f32,
    /// The place of the selected tile, if it is here.
    pub selected: Option<usize>,
    /// Whether to scroll to the selected tile when it changes.
    pub follow: bool,
    /// The number written on a tile.
    pub number: &'a dyn Fn(usize) -> usize,
    /// What a screen reader says of a tile.
    pub name: &'a dyn Fn(usize) -> String,
    /// A tile's texture and place in it.
    pub texture: &'a dyn Fn(usize) -> Option<(TextureId, Rect)>,
}

/// What the pointer does.
pub struct Pointed {
    /// The place of the tile.
    pub place: usize,
    /// The tile on screen.
    pub rect: Rect,
    /// The tile's response.
    pub response: Response,
}

impl Grid<'_> {
    /// Shows it; answers the tile under the pointer, if any.
    pub fn show(&self, ui: &mut Ui) -> Option<Pointed> {
        let room = ui.available_size();
        let wanted = self.fitting(room).max(self.smallest) * self.zoom;
        let columns = (((room.x + TILE_GAP) / (wanted + TILE_GAP)).round() as usize).clamp(1, self.count.max(1));
        let full = (room.x - TILE_GAP * (columns - 1) as f32) / columns as f32;
        let width = if columns < self.count { full } else { wanted.min(full) };
        let size = vec2(width, (width * self.aspect).max(8.0));
        let rows = self.count.div_ceil(columns);
        ui.spacing_mut().item_spacing = vec2(TILE_GAP, TILE_GAP);
        let mut area = ScrollArea::vertical().id_salt(self.id).auto_shrink(false);
        let row = self.selected.map(|place| place / columns);
        let token = self.selected.filter(|_| self.follow);
        if let Some(offset) = offset_to_show(ui, self.id, token, row, size.y + TILE_GAP) {
            area = area.vertical_scroll_offset(offset);
        }
        let mut pointed = None;
        area.show_rows(ui, size.y, rows, |ui, range| {
            // Images first, text behind: one draw call for each.
            let mut numbers = Vec::new();
            for row in range {
                ui.horizontal(|ui| {
                    for place in row * columns..((row + 1) * columns).min(self.count) {
                        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                        self.show_tile(ui, place, rect, &response);
                        numbers.push((rect, (self.number)(place)));
                        if response.hovered() || response.clicked() {
                            pointed = Some(Pointed { place, rect, response });
                        }
                    }
                });
            }
            let font = egui::FontId::monospace((size.x * 0.14).clamp(8.0, 11.0));
            if size.x >= 30.0 {
                for (rect, number) in numbers {
                    tile_number(ui.painter(), rect, &number.to_string(), font.clone());
                }
            }
        });
        pointed
    }

    /// The width with which all tiles fill the room without scrolling.
    fn fitting(&self, room: Vec2) -> f32 {
        let mut best = 0.0f32;
        for columns in 1..=self.count.min(64) {
            let rows = self.count.div_ceil(columns);
            let by_width = (room.x - TILE_GAP * (columns - 1) as f32) / columns as f32;
            let by_height = (room.y - TILE_GAP * (rows - 1) as f32) / rows as f32 / self.aspect;
            best = best.max(by_width.min(by_height));
        }
        best
    }

    fn show_tile(&self, ui: &Ui, place: usize, rect: Rect, response: &Response) {
        let theme = Theme::of(ui);
        let selected = self.selected == Some(place);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, (self.name)(place)));
        match (self.texture)(place) {
            Some((texture, uv)) => {
                let emphasised = response.hovered() || response.has_focus();
                tile(ui.painter(), rect, texture, uv, (selected, emphasised), theme);
            }
            None => {
                ui.painter().rect_filled(rect, 0.0, theme.card);
            }
        }
    }
}

/// Where to scroll so that `row` comes into sight, when `token`, the name of what is selected, changed since the last frame.
pub fn offset_to_show(ui: &Ui, id: &str, token: Option<usize>, row: Option<usize>, height: f32) -> Option<f32> {
    let memory = ui.scope_id().with((id, "last-selected"));
    let last = ui.data(|data| data.get_temp::<Option<usize>>(memory)).flatten();
    if last == token {
        return None;
    }
    ui.data_mut(|data| data.insert_temp(memory, token));
    let state = egui::scroll_area::State::load(ui.ctx(), ui.make_persistent_id(id));
    let offset = state.map_or(0.0, |state| state.clamped_offset().y);
    let (top, bottom) = (row? as f32 * height, (row? + 1) as f32 * height);
    let room = ui.available_height();
    if top < offset {
        Some(top)
    } else if bottom > offset + room {
        Some(bottom - room)
    } else {
        None
    }
}

/// The whole of a texture.
pub const WHOLE: Rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));

/// An image at its place, without any frame.
pub fn image(ui: &Ui, texture: TextureId, rect: Rect) {
    ui.painter().image(texture, rect, WHOLE, Color32::WHITE);
}
