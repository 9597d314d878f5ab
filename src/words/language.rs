//! The languages, and which one the system speaks.

/// A language that every sentence is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// English, which leads.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Catalan.
    #[serde(rename = "ca")]
    Catalan,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::English, Self::Catalan, Self::Spanish];

    /// Two letters, as ISO 639-1 has them.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Catalan => "ca",
            Self::Spanish => "es",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Catalan => "Català",
            Self::Spanish => "Español",
        }
    }

    /// The language of a code or of a locale: `ca`, `es-MX`, `ca_ES.UTF-8`.
    pub fn of(locale: &str) -> Option<Self> {
        let code = locale.split(['-', '_', '.', '@']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The first of the system's languages that is one of these; English if none is.
    pub fn of_system() -> Self {
        sys_locale::get_locales().find_map(|locale| Self::of(&locale)).unwrap_or_default()
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_have_a_language() {
        let found = ["ca", "es-MX", "ca_ES.UTF-8", "EN", "ca@valencia", "de", "C", ""].map(Language::of);
        use Language::{Catalan, English, Spanish};
        assert_eq!(found, [Some(Catalan), Some(Spanish), Some(Catalan), Some(English), Some(Catalan), None, None, None]);
    }
}
