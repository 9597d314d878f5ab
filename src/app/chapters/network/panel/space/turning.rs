//! How a person moves in space: dragging turns, the wheel nears what is under the pointer, with Shift it flies along the data,
//! and the keys do the same. Draws nothing.

use egui::{Event, EventFilter, Id, Key, Modifiers, MouseWheelUnit, PointerButton, Rect, Response, Ui};

use super::{
    super::super::orbit::Orbit,
    scene::{Eye, Scene},
};

/// Degrees for a point of dragging, and for a press of a key.
const A_POINT: f32 = 0.3;
const A_PRESS: f32 = 6.0;
/// How much nearer for a notch of the wheel, or for a press of a key.
const A_NOTCH: f32 = 1.12;
/// Points of a fine wheel that make a notch.
const POINTS: f32 = 40.0;
/// What part of the way along the data a notch of the wheel, or a press of a key, leads.
const A_FLIGHT: f32 = 0.04;
/// Seconds that the way to a named view takes.
const GLIDE: f32 = 0.25;

/// Where the eye is just now: it glides to where it was sent, but follows a hand at once.
pub fn eye(ui: &Ui, id: Id, orbit: Orbit, is_dragged: bool) -> Eye {
    let seconds = if is_dragged { 0.0 } else { GLIDE };
    let on_the_way = |which: usize, number: f32| ui.ctx().animate_value_with_time(id.with(which), number, seconds);
    let Eye { angles, zoom, at } = Eye::from(orbit);
    Eye {
        angles: [on_the_way(0, angles[0]), on_the_way(1, angles[1])],
        zoom: on_the_way(2, zoom),
        at: [on_the_way(3, at[0]), on_the_way(4, at[1])],
    }
}

/// Where a person goes from here.
pub fn turn(ui: &Ui, response: &Response, orbit: Orbit, (scene, rect): (&Scene<'_>, Rect)) -> Orbit {
    let orbit = dragged(ui, response, orbit, scene);
    let orbit = wheeled(ui, response, orbit, (scene, rect));
    keyed(ui, response, orbit)
}

/// Counted from where the drag began, so that no part of a degree is lost.
fn dragged(ui: &Ui, response: &Response, orbit: Orbit, scene: &Scene<'_>) -> Orbit {
    let began = response.id.with("began");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(began, orbit));
    }
    let Some(by) = response.total_drag_delta().filter(|_| response.dragged()) else { return orbit };
    let from: Orbit = ui.data(|data| data.get_temp(began)).unwrap_or(orbit);
    let moves = ui.input(|input| input.modifiers.shift) || !response.dragged_by(PointerButton::Primary);
    let now = if moves {
        let along = by.y * scene.camera.upright() / scene.height.max(1.0);
        from.moved(along, -by.x / scene.camera.scale)
    } else {
        from.turned([by.x * A_POINT, by.y * A_POINT])
    };
    Orbit { all: orbit.all, one_layer: orbit.one_layer, ..now }
}

fn wheeled(ui: &Ui, response: &Response, orbit: Orbit, (scene, rect): (&Scene<'_>, Rect)) -> Orbit {
    let Some(pointer) = response.hover_pos() else { return orbit };
    let (notches, flies, pinch) = ui.input(|input| {
        let wheel = input.events.iter().filter_map(|event| match event {
            Event::MouseWheel { unit, delta, modifiers, .. } => {
                let by = if delta.y == 0.0 { delta.x } else { delta.y };
                let by = if *unit == MouseWheelUnit::Point { by / POINTS } else { by };
                Some((by, *modifiers))
            }
            _ => None,
        });
        let (sum, modifiers) = wheel.fold((0.0, Modifiers::NONE), |(sum, _), (by, modifiers)| (sum + by, modifiers));
        (sum, modifiers.shift, if modifiers.command { 1.0 } else { input.zoom_delta() })
    });
    if flies {
        return orbit.moved(notches * A_FLIGHT, 0.0);
    }
    let nearer = orbit.nearer(A_NOTCH.powf(notches) * pinch);
    if nearer == orbit {
        return orbit;
    }
    // What is under the pointer stays there.
    let stays = 1.0 - f32::from(orbit.zoom) / f32::from(nearer.zoom.max(1));
    let beside = pointer - rect.center();
    nearer.moved(-beside.y * stays * scene.camera.upright() / scene.height.max(1.0), beside.x * stays / scene.camera.scale)
}

fn keyed(ui: &Ui, response: &Response, orbit: Orbit) -> Orbit {
    if !response.has_focus() {
        return orbit;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input_mut(|input| {
        let mut orbit = orbit;
        let mut pressed = |modifiers, key| f32::from(u8::from(input.consume_key(modifiers, key)));
        let flight = pressed(Modifiers::SHIFT, Key::ArrowUp) - pressed(Modifiers::SHIFT, Key::ArrowDown);
        let right = pressed(Modifiers::NONE, Key::ArrowRight) - pressed(Modifiers::NONE, Key::ArrowLeft);
        let down = pressed(Modifiers::NONE, Key::ArrowUp) - pressed(Modifiers::NONE, Key::ArrowDown);
        let nearer =
            pressed(Modifiers::NONE, Key::Plus) + pressed(Modifiers::NONE, Key::Equals) - pressed(Modifiers::NONE, Key::Minus);
        if pressed(Modifiers::NONE, Key::Home) > 0.0 {
            orbit = Orbit { all: orbit.all, one_layer: orbit.one_layer, ..Orbit::default() };
        }
        orbit.turned([right * A_PRESS, down * A_PRESS]).nearer(A_NOTCH.powf(nearer)).moved(flight * A_FLIGHT, 0.0)
    })
}
