//! Where one number comes from: the maps it is read from and stands in, the sum, each step behind it, and the strongest path back
//! to the picture.

use egui::{FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::{
    super::{
        Settings, Show,
        work::{ArithmeticOf, ChangedOf, InputsPaint, SHOWN, grid_of, laid_out, scale},
    },
    behind, boxes,
    cells::{CellSize, Paper, outlined},
    cursor::{self, Pointed},
    path,
    places::{go_to, place_name},
    playing::{self, Acts},
    softmax::{self, Scores},
    strip, sums,
};
use crate::{
    app::{
        chapters::ChapterCommand,
        command::{Command, Signal},
        desk::{Answer, Seat},
        open::Loaded,
        questions::{UnitOf, UnitPaint, pass},
        say::Say,
        textures::Pixels,
        theme::{self, BESIDE, BETWEEN, ON_PICTURE, SHADOW, Theme, WITHIN},
        view::View,
        widgets::{chip, image, position_at, ring, section, trust, weak},
    },
    arithmetic::{Act, Adding, Place, Step, Term},
    figures::Table,
    network::{Channel, Class, NodeId},
    units::Unit,
    words::{Phrase, Words, network as say},
};

/// Width of the maps beside the sum, and from where on there is room for them.
const MAPS: f32 = 150.0;
const MAPS_FROM: f32 = 700.0;

/// "How conv1:3@4,5 gets 2.90", and how many products that takes.
pub fn title(loaded: &Loaded, answer: &Answer<ArithmeticOf>) -> (Phrase, Phrase) {
    let arithmetic = &answer.value.arithmetic;
    let how = say::how(place_name(loaded, arithmetic.place), arithmetic.layer_value as f32);
    let count = arithmetic.terms().len();
    let what = match arithmetic.products() {
        Some(products) if products.adding != Adding::Sum => say::products_of_channels(answer.value.sums.len(), count),
        _ if count > 1 => say::numbers_read(count),
        _ => Phrase::verbatim(""),
    };
    (how, what)
}

/// Shows it.
pub fn show(ui: &mut Ui, view: &View<'_>, settings: &Settings, (loaded, answer): (&Loaded, &Answer<ArithmeticOf>)) {
    // A number that is dragged has its answer in the next frames: fading would only flicker.
    let is_followed = answer.value.before.is_some() && ui.input(|input| input.pointer.any_down());
    if !answer.is_fresh && !is_followed {
        ui.set_opacity(theme::STALE_OPACITY);
    }
    let place = answer.value.arithmetic.place;
    let pointed = cursor::recall(ui, place);
    ScrollArea::vertical().id_salt("arithmetic").auto_shrink(false).show(ui, |ui| {
        let ground = ui.interact(ui.clip_rect(), ui.scope_id().with("ground"), Sense::click());
        let mut now = None;
        let has_map = |place: Place| loaded.map_shape(place.node).is_some_and(|[_, rows, columns]| rows * columns > 1);
        let reads_maps = || answer.value.arithmetic.terms().iter().find_map(|term| term.from).is_some_and(has_map);
        let has_maps = has_map(place) || reads_maps();
        if ui.available_width() >= MAPS_FROM * theme::magnification(ui.style()) && has_maps {
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(MAPS);
                    now = read_map(ui, view, (loaded, answer), pointed);
                    own_map(ui, view);
                    behind::show(ui, view, (loaded, answer));
                });
                ui.add_space(BESIDE);
                ui.vertical(|ui| now = steps(ui, view, settings, (loaded, answer), pointed).or(now));
            });
        } else {
            now = steps(ui, view, settings, (loaded, answer), pointed);
            behind::show(ui, view, (loaded, answer));
        }
        see(view, loaded, now.and_then(|now| now.term(&answer.value)));
        cursor::remember(ui, place, now.unwrap_or(pointed));
        ui.add_space(BETWEEN);
        path::show(ui, view, (loaded, answer));
        if ground.clicked() {
            view.send(Command::Of(ChapterCommand::Network(Show::Leave)));
        }
    });
}

/// Draws on the picture what the number under the pointer sees of it.
fn see(view: &View<'_>, loaded: &Loaded, term: Option<Term>) {
    let field = term.and_then(|term| term.from).map(|from| {
        let network = loaded.engine.network();
        let [y, x] = from.position(network).unwrap_or_default();
        network.receptive_field(from.node, y, x)
    });
    if field != view.state.seen {
        view.send(Signal::Sees(field));
    }
}

/// The map that the first or the pointed channel is read from, with the window and the pointed cell on it; answers what of the
/// window is under the pointer.
fn read_map(
    ui: &mut Ui,
    view: &View<'_>,
    (loaded, answer): (&Loaded, &Answer<ArithmeticOf>),
    pointed: Pointed,
) -> Option<Pointed> {
    let explained = &answer.value;
    let terms = explained.arithmetic.terms();
    // Further maps are not painted.
    let row = if pointed.row < SHOWN { pointed.row } else { 0 };
    let of_sum: Vec<Term> = match explained.sums.get(row) {
        Some(sum) => sum.terms.iter().filter_map(|&index| terms.get(index).copied()).collect(),
        None => terms.to_vec(),
    };
    let strongest = || explained.arithmetic.strongest().map(|(place, _)| place);
    let of_first = of_sum.iter().find_map(|term| term.from).filter(|_| !explained.sums.is_empty());
    let from = of_first.or_else(strongest)?;
    let [_, height, width] = loaded.map_shape(from.node).filter(|[_, rows, _]| *rows > 1)?;
    let painted = view.desk.answer::<InputsPaint>(Seat::ONE);
    let (texture, uv) = painted.and_then(|tiles| view.values("arithmetic", &tiles.value, row))?;
    section(ui, &ui.say(say::INPUT), "");
    let channel = from.channel(loaded.engine.network());
    weak(ui, &format!("{}:{channel}", loaded.title(loaded.listed(from.node))));
    let response = map_rect(ui, [height, width], Sense::hover());
    let rect = response.rect;
    ui.painter().add(egui::epaint::RectShape::filled(rect, theme::MAP_CORNER, egui::Color32::WHITE).with_texture(texture, uv));
    let range = |axis: usize| {
        let along = || of_sum.iter().map(|term| term.position[axis]);
        (along().min().unwrap_or(0) as f32, along().max().unwrap_or(0) as f32 + 1.0)
    };
    let ((top, bottom), (left, right)) = (range(0), range(1));
    let cell = [rect.height() / height as f32, rect.width() / width as f32];
    let window = Rect::from_min_max(
        pos2(rect.left() + left * cell[1], rect.top() + top * cell[0]),
        pos2(rect.left() + right * cell[1], rect.top() + bottom * cell[0]),
    );
    let painter = ui.painter();
    painter.rect_stroke(window, 1.0, Stroke::new(3.0, SHADOW), StrokeKind::Outside);
    painter.rect_stroke(window, 1.0, Stroke::new(1.5, ON_PICTURE), StrokeKind::Outside);
    let cells = explained.cells.get(row).map(Vec::as_slice).unwrap_or_default();
    let under = response.hover_pos().and_then(|pointer| position_at(rect, pointer, height, width)).and_then(|position| {
        let found =
            cells.iter().position(|(_, term)| term.from.is_some() && term.position == position.map(|along| along as isize));
        found.map(|cell| Pointed { row, cell: Some(cell), is_bias: false })
    });
    if let Some(term) = under.unwrap_or(pointed).term(explained).filter(|term| term.from.is_some() && pointed.row == row) {
        let [y, x] = term.position.map(|along| along as f32);
        let corner = pos2(rect.left() + x * cell[1], rect.top() + y * cell[0]);
        outlined(painter, Rect::from_min_size(corner, vec2(cell[1], cell[0])));
    }
    ui.add_space(BETWEEN);
    under
}

/// The map that the number stands in; a click moves on to another position.
fn own_map(ui: &mut Ui, view: &View<'_>) {
    let (Some(of), Some(paint)) = (view.desk.fresh::<UnitOf>(Seat::ONE), view.desk.answer::<UnitPaint>(Seat::ONE)) else {
        return;
    };
    let [_, height, width] = of.value.maps.shape;
    if height * width == 1 {
        return;
    }
    section(ui, &ui.say(say::OUTPUT), "");
    let texture = view.textures.of("unit", &paint.value.0, Pixels::Values);
    let response = map_rect(ui, [height, width], Sense::click());
    let channel = of.question.unit.channel;
    let said = ui.say(say::move_to(channel.to_string()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    image(ui, texture, response.rect);
    ring(ui.painter(), response.rect, of.value.position, [height, width]);
    let under = response.hover_pos().and_then(|pointer| position_at(response.rect, pointer, height, width));
    if response.clicked()
        && let Some(position) = under
    {
        view.send(Command::Unit(Unit { channel, position: Some(position) }));
    }
    response.on_hover_text(said);
}

fn map_rect(ui: &mut Ui, [height, width]: [usize; 2], sense: Sense) -> egui::Response {
    let side = MAPS.min(ui.available_width());
    let longest = height.max(width) as f32;
    ui.allocate_exact_size(vec2(side * width as f32 / longest, side * height as f32 / longest), sense).1
}

/// What happens, step by step; answers what of a sum is under the pointer.
fn steps(
    ui: &mut Ui,
    view: &View<'_>,
    settings: &Settings,
    (loaded, answer): (&Loaded, &Answer<ArithmeticOf>),
    last: Pointed,
) -> Option<Pointed> {
    let theme = Theme::of(ui);
    let arithmetic = &answer.value.arithmetic;
    let mut pointed = None;
    let mut told = None;
    let scores = scores_of(view, loaded, answer);
    let terms = scores.as_ref().map_or(0, |(scores, _)| softmax::terms(scores.len()));
    let products = match arithmetic.steps.first() {
        Some(Step { act: Act::Products(products), .. }) => Some(products),
        _ => None,
    };
    if products.is_some() || terms > 0 {
        let lines = products.map_or(0, |products| sums::lines(&answer.value, products, settings.all));
        let steps = products.map_or(0, |_| arithmetic.steps.len() - 1);
        let acts = Acts { lines, steps, terms, is_sum: products.is_some() };
        let (now, moves_on) = playing::show(ui, arithmetic.place, acts, &arithmetic.steps);
        told = Some(now);
        if moves_on {
            view.send(Command::NextPosition);
        }
    }
    // All of it, unless the play bar has not come to it yet.
    let behind = told.filter(|_| products.is_some()).map_or(usize::MAX, |told| told.steps);
    let mut boxed = 0;
    for (index, step) in arithmetic.steps.iter().enumerate() {
        if index < boxed {
            continue;
        }
        let in_boxes = boxes::count(&arithmetic.steps[index..]);
        if in_boxes > 0 && index <= behind {
            boxed = (index + in_boxes).min(behind.saturating_add(1));
            let line = &arithmetic.steps[index..boxed];
            let said: Vec<(&Step, String)> =
                line.iter().map(|step| (step, ui.say(step.phrase(&|place| place_name(loaded, place))))).collect();
            let is_of_sum = index == 1 && arithmetic.products().is_some();
            ui.add_space(WITHIN);
            boxes::show(ui, &said, (is_of_sum, boxed == arithmetic.steps.len()));
            if boxed > behind && boxed < arithmetic.steps.len() {
                return pointed;
            }
            continue;
        }
        match &step.act {
            Act::Products(products) => {
                let count = sums::rows_shown(&answer.value, settings.all);
                let lines = sums::lines(&answer.value, products, settings.all);
                let all = Acts { lines, steps: 0, terms: 0, is_sum: true };
                let told = told.unwrap_or(all.told(all.last()));
                pointed = sums::show(ui, view, (loaded, answer), (products, told), (count, last));
                if told.products {
                    ui.add_space(WITHIN);
                    pointed = strip::show(ui, &answer.value, products, pointed.unwrap_or(last)).or(pointed);
                    cursor::show(ui, view, (loaded, answer), products, pointed.unwrap_or(last));
                }
                if told.totals < all.lines {
                    return pointed;
                }
            }
            _ if index > behind => return pointed,
            Act::Choice { terms, chosen, .. } => choices(ui, view, loaded, terms, *chosen),
            _ => {}
        }
        ui.add_space(WITHIN);
        let said = ui.say(step.phrase(&|place| place_name(loaded, place)));
        ui.add(egui::Label::new(egui::RichText::new(said).color(theme.text)).wrap());
        if let Some(from) = source(&step.act).filter(|from| *from != arithmetic.place)
            && chip(ui, &ui.say(say::arithmetic_of(place_name(loaded, from))), false).clicked()
        {
            go_to(view, loaded, from);
        }
    }
    if let Some((values, chosen)) = scores {
        ui.add_space(BETWEEN);
        let words = ui.words();
        let name = |index: usize| score_name(view, loaded, (arithmetic.place.node, index), words);
        let told = told.map_or(usize::MAX, |told| told.terms);
        if let Some(score) = softmax::show(ui, &Scores { values: &values, name: &name, chosen, told }) {
            view.send(Command::Unit(Unit::channel(Channel(score))));
        }
    }
    ui.add_space(WITHIN);
    let gap = arithmetic.gap() as f32;
    let is_good = f64::from(gap) <= 1e-4 * arithmetic.layer_value.abs().max(1.0);
    trust(ui, &ui.say(say::gap(arithmetic.layer_value as f32, gap)), is_good);
    pointed
}

/// The one number that a step takes from elsewhere, if it is one.
fn source(act: &Act) -> Option<Place> {
    match act {
        Act::Given { from } => Some(*from),
        Act::Branch { term, .. } => term.from,
        Act::Pair { first, second, .. } => {
            [first, second].into_iter().find_map(|operand| operand.from.filter(|_| !operand.is_constant))
        }
        _ => None,
    }
}

/// The numbers under a window, the one that is taken outlined; a click opens the arithmetic of the one under the pointer.
fn choices(ui: &mut Ui, view: &View<'_>, loaded: &Loaded, terms: &[Term], chosen: usize) {
    let placed = laid_out(terms.iter().copied());
    let grid = grid_of(placed.iter());
    let size = CellSize::fitting(ui.available_width().min(400.0), grid[1], theme::magnification(ui.style()));
    let (rect, response) = ui.allocate_exact_size(size.of_grid(grid), Sense::click());
    let scale = scale(terms, |term| term.value);
    let dark = ui.visuals().dark_mode;
    let table = Table::new(view.state.settings.colours.look(dark).map(scale.is_signed()));
    let paper = Paper {
        table: &table,
        scale,
        words: ui.words(),
        font: FontId::monospace(TextStyle::Monospace.resolve(ui.style()).size * 0.82),
    };
    paper.paint(ui.painter(), rect.min, (size, grid), placed.iter().map(|(at, term)| (*at, term.value)));
    let cell = size.of_grid([1, 1]);
    let place =
        |[row, column]: [usize; 2]| Rect::from_min_size(rect.min + vec2(column as f32 * cell.x, row as f32 * cell.y), cell);
    let said = terms.get(chosen).and_then(|term| term.from).map(|from| place_name(loaded, from)).unwrap_or_default();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if let Some((at, _)) = placed.get(chosen) {
        ui.painter().rect_stroke(place(*at), 1.0, Stroke::new(2.0, Theme::of(ui).accent), StrokeKind::Outside);
    }
    let under = response.hover_pos().and_then(|pointer| placed.iter().find(|(at, _)| place(*at).contains(pointer)));
    if let Some((_, Term { from: Some(from), value, .. })) = under {
        if response.clicked() {
            go_to(view, loaded, *from);
        }
        let text = format!("{} {}", place_name(loaded, *from), ui.words().short(*value as f32));
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(text);
        });
    }
}

/// The scores that become shares here, and which of them is asked about: those of a softmax, and those that the network ends in.
fn scores_of(view: &View<'_>, loaded: &Loaded, answer: &Answer<ArithmeticOf>) -> Option<(Vec<f64>, usize)> {
    let arithmetic = &answer.value.arithmetic;
    let share = arithmetic.steps.iter().find_map(|step| match &step.act {
        Act::Share { terms, chosen, .. } => Some((terms.iter().map(|term| term.value).collect(), *chosen)),
        _ => None,
    });
    share.or_else(|| {
        let place = arithmetic.place;
        let changed = view.desk.answer::<ChangedOf>(Seat::ONE).filter(|_| answer.question.change.is_some());
        let scores = match changed {
            Some(changed) => &changed.value.answer.scores,
            None => &pass(view.desk)?.value.answer.scores,
        };
        let is_answer = loaded.is_scores(place.node) && arithmetic.products().is_some() && scores.len() > 1;
        is_answer.then(|| (scores.iter().map(|score| f64::from(*score)).collect(), place.at))
    })
}

/// What a score is called: a class, where it is one.
fn score_name(view: &View<'_>, loaded: &Loaded, (node, index): (NodeId, usize), words: Words) -> String {
    let network = loaded.engine.network();
    let is_of_classes = loaded.is_scores(node) || network.node(node).inputs.iter().any(|input| loaded.is_scores(*input));
    if is_of_classes { words.say(&view.sight().class_name(Class(index))) } else { index.to_string() }
}
