//! Tiles: what stands side by side. A method that is shown has one that follows what is selected; beside it may stand any
//! number of others with a way, a target, a layer, a picture or a network of their own.

use crate::{
    app::{desk::Seat, way::Way},
    attribution::{METHODS, Method},
};

/// A tile of its own.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Tile {
    /// The method's id.
    pub method: String,
    /// Which of this method's tiles it is; 0 is the one that follows.
    pub number: usize,
    /// How the method is run.
    pub way: Way,
    /// What is explained, as on the command line ("cat - dog"); what is selected if `None`.
    pub target: Option<String>,
    /// The layer; the one that the others look at if `None`.
    pub layer: Option<String>,
    /// Another picture: a file, a picture of the open folder or one that ships.
    pub picture: Option<String>,
    /// Another network: a file or the name of one that ships.
    pub model: Option<String>,
    /// The tile that is taken from this one, pixel by pixel: method and number.
    pub less: Option<(String, usize)>,
}

impl Tile {
    /// The tile of a method that follows what is selected.
    pub fn following(method: &Method, way: Option<&Way>) -> Self {
        Self { method: method.id.to_owned(), way: way.cloned().unwrap_or_default(), ..Self::default() }
    }

    /// The method; `None` if there is none of this name.
    pub fn method(&self) -> Option<&'static Method> {
        METHODS.iter().find(|method| method.id == self.method)
    }

    /// Where it is asked and answered.
    pub fn seat(&self) -> Option<Seat> {
        Some(Seat { name: self.method()?.id, number: self.number })
    }

    /// Whether it looks at another picture or another network.
    pub fn is_elsewhere(&self) -> bool {
        self.picture.is_some() || self.model.is_some()
    }

    /// What is its own, in words that are the same in every language.
    pub fn own(&self) -> String {
        let way = &self.way;
        let set = way.parameters.iter().map(|(key, value)| format!("{key}={value}"));
        let name = |path: &String| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let parts =
            self.model.iter().map(name).chain(self.picture.iter().map(name)).chain(self.target.clone()).chain(self.layer.clone());
        let less = self.less.iter().map(|(method, number)| format!("− {method} {}", number + 1));
        parts.chain(way.convention.clone()).chain(set).chain(less).collect::<Vec<_>>().join(" · ")
    }
}

/// The number of the next tile of a method.
pub fn next_number(tiles: &[Tile], method: &str) -> usize {
    1 + tiles.iter().filter(|tile| tile.method == method).map(|tile| tile.number).max().unwrap_or_default()
}
