//! The line below the planes: what a person can do, how much of the network is drawn, and what the edges' colours mean.

use egui::{Align, Layout, RichText, Sense, TextStyle, Ui, vec2};

use super::{
    super::{super::work::PaintedPlane, place_name},
    Space, edges,
};
use crate::{
    app::{
        say::Say,
        theme::{self, Theme, caption},
    },
    picture::ColourMap,
    words::{Phrase, space as say},
};

/// Shows it.
pub fn show(ui: &mut Ui, space: &Space<'_>, height: f32) {
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::right_to_left(Align::Center), |ui| {
        colours(ui, space);
        detail(ui, space);
        ui.with_layout(Layout::left_to_right(Align::Center), hints);
    });
}

fn told(ui: &mut Ui, phrase: &Phrase, about: Option<&Phrase>) {
    let text = RichText::new(ui.say(phrase)).text_style(caption()).color(Theme::of(ui).faint);
    let response = ui.add(egui::Label::new(text).truncate().selectable(false));
    if let Some(about) = about {
        response.on_hover_text(ui.say(about));
    }
}

fn colours(ui: &mut Ui, space: &Space<'_>) {
    let Some(flow) = space.flow.map(|answer| &answer.value).filter(|flow| !flow.edges.is_empty()) else { return };
    let signed = ColourMap::signed(ui.visuals().dark_mode);
    for (name, position) in [(say::LOWERS, edges::LOWERS), (say::RAISES, edges::RAISES)] {
        told(ui, &name, None);
        let (rect, _) = ui.allocate_exact_size(vec2(18.0, 2.0), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, theme::ink(signed.colour(position)));
    }
    let first = flow.edges[0].to;
    let drawn = flow.edges.iter().filter(|edge| edge.depth == 0).count();
    let name = place_name(space.loaded, first);
    let (count, about) = if flow.is_direct {
        (say::edges_of(drawn, flow.alive, flow.reads), say::edges_of_about(flow.reads, name, flow.alive, drawn))
    } else {
        let layer = space.loaded.title(space.loaded.listed(first.node));
        (say::edges_through(drawn, layer), say::edges_through_about(name, layer))
    };
    told(ui, &count, Some(&about));
}

/// How much is drawn, where it is not all.
fn detail(ui: &mut Ui, space: &Space<'_>) {
    let (drawn, all) = space.painted.iter().map(PaintedPlane::drawn).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    let leaves = space.loaded.rows.iter().filter(|row| !row.is_block).count();
    if drawn < all || space.painted.len() < leaves {
        told(ui, &say::detail(drawn, all, space.painted.len(), leaves), Some(&say::DETAIL_ABOUT));
    }
}

/// In few words where many find no room, and in none where these do not either.
fn hints(ui: &mut Ui) {
    let font = caption().resolve(ui.style());
    let room = ui.available_width() - TextStyle::Body.resolve(ui.style()).size;
    let width = |text: String| ui.painter().layout_no_wrap(text, font.clone(), Theme::of(ui).faint).size().x;
    let fitting = [say::HINT, say::HINT_SHORT].into_iter().find(|hint| width(ui.say(hint)) <= room);
    if let Some(hint) = fitting {
        told(ui, &hint, Some(&say::HINT));
    }
}
