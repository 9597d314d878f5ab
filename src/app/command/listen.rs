//! Which command the keys of a frame ask for.

use egui::{Key, KeyboardShortcut};

use super::{Command, Entry, NONE};

/// The one key without a menu entry.
pub(super) const ESCAPE: KeyboardShortcut = KeyboardShortcut::new(NONE, Key::Escape);

/// The command that the keys of this frame ask for. While a field has the keyboard, only keys with modifiers, function keys
/// and Escape count, and undo is the field's.
pub fn listen(ctx: &egui::Context, entries: &[Entry]) -> Option<Command> {
    let typing = ctx.egui_wants_keyboard_input();
    let own = entries.iter().filter_map(|entry| Some((entry.key?, &entry.command)));
    let mut keys: Vec<(KeyboardShortcut, &Command)> = own.chain([(ESCAPE, &Command::Escape)]).collect();
    // Ctrl+Shift+S also matches Ctrl+S: the one with more modifiers is asked first.
    keys.sort_by_key(|(key, _)| std::cmp::Reverse(usize::from(key.modifiers.shift) + usize::from(key.modifiers.alt)));
    let allowed = |key: &KeyboardShortcut| {
        let is_numbered = key.logical_key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
        let function = is_numbered || key.logical_key == Key::Escape;
        let editing = matches!(key.logical_key, Key::Z | Key::V | Key::C | Key::ArrowLeft | Key::ArrowRight);
        !typing || function || (key.modifiers.any() && !editing)
    };
    // Pasting arrives as an event of its own, with the clipboard's content.
    keys.retain(|(key, command)| allowed(key) && **command != Command::PastePicture);
    ctx.input_mut(|input| keys.iter().find(|(key, _)| input.consume_shortcut(key)).map(|(_, command)| (*command).clone()))
}
