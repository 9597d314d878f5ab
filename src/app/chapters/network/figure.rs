//! The chapter's picture as a figure for a file: the row of volumes, and the opened part under it, with the live maps.

use std::sync::Arc;

use super::{PictureSettings, work::AnatomyOf};
use crate::{
    anatomy::{Inside, Pattern},
    app::{desk::Seat, questions::pass, sight::Sight},
    figures::{Figure, Measures, Opened, Palette, Panel, Row, Scene, opened, part_title, volumes, with_maps},
    network::NodeId,
    units::Maps,
    words::{Phrase, anatomy as say},
};

/// How broad it is, in points.
const WIDTH: f32 = 1040.0;

/// The figure, once the network is taken apart.
pub fn picture(sight: Sight<'_>, picture: &PictureSettings) -> Option<Figure> {
    let (state, words) = (sight.state, sight.state.words);
    let taken = sight.desk.fresh::<AnatomyOf>(Seat::ONE)?.value.as_ref();
    let anatomy = &taken.anatomy;
    let selected = match picture.published {
        Some(_) => picture.opened.and_then(|index| taken.network.ids().nth(index)),
        None => state.selection.layer,
    };
    let live = pass(sight.desk).filter(|_| picture.published.is_none());
    // Files are read on paper, whatever the window's theme.
    let look = state.settings.colours.look(false);
    let drawn = |scene: &Scene| {
        let input = live.map(|pass| (taken.network.input(), Arc::clone(&pass.value.visible)));
        let maps = |node: NodeId| Maps::of(&taken.network, &live?.value.activations, node).ok().flatten();
        with_maps(scene, input.as_ref(), &look, maps)
    };
    let runs = anatomy.runs(picture.folding);
    let row = volumes(&Row {
        anatomy,
        runs: &runs,
        selected: selected.and_then(|node| anatomy.part_of(node)),
        measures: Measures::of(anatomy, &runs),
        is_true: picture.true_sizes,
        is_flat: picture.flat,
        width: WIDTH,
        larger: 1.0,
        palette: Palette::PAPER,
        words,
    });
    let mut content = drawn(&row);
    let mut notes: Vec<Phrase> = Vec::new();
    if anatomy.is_in_stages(picture.folding) {
        notes.push(say::in_stages(anatomy.parts.len()));
    }
    if let Some(part) = selected.and_then(|node| picture.level.opened(anatomy, node)) {
        let inside = Inside::of(&taken.network, part);
        let scene = opened(&Opened {
            network: &taken.network,
            inside: &inside,
            selected,
            has_maps: live.is_some(),
            width: WIDTH,
            larger: 1.0,
            palette: Palette::PAPER,
            words,
        });
        let inner = drawn(&scene);
        let top = content.size[1] + 12.0;
        content.lay(&inner, [0.0, top]);
        content.size = [content.size[0].max(inner.size[0]), top + inner.size[1]];
        let what = if part.is_block() { Pattern::of(&taken.network, part).phrase() } else { part.kind.phrase() };
        notes.push(say::below(part_title(part), what));
    }
    let whole = &anatomy.whole;
    let (weights, operations) = (words.brief(whole.weights), words.brief(whole.multiply_adds as usize));
    let title = say::figure_network(&taken.name, weights, operations, anatomy.depth);
    Some(Figure::of(title, Panel { notes, ..Panel::new(content) }))
}
