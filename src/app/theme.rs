//! Every colour, size and distance of the window, dark and light, and their application to egui.
//!
//! The one place where colours of the chrome are written down; colours of values come from `picture`. Knows no state.

#![expect(clippy::disallowed_methods, reason = "this is the file that the rule points to")]

use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme as Mode, ThemePreference, Vec2,
    Visuals, style::WidgetVisuals, vec2,
};

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Behind the chapter.
    pub ground: Color32,
    /// Left, right, top and bottom.
    pub panel: Color32,
    /// Tiles and chips.
    pub card: Color32,
    /// Tooltips and tracks.
    pub raised: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub weak: Color32,
    /// Captions.
    pub faint: Color32,
    /// Selection, target, links.
    pub accent: Color32,
    /// Behind what is selected.
    pub accent_ground: Color32,
    /// Trust lines that reassure.
    pub good: Color32,
    /// Trust lines and messages that warn.
    pub warning: Color32,
    /// The bare colour behind signed maps: where nothing is, nothing shines.
    pub zero: Color32,
}

const DARK: Theme = Theme {
    ground: Color32::from_rgb(0x13, 0x15, 0x19),
    panel: Color32::from_rgb(0x19, 0x1C, 0x21),
    card: Color32::from_rgb(0x20, 0x24, 0x2A),
    raised: Color32::from_rgb(0x2A, 0x2F, 0x37),
    line: Color32::from_rgb(0x2B, 0x30, 0x38),
    text: Color32::from_rgb(0xE7, 0xEA, 0xEE),
    weak: Color32::from_rgb(0xA9, 0xB2, 0xBD),
    faint: Color32::from_rgb(0x83, 0x8D, 0x99),
    accent: Color32::from_rgb(0x6E, 0xA8, 0xFE),
    accent_ground: Color32::from_rgb(0x22, 0x32, 0x4D),
    good: Color32::from_rgb(0x57, 0xB8, 0x94),
    warning: Color32::from_rgb(0xE0, 0xA4, 0x58),
    zero: Color32::from_rgb(0x0C, 0x0D, 0x10),
};

const LIGHT: Theme = Theme {
    ground: Color32::from_rgb(0xF3, 0xF4, 0xF6),
    panel: Color32::from_rgb(0xFA, 0xFB, 0xFC),
    card: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    raised: Color32::from_rgb(0xEE, 0xF1, 0xF5),
    line: Color32::from_rgb(0xDF, 0xE3, 0xE8),
    text: Color32::from_rgb(0x1B, 0x1F, 0x24),
    weak: Color32::from_rgb(0x4D, 0x56, 0x61),
    faint: Color32::from_rgb(0x6D, 0x76, 0x81),
    accent: Color32::from_rgb(0x1F, 0x6F, 0xEB),
    accent_ground: Color32::from_rgb(0xDC, 0xEA, 0xFF),
    good: Color32::from_rgb(0x1A, 0x7F, 0x5A),
    warning: Color32::from_rgb(0x9A, 0x67, 0x00),
    zero: Color32::from_rgb(0xFF, 0xFF, 0xFF),
};

/// White, for lines and numbers that are painted onto pictures (with [`SHADOW`] behind them).
pub const ON_PICTURE: Color32 = Color32::from_rgb(0xFF, 0xFF, 0xFF);
/// Behind what is painted onto pictures.
pub const SHADOW: Color32 = Color32::from_black_alpha(150);
/// Index numbers inside tiles.
pub const TILE_NUMBER: Color32 = Color32::from_rgb(0xC4, 0xC9, 0xD0);
/// How strongly a result that no longer answers the question shows.
pub const STALE_OPACITY: f32 = 0.35;

/// Distance within a group.
pub const WITHIN: f32 = 4.0;
/// Distance between things.
pub const BETWEEN: f32 = 8.0;
/// Distance around a panel's content.
pub const AROUND: f32 = 12.0;
/// Distance beside a chapter's content.
pub const BESIDE: f32 = 16.0;
/// Height of a row that can be clicked.
pub const ROW: f32 = 30.0;
/// Distance between tiles.
pub const TILE_GAP: f32 = 5.0;
/// Corners of maps.
pub const MAP_CORNER: u8 = 3;
/// Corners of chips.
pub const CHIP_CORNER: u8 = 4;
/// Corners of cards and pictures.
pub const CARD_CORNER: u8 = 6;

impl Theme {
    /// The colours of a mode.
    pub const fn of_mode(mode: Mode) -> &'static Self {
        match mode {
            Mode::Dark => &DARK,
            Mode::Light => &LIGHT,
        }
    }

    /// The colours in use.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::of_mode(if ui.visuals().dark_mode { Mode::Dark } else { Mode::Light })
    }

    /// A hairline.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }
}

/// Height of running text, in points.
const BODY: f32 = 13.0;

/// How much larger text is than usual: 1, or more on the stage.
pub fn magnification(style: &egui::Style) -> f32 {
    egui::TextStyle::Body.resolve(style).size / BODY
}

/// A screen that nobody looks at.
pub const BLACK: Color32 = Color32::BLACK;

/// The colour of a class, the same as in saved pictures.
pub fn class_colour(class: usize) -> Color32 {
    ink(crate::picture::class_colour(class))
}

/// A colour that a person or a picture brings along.
pub fn ink([red, green, blue]: [u8; 3]) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// Lays both themes into egui. `stage` is the lecture mode: text 1.6 times.
pub fn apply(ctx: &egui::Context, preference: ThemePreference, stage: bool) {
    ctx.set_theme(preference);
    for mode in [Mode::Dark, Mode::Light] {
        ctx.style_mut_of(mode, |style| lay_out(style, mode, if stage { 1.6 } else { 1.0 }));
    }
}

/// Captions (11 points), also the size of monospaced numbers.
pub fn caption() -> TextStyle {
    TextStyle::Small
}

/// Titles of chapters and columns (15 points).
pub fn title() -> TextStyle {
    TextStyle::Heading
}

fn lay_out(style: &mut Style, mode: Mode, magnify: f32) {
    let sizes = [
        (TextStyle::Body, BODY, FontFamily::Proportional),
        (TextStyle::Button, BODY, FontFamily::Proportional),
        (TextStyle::Small, 11.0, FontFamily::Proportional),
        (TextStyle::Heading, 15.0, FontFamily::Proportional),
        (TextStyle::Monospace, 11.5, FontFamily::Monospace),
    ];
    style.text_styles = sizes.map(|(text, size, family)| (text, FontId::new(size * magnify, family))).into();
    style.animation_time = 0.12;
    style.spacing.item_spacing = vec2(BETWEEN, WITHIN);
    style.spacing.button_padding = vec2(8.0, 4.0);
    style.spacing.interact_size = vec2(24.0, 24.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.tooltip_width = 420.0;
    style.spacing.slider_rail_height = 4.0;
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.scroll.fade.strength = 0.0;
    style.interaction.tooltip_delay = 0.25;
    style.interaction.show_tooltips_only_when_still = false;
    style.visuals = visuals(mode);
}

fn visuals(mode: Mode) -> Visuals {
    let theme = Theme::of_mode(mode);
    let mut visuals = mode.default_visuals();
    let widget = |fill: Color32, stroke: Stroke, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: stroke,
        corner_radius: CornerRadius::same(CHIP_CORNER),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let emphasised = Stroke::new(1.0, theme.faint);
    visuals.widgets.noninteractive = widget(theme.panel, theme.hairline(), theme.text);
    visuals.widgets.inactive = widget(theme.card, theme.hairline(), theme.weak);
    visuals.widgets.hovered = widget(theme.raised, emphasised, theme.text);
    visuals.widgets.active = widget(theme.raised, Stroke::new(1.0, theme.accent), theme.text);
    visuals.widgets.open = widget(theme.raised, theme.hairline(), theme.text);
    visuals.widgets.inactive.bg_fill = theme.raised;
    visuals.selection.bg_fill = theme.accent_ground;
    visuals.selection.stroke = Stroke::new(1.0, theme.accent);
    visuals.hyperlink_color = theme.accent;
    visuals.weak_text_color = Some(theme.weak);
    visuals.faint_bg_color = theme.card;
    visuals.extreme_bg_color = theme.ground;
    visuals.text_edit_bg_color = Some(theme.card);
    visuals.code_bg_color = theme.card;
    visuals.warn_fg_color = theme.warning;
    visuals.error_fg_color = theme.warning;
    visuals.panel_fill = theme.panel;
    visuals.window_fill = theme.card;
    visuals.window_stroke = theme.hairline();
    visuals.window_corner_radius = CornerRadius::same(CARD_CORNER);
    visuals.menu_corner_radius = CornerRadius::same(CARD_CORNER);
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(if matches!(mode, Mode::Dark) { 110 } else { 40 }),
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.interact_cursor = Some(egui::CursorIcon::PointingHand);
    visuals.slider_trailing_fill = true;
    visuals
}

/// A frame of one colour with the margins of a side column.
pub fn column_frame(theme: &Theme) -> egui::Frame {
    egui::Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(AROUND as i8, AROUND as i8))
}

/// The smallest window that still shows everything.
pub const SMALLEST_WINDOW: Vec2 = vec2(800.0, 500.0);
