//! A scene on screen: what is drawn, the live maps on its faces, and everything that can be pointed at as a link.

use egui::{Color32, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, epaint::Vertex, vec2};

use super::{Drawn, layer_command};
use crate::{
    anatomy::Part,
    app::{
        chapters::network::{
            command::{Opening, PictureSettings},
            panel::Options,
            work::{BOXES, COLUMNS, FacesPaint, SheetPaint},
        },
        command::Command,
        desk::{Answer, Seat},
        theme::{CHIP_CORNER, Theme},
        view::View,
        widgets::paint_drawing,
    },
    figures::{Face, Measures, Palette, Scene, Shows},
    network::NodeId,
};

/// What the rows of a picture share.
pub struct Whole<'a> {
    /// The options.
    pub options: &'a Options<'a>,
    /// Points there are.
    pub width: f32,
    /// The largest measures of all that is drawn.
    pub measures: Measures,
}

/// The colours of the window's theme.
pub fn palette(ui: &Ui) -> Palette {
    let theme = Theme::of(ui);
    let plain = |colour: Color32| [colour.r(), colour.g(), colour.b()];
    Palette {
        paper: plain(theme.ground),
        card: plain(theme.card),
        ink: plain(theme.text),
        faint: plain(theme.faint),
        line: plain(theme.faint.lerp_to_gamma(theme.line, 0.55)),
        slab: plain(theme.raised.lerp_to_gamma(theme.line, 0.6)),
        top: plain(theme.panel),
        bar: plain(theme.faint.lerp_to_gamma(theme.line, 0.3)),
        ribbon: plain(theme.line),
        accent: plain(theme.accent),
        accent_ground: plain(theme.accent_ground),
    }
}

/// The live maps of the drawn network, as far as they are painted.
pub struct Maps<'a> {
    view: &'a View<'a>,
    input: Option<NodeId>,
    /// Whether the input shows as the picture does: in colours, and not as a few large pixels.
    is_colourful: bool,
    /// The texture of its faces.
    atlas: &'static str,
    faces: Option<&'a Answer<FacesPaint>>,
    sheet: Option<&'a Answer<SheetPaint>>,
}

impl<'a> Maps<'a> {
    /// Those of what is drawn; none for a network without weights.
    pub fn of(view: &'a View<'a>, drawn: &Drawn<'_>, opened: Option<&Part>) -> Self {
        let is_live = drawn.loaded.is_some() && view.state.selection.picture.is_some();
        let (seat, atlas) = if opened.is_some() { (BOXES, "boxes") } else { (COLUMNS, "columns") };
        let faces = view.desk.answer::<FacesPaint>(seat).filter(|_| is_live);
        let sheet = view
            .desk
            .answer::<SheetPaint>(Seat::ONE)
            .filter(|answer| is_live && opened.is_some_and(|part| part.exit == answer.question.node));
        let input = drawn.taken.network.input();
        let is_colourful = matches!(*drawn.taken.network.node(input).shape.as_slice(), [_, 3, height, _] if height > 64);
        Self { view, input: is_live.then_some(input), is_colourful, atlas, faces, sheet }
    }

    /// Whether there are any.
    pub fn has_any(&self) -> bool {
        self.faces.is_some()
    }

    fn paint(&self, ui: &Ui, corner: Pos2, face: &Face) {
        let place = |[x, y]: [f32; 2]| corner + vec2(x, y);
        let [one, two, three, four] = face.corners().map(place);
        if !Rect::from_points(&[one, two, three, four]).intersects(ui.clip_rect()) {
            return;
        }
        match &face.shows {
            Shows::Strongest { node, .. } if Some(*node) == self.input && self.is_colourful => {
                if let Some((shown, texture)) = self.view.picture() {
                    quad(ui, texture, self.view.part_seen(shown), [one, two, three, four]);
                }
            }
            Shows::Strongest { node, rank } => {
                let Some(faces) = self.faces else { return };
                let tile = faces.value.index(*node, *rank);
                let found = tile.and_then(|index| self.view.values(self.atlas, &faces.value.tiles, index));
                if let Some((texture, uv)) = found {
                    quad(ui, texture, uv, [one, two, three, four]);
                }
            }
            Shows::Sheet { channels, columns, .. } => {
                let Some(sheet) = self.sheet else { return };
                let rows = channels.len().div_ceil(*columns).max(1);
                let size = [face.across[0] / *columns as f32, face.down[1] / rows as f32];
                // One mesh for every page of tiles.
                let mut meshes: Vec<Mesh> = Vec::new();
                for (index, channel) in channels.clone().enumerate() {
                    let Some((texture, uv)) = self.view.values("sheet", &sheet.value, channel) else { continue };
                    let start = one + vec2((index % columns) as f32 * size[0], (index / columns) as f32 * size[1]);
                    let gap = if size[0] > 12.0 { 1.0 } else { 0.0 };
                    let rect = Rect::from_min_size(start, vec2(size[0] - gap, size[1] - gap));
                    if meshes.last().is_none_or(|mesh| mesh.texture_id != texture) {
                        meshes.push(Mesh::with_texture(texture));
                    }
                    if let Some(mesh) = meshes.last_mut() {
                        mesh.add_rect_with_uv(rect, uv, Color32::WHITE);
                    }
                }
                for mesh in meshes {
                    ui.painter().add(Shape::mesh(mesh));
                }
            }
        }
    }
}

/// A texture on a parallelogram.
fn quad(ui: &Ui, texture: egui::TextureId, uv: Rect, corners: [Pos2; 4]) {
    let mut mesh = Mesh::with_texture(texture);
    let ends = [uv.left_top(), uv.right_top(), uv.right_bottom(), uv.left_bottom()];
    for (pos, uv) in corners.into_iter().zip(ends) {
        mesh.vertices.push(Vertex { pos, uv, color: Color32::WHITE });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    ui.painter().add(Shape::mesh(mesh));
}

/// Shows a scene; a click selects, a double click opens one level deeper.
pub fn show(ui: &mut Ui, options: &Options<'_>, drawn: &Drawn<'_>, (name, scene): (&str, &Scene), maps: &Maps<'_>) {
    let [width, height] = scene.size();
    let (area, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let theme = Theme::of(ui);
    let corner = area.min;
    let on_screen = |[left, top, width, height]: [f32; 4]| Rect::from_min_size(corner + vec2(left, top), vec2(width, height));
    let responses: Vec<_> = scene
        .links
        .iter()
        .enumerate()
        .map(|(index, link)| {
            let response = ui.interact(on_screen(link.at), ui.scope_id().with(("link", name, index)), Sense::click());
            let is_selected = drawn.selected == Some(link.node);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, link.about.replace('\n', ", ")));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(response.rect, CHIP_CORNER, theme.raised.gamma_multiply(0.55));
            }
            response
        })
        .collect();
    paint_drawing(ui.painter(), corner, &scene.under);
    for face in &scene.faces {
        maps.paint(ui, corner, face);
    }
    paint_drawing(ui.painter(), corner, &scene.over);
    for (link, response) in scene.links.iter().zip(responses) {
        if response.has_focus() {
            ui.painter().rect_stroke(response.rect, CHIP_CORNER, Stroke::new(1.0, theme.accent), StrokeKind::Inside);
        }
        let response = response.on_hover_ui_at_pointer(|ui| {
            ui.label(&link.about);
        });
        if response.double_clicked() {
            let level = if link.is_block { Opening::Block } else { Opening::Layer };
            options.send_picture(PictureSettings { level, ..options.settings.picture });
        } else if response.clicked() {
            select(options, drawn, link.node);
        }
    }
}

/// Selects a value of what is drawn.
pub fn select(options: &Options<'_>, drawn: &Drawn<'_>, node: NodeId) {
    let command: Command = match drawn.loaded {
        Some(loaded) => layer_command(loaded, node),
        None if options.settings.picture.published.is_some() => {
            let opened = Some(node.index());
            return options.send_picture(PictureSettings { opened, level: Opening::Block, ..options.settings.picture });
        }
        // The one beside is for comparing.
        None => return,
    };
    options.view.send(command);
    if options.settings.picture.level != Opening::Block {
        options.send_picture(PictureSettings { level: Opening::Block, ..options.settings.picture });
    }
}
