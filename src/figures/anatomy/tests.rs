//! Networks drawn: everything is at its place and nothing runs over.

use super::*;
use crate::{
    anatomy::{Anatomy, Folding, Inside},
    figures::drawing::Mark,
    words::Words,
    zoo::{architecture, architecture_names},
};

fn drawn<'a>(anatomy: &'a Anatomy, runs: &'a [crate::anatomy::Run], width: f32) -> Row<'a> {
    let measures = Measures::of(anatomy, runs);
    Row {
        anatomy,
        runs,
        selected: None,
        measures,
        is_true: false,
        is_flat: false,
        width,
        larger: 1.0,
        palette: Palette::PAPER,
        words: Words::ENGLISH,
    }
}

#[test]
fn every_architecture_is_drawn_inside_its_sheet() {
    for name in architecture_names() {
        let network = architecture(name).unwrap().network;
        let anatomy = Anatomy::of(&network);
        let runs = anatomy.runs(Folding::Fitting);
        for (is_true, is_flat) in [(false, false), (true, false), (false, true)] {
            let scene = row(&Row { is_true, is_flat, ..drawn(&anatomy, &runs, 800.0) });
            assert_eq!(scene.links.len(), runs.len(), "{name}");
            inside_its_sheet(&scene, name);
        }
        for part in anatomy.parts.iter().filter(|part| part.is_block()) {
            let inside = Inside::of(&network, part);
            let scene = opened(&Opened {
                network: &network,
                inside: &inside,
                selected: Some(part.node),
                has_maps: true,
                width: 800.0,
                larger: 1.0,
                palette: Palette::PAPER,
                words: Words::ENGLISH,
            });
            inside_its_sheet(&scene, name);
        }
    }
}

fn inside_its_sheet(scene: &Scene, name: &str) {
    let [width, height] = scene.size();
    let holds = |[x, y]: [f32; 2]| (-3.0..=width + 3.0).contains(&x) && (-3.0..=height + 3.0).contains(&y);
    for face in &scene.faces {
        assert!(face.corners().into_iter().all(holds), "{name}: {face:?} outside {width} x {height}");
    }
    for mark in scene.under.marks.iter().chain(&scene.over.marks) {
        let is_inside = match mark {
            Mark::Text(text) => holds(text.at),
            Mark::Area { at: [x, y, wide, high], .. } => holds([*x, *y]) && holds([x + wide, y + high]),
            Mark::Line { points, .. } => points.iter().copied().all(holds),
            _ => true,
        };
        assert!(is_inside, "{name}: {mark:?} outside {width} x {height}");
    }
}

#[test]
fn true_sizes_are_in_proportion_and_softened_ones_are_not() {
    let network = architecture("vgg16").unwrap().network;
    let anatomy = Anatomy::of(&network);
    let runs = anatomy.runs(Folding::Every);
    let heights = |is_true| -> Vec<f32> {
        row(&Row { is_true, ..drawn(&anatomy, &runs, 1200.0) }).faces.iter().map(|face| face.down[1]).collect()
    };
    let (exact, soft) = (heights(true), heights(false));
    assert!((exact[0] / exact[4] - 2.0).abs() < 0.01, "224 and 112: {exact:?}");
    assert!((soft[0] / soft[4] - 2_f32.sqrt()).abs() < 0.01, "{soft:?}");
}

#[test]
fn numbers_over_bars_never_meet() {
    let network = architecture("efficientnet_b7").unwrap().network;
    let anatomy = Anatomy::of(&network);
    let runs = anatomy.runs(Folding::Every);
    let scene = row(&drawn(&anatomy, &runs, 800.0));
    let mut spans: std::collections::BTreeMap<i32, Vec<[f32; 2]>> = std::collections::BTreeMap::new();
    for mark in &scene.over.marks {
        if let Mark::Text(text) = mark
            && text.anchor == crate::figures::Anchor::Middle
        {
            let half = crate::figures::letters::width(&text.text, text.size, text.face) / 2.0;
            spans.entry((text.at[1] * 100.0) as i32).or_default().push([text.at[0] - half, text.at[0] + half]);
        }
    }
    for (line, mut row) in spans {
        row.sort_by(|one, two| one[0].total_cmp(&two[0]));
        for pair in row.windows(2) {
            assert!(pair[0][1] <= pair[1][0] + 0.6, "line {line}: {pair:?}");
        }
    }
}
