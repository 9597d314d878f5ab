//! Where one number comes from, as two questions to the desk: its arithmetic with the strongest path behind it, and the paint
//! of the maps that it reads.

use std::sync::Arc;

use super::ChangedPass;
use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        open::Loaded,
        questions::Forward,
        tiles::Tiles,
    },
    arithmetic::{Adding, Arithmetic, Change, ChannelSum, Link, Place, Products, Term, explain, trace},
    control::Cancelled,
    figures::{Look, Sheet, Table},
    network::{Activations, Channel, Network, NodeId, ReceptiveField, Result},
    picture::Scale,
    units::{map_shape, numbers},
    words::{Phrase, network as say},
};

/// How many channels of a sum have rows unless all are wanted.
pub const SHOWN: usize = 8;

/// Where does a number come from?
#[derive(Clone, Debug, PartialEq)]
pub struct ArithmeticOf {
    /// The pass.
    pub pass: Forward,
    /// The layer.
    pub layer: NodeId,
    /// The channel.
    pub channel: Channel,
    /// Row and column in its map.
    pub position: [usize; 2],
    /// The number that is another one.
    pub change: Option<Change>,
}

/// Where it comes from.
pub struct Explained {
    /// What happens.
    pub arithmetic: Arithmetic,
    /// What each channel adds, the one that matters most first.
    pub sums: Vec<ChannelSum>,
    /// The terms of each sum with their place in its grid.
    pub cells: Vec<Vec<([usize; 2], Term)>>,
    /// Row and cell of each feature of learned weights, in the order of the data: those of one map lie together.
    pub strip: Vec<[usize; 2]>,
    /// Rows and columns of the largest grid.
    pub grid: [usize; 2],
    /// The ends of the colours of values, weights and products.
    pub scales: [Scale; 3],
    /// From the number back to the picture, each time to what gives most.
    pub path: Vec<Link>,
    /// What each place of the path sees of the input, as far as it lies inside.
    pub fields: Vec<ReceptiveField>,
    /// The number as the network has it, if another number is changed, and the one that was changed.
    pub before: Option<[f64; 2]>,
    /// The maps that the first channels are read from; `None` for what has no map.
    inputs: Vec<Option<InputMap>>,
    /// The map that the number stands in, before and after a change.
    own: Option<[InputMap; 2]>,
}

/// The channels of a sum, in the order that they have without a change: rows stay where they are while a number is dragged.
fn ordered(arithmetic: &Arithmetic, usual: Option<&Arithmetic>) -> Vec<ChannelSum> {
    let sums = |arithmetic: &Arithmetic| arithmetic.products().map(Products::channel_sums).unwrap_or_default();
    let mut own = sums(arithmetic);
    if let Some(usual) = usual {
        let usual = sums(usual);
        let places: std::collections::HashMap<_, usize> =
            usual.iter().enumerate().map(|(place, sum)| ((sum.branch, sum.channel), place)).collect();
        own.sort_by_key(|sum| places.get(&(sum.branch, sum.channel)).copied());
    }
    own
}

fn map(network: &Network, activations: &Activations, place: Place) -> Result<Option<InputMap>> {
    let Some([_, _, width]) = map_shape(&network.node(place.node).shape).filter(|[_, rows, columns]| rows * columns > 1) else {
        return Ok(None);
    };
    let value = activations.get(network, place.node)?;
    let values = numbers(&value.narrow(1, place.channel(network).index(), 1)?)?;
    Ok(Some(InputMap { values, width }))
}

/// A network with the values of a pass.
type Values<'a> = (&'a Network, &'a Activations);

/// A map that is read.
struct InputMap {
    values: Vec<f32>,
    width: usize,
}

impl Explained {
    fn of(
        (network, activations): Values<'_>,
        usual: Option<(Values<'_>, Change)>,
        place: Place,
        reporter: &Reporter<'_, Self>,
    ) -> Result<Self> {
        let arithmetic = explain(network, activations, place)?;
        let unchanged = usual.map(|((network, activations), _)| explain(network, activations, place)).transpose()?;
        let sums = ordered(&arithmetic, unchanged.as_ref());
        let path = trace(network, activations, place, reporter.control())?;
        let terms = arithmetic.terms();
        let of_sum = |sum: &ChannelSum| sum.terms.iter().find_map(|&index| terms.get(index)?.from);
        let read: Vec<Option<Place>> = if sums.is_empty() {
            vec![arithmetic.strongest().map(|(place, _)| place)]
        } else {
            sums.iter().take(SHOWN).map(of_sum).collect()
        };
        let of_grid = |sum: &ChannelSum| laid_out(sum.terms.iter().filter_map(|&index| terms.get(index).copied()));
        let cells: Vec<_> = sums.iter().map(of_grid).collect();
        let strip = if arithmetic.products().is_some_and(|products| products.adding == Adding::Weights) {
            strip(&cells)
        } else {
            Vec::new()
        };
        let scales = [scale(terms, |term| term.value), scale(terms, |term| term.weight), scale(terms, Term::product)];
        let input = &network.node(network.input()).shape;
        let [height, width] = [2, 3].map(|axis| input.get(axis).copied().unwrap_or(1));
        let field = |link: &Link| {
            let [y, x] = link.place.position(network).unwrap_or_default();
            network.receptive_field(link.place.node, y, x).clipped(height, width)
        };
        let fields = path.iter().map(field).collect();
        let read_map = |place: Option<Place>| place.map_or(Ok(None), |place| map(network, activations, place));
        let inputs = read.into_iter().map(read_map).collect::<Result<_>>()?;
        let grid = grid_of(cells.iter().flatten());
        let (mut before, mut own) = (None, None);
        if let (Some(((unchanged_network, pass), change)), Some(unchanged)) = (usual, unchanged) {
            let node = pass.get(unchanged_network, change.place.node)?;
            let number = numbers(&node)?.get(change.place.at).copied().unwrap_or_default();
            before = Some([unchanged.layer_value, f64::from(number)]);
            own = map(network, pass, place)?.zip(map(network, activations, place)?).map(|(before, after)| [before, after]);
        }
        Ok(Self { arithmetic, sums, cells, strip, grid, scales, path, fields, before, inputs, own })
    }
}

fn strip(cells: &[Vec<([usize; 2], Term)>]) -> Vec<[usize; 2]> {
    let mut strip: Vec<[usize; 2]> =
        cells.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |cell| [row, cell])).collect();
    strip.sort_by_key(|&[row, cell]| {
        let (_, term) = &cells[row][cell];
        (term.branch, term.channel, term.position)
    });
    strip
}

/// Places in a grid: taps where they differ, else row by row in a square.
pub fn laid_out(terms: impl Iterator<Item = Term>) -> Vec<([usize; 2], Term)> {
    let terms: Vec<Term> = terms.collect();
    let taps: std::collections::HashSet<[usize; 2]> = terms.iter().map(|term| term.tap).collect();
    let columns = ((terms.len() as f64).sqrt().ceil() as usize).max(1);
    let differ = taps.len() == terms.len();
    let place = |(index, term): (usize, Term)| (if differ { term.tap } else { [index / columns, index % columns] }, term);
    terms.into_iter().enumerate().map(place).collect()
}

/// Rows and columns that hold all of them.
pub fn grid_of<'a>(placed: impl Iterator<Item = &'a ([usize; 2], Term)>) -> [usize; 2] {
    placed.fold([1, 1], |grid, (at, _)| [0, 1].map(|axis| grid[axis].max(at[axis] + 1)))
}

/// Zero in the middle where a number is negative, else from zero on.
pub fn scale(terms: &[Term], number: impl Fn(&Term) -> f64) -> Scale {
    let numbers: Vec<f32> = terms.iter().map(|term| number(term) as f32).collect();
    if numbers.iter().any(|number| *number < 0.0) { Scale::signed(&numbers, 100.0) } else { Scale::sequential(&numbers) }
}

impl Question for ArithmeticOf {
    type Answer = Explained;
    type Given = (Arc<Loaded>, Arc<Activations>, Option<Arc<ChangedPass>>);
    type Error = crate::network::Error;

    fn title(&self, (loaded, ..): &Self::Given) -> Phrase {
        say::explaining(loaded.title(self.layer))
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations, changed): Self::Given, reporter: &Reporter<'_, Explained>) -> Result<Explained> {
        let network = loaded.engine.network();
        let place = Place::new(network, self.layer, self.channel, Some(self.position))?;
        let usual: Values<'_> = (network, &activations);
        match (self.change, &changed) {
            (Some(change), Some(pass)) => {
                let values: Values<'_> = (&pass.changed.network, &pass.changed.activations);
                Explained::of(values, Some((usual, change)), place, reporter)
            }
            _ => Explained::of(usual, None, place, reporter),
        }
    }
}

/// How do the maps look that it reads?
#[derive(Clone, Debug, PartialEq)]
pub struct InputsPaint {
    /// The arithmetic.
    pub explained: Stamp,
    /// The colours.
    pub look: Look,
}

impl Question for InputsPaint {
    type Answer = Tiles;
    type Given = Arc<Explained>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Explained>) -> Phrase {
        say::PAINTING_INPUTS
    }

    fn about(&self) -> About {
        self.explained.about
    }

    fn work(&self, explained: Arc<Explained>, _: &Reporter<'_, Tiles>) -> Result<Tiles, Cancelled> {
        let largest = explained.inputs.iter().flatten().map(|map| (map.width, map.values.len() / map.width.max(1))).max();
        let (width, height) = largest.unwrap_or((1, 1));
        let sheet = Sheet::paint(explained.inputs.len(), [width, height], |index, pixels| {
            pixels.fill(0);
            if let Some(map) = explained.inputs[index].as_ref().filter(|map| map.values.len() == width * height) {
                let is_signed = map.values.iter().any(|value| *value < 0.0);
                let scale = self.look.scale(&map.values, is_signed, 100.0);
                Table::new(self.look.map(is_signed)).paint(&scale, &map.values, pixels);
            }
        });
        Ok(Tiles::new(&sheet))
    }
}

/// How does the map look that the number stands in, before and after a change, and the difference?
#[derive(Clone, Debug, PartialEq)]
pub struct MapsPaint {
    /// The arithmetic.
    pub explained: Stamp,
    /// The colours.
    pub look: Look,
}

impl Question for MapsPaint {
    type Answer = Option<Tiles>;
    type Given = Arc<Explained>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Explained>) -> Phrase {
        say::PAINTING_INPUTS
    }

    fn about(&self) -> About {
        self.explained.about
    }

    fn work(&self, explained: Arc<Explained>, _: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Cancelled> {
        let Some([before, after]) = &explained.own else { return Ok(None) };
        let both: Vec<f32> = before.values.iter().chain(&after.values).copied().collect();
        let is_signed = both.iter().any(|value| *value < 0.0);
        let difference: Vec<f32> = before.values.iter().zip(&after.values).map(|(before, after)| after - before).collect();
        let height = before.values.len() / before.width.max(1);
        // One measure for both, so that they can be compared.
        let scale = self.look.scale(&both, is_signed, 100.0);
        let of_difference = self.look.scale(&difference, true, 100.0);
        let sheet = Sheet::paint(3, [before.width, height], |index, pixels| match index {
            0 => Table::new(self.look.map(is_signed)).paint(&scale, &before.values, pixels),
            1 => Table::new(self.look.map(is_signed)).paint(&scale, &after.values, pixels),
            _ => Table::new(self.look.map(true)).paint(&of_difference, &difference, pixels),
        });
        Ok(Some(Tiles::new(&sheet)))
    }
}
