//! The window: state, panels, widgets, theme.
