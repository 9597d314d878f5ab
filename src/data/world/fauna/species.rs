//! Which animals there are: five kinds of parts in four variants each, and the 24 classes, fixed combinations of them.
//!
//! As in FunnyBirds (Hesse, Schaub-Meyer and Roth 2023). The combinations are 24 of the 64 words of the Hamming code of length 5
//! over four symbols, six cosets of a line that holds every symbol in every place: so every variant occurs in six classes, and
//! two classes share at most two parts. Any three parts tell what an animal is, no single one does, and some pairs do.
//! Knows nothing of what is drawn.

/// A kind of part that every whole animal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each member's name says what it is.
pub enum PartKind {
    Ears,
    Nose,
    Tail,
    Legs,
    Wings,
}

impl PartKind {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Ears, Self::Nose, Self::Tail, Self::Legs, Self::Wings];

    /// The word for it.
    pub fn name(self) -> &'static str {
        ["ears", "nose", "tail", "legs", "wings"][self as usize]
    }

    /// What its variants are called.
    pub fn variants(self) -> [&'static str; VARIANTS] {
        match self {
            Self::Ears => ["rabbit ears", "mouse ears", "hound ears", "fox ears"],
            Self::Nose => ["beak", "bill", "trunk", "snout"],
            Self::Tail => ["brush", "ringed tail", "fan", "fluke"],
            Self::Legs => ["webbed feet", "columns", "stockings", "tentacles"],
            Self::Wings => ["feathers", "bat wings", "butterfly wings", "dragonfly wings"],
        }
    }
}

/// Variants of each kind of part.
pub const VARIANTS: usize = 4;

/// A set of kinds of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PartKinds(u8);

impl PartKinds {
    /// None.
    pub const NONE: Self = Self(0);
    /// All five.
    pub const ALL: Self = Self(0b1_1111);

    /// All 32 sets; the empty one comes first, the full one last.
    pub fn sets() -> impl Iterator<Item = Self> {
        (0..=Self::ALL.0).map(Self)
    }

    /// Whether a kind is in it.
    pub fn contains(self, kind: PartKind) -> bool {
        self.0 & Self::from(kind).0 != 0
    }

    /// Whether every kind of another set is in it.
    pub fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The same with one kind more.
    #[must_use]
    pub fn with(self, kind: PartKind) -> Self {
        Self(self.0 | Self::from(kind).0)
    }

    /// The kinds that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds that are not in it.
    #[must_use]
    pub fn others(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// The kinds, in the order of [`PartKind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = PartKind> {
        PartKind::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }

    /// Its place among [`Self::sets`].
    pub fn place(self) -> usize {
        usize::from(self.0)
    }

    /// How many.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl From<PartKind> for PartKinds {
    fn from(kind: PartKind) -> Self {
        Self(1 << kind as u8)
    }
}

impl FromIterator<PartKind> for PartKinds {
    fn from_iter<I: IntoIterator<Item = PartKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}

/// A class: which variant of each kind it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Species {
    /// Made of a syllable for its ears, one for its nose and a letter for its tail.
    pub name: &'static str,
    /// By [`PartKind`], each below [`VARIANTS`].
    pub variants: [usize; 5],
}

const fn species(name: &'static str, variants: [usize; 5]) -> Species {
    Species { name, variants }
}

/// The classes, in alphabetical order.
pub static SPECIES: [Species; 24] = [
    species("banex", [0, 1, 3, 2, 0]),
    species("barir", [0, 2, 2, 0, 2]),
    species("barix", [0, 2, 3, 1, 1]),
    species("basun", [0, 3, 1, 2, 2]),
    species("basur", [0, 3, 2, 1, 0]),
    species("basux", [0, 3, 3, 0, 3]),
    species("kelak", [1, 0, 0, 1, 1]),
    species("kerik", [1, 2, 0, 3, 2]),
    species("kerin", [1, 2, 1, 2, 1]),
    species("kerir", [1, 2, 2, 1, 3]),
    species("kesuk", [1, 3, 0, 2, 0]),
    species("kesun", [1, 3, 1, 3, 3]),
    species("milar", [2, 0, 2, 0, 3]),
    species("milax", [2, 0, 3, 1, 0]),
    species("minek", [2, 1, 0, 3, 0]),
    species("miner", [2, 1, 2, 1, 1]),
    species("minex", [2, 1, 3, 0, 2]),
    species("misur", [2, 3, 2, 3, 2]),
    species("tolak", [3, 0, 0, 3, 3]),
    species("tolan", [3, 0, 1, 2, 0]),
    species("tolax", [3, 0, 3, 0, 1]),
    species("tonek", [3, 1, 0, 2, 1]),
    species("tonen", [3, 1, 1, 3, 2]),
    species("torin", [3, 2, 1, 0, 3]),
];

impl Species {
    /// Its variant of a kind of part.
    pub fn variant(&self, kind: PartKind) -> usize {
        self.variants[kind as usize]
    }

    /// The kinds of parts in which two classes are alike.
    pub fn shared(&self, other: &Self) -> PartKinds {
        PartKind::ALL.into_iter().filter(|kind| self.variant(*kind) == other.variant(*kind)).collect()
    }

    /// The classes, as places in [`SPECIES`], that an animal of this class might be as far as these parts tell: itself among
    /// them.
    pub fn possible(&self, parts: PartKinds) -> Vec<usize> {
        let alike = |(_, other): &(usize, &Self)| self.shared(other).contains_all(parts);
        SPECIES.iter().enumerate().filter(alike).map(|(class, _)| class).collect()
    }

    /// The minimal sufficient part sets: those that tell it from all other classes and no longer do without any of their parts.
    pub fn sufficient(&self) -> Vec<PartKinds> {
        let enough: Vec<PartKinds> = PartKinds::sets().filter(|parts| self.possible(*parts).len() == 1).collect();
        let holds_another = |parts: PartKinds| enough.iter().any(|other| *other != parts && parts.contains_all(*other));
        enough.iter().copied().filter(|parts| !holds_another(*parts)).collect()
    }

    /// The pairs of other classes, as places in [`SPECIES`], of which each shares two parts with this one, and not the same
    /// ones: what FunnyBirds measures target sensitivity with.
    pub fn rivals(&self) -> Vec<[usize; 2]> {
        let shared: Vec<PartKinds> = SPECIES.iter().map(|other| self.shared(other)).collect();
        let alike: Vec<usize> = (0..SPECIES.len()).filter(|class| shared[*class].len() == 2).collect();
        let pairs = alike.iter().enumerate().flat_map(|(at, first)| alike[at + 1..].iter().map(|second| [*first, *second]));
        pairs.filter(|[first, second]| shared[*first].and(shared[*second]).is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The classes that have these variants, counted without any of the code above.
    fn owners(wanted: &[(usize, usize)]) -> usize {
        SPECIES.iter().filter(|species| wanted.iter().all(|(kind, variant)| species.variants[*kind] == *variant)).count()
    }

    #[test]
    fn every_variant_occurs_in_six_classes_and_two_classes_share_at_most_two() {
        for kind in 0..5 {
            for variant in 0..VARIANTS {
                assert_eq!(owners(&[(kind, variant)]), 6, "kind {kind}, variant {variant}");
            }
        }
        for (number, one) in SPECIES.iter().enumerate() {
            for other in &SPECIES[..number] {
                assert!((0..5).filter(|kind| one.variants[*kind] == other.variants[*kind]).count() <= 2);
                assert!(other.name < one.name, "in alphabetical order, no name twice");
            }
        }
    }

    #[test]
    fn two_or_three_parts_tell_a_class_and_none_of_them_can_be_missed() {
        let mut fewest = [0; 6];
        for species in &SPECIES {
            let of = |kind: usize| (kind, species.variants[kind]);
            let tells = |parts: PartKinds| owners(&parts.iter().map(|kind| of(kind as usize)).collect::<Vec<_>>()) == 1;
            let sufficient = species.sufficient();
            for parts in PartKinds::sets() {
                let without = |kind: PartKind| parts.and(PartKinds::from(kind).others());
                let minimal = tells(parts) && parts.iter().all(|kind| !tells(without(kind)));
                assert_eq!(minimal, sufficient.contains(&parts), "{} {parts:?}", species.name);
                assert!(parts.len() < 3 || tells(parts), "any three are enough");
            }
            fewest[sufficient.iter().map(|parts| parts.len()).min().unwrap()] += 1;
            assert!(sufficient.iter().all(|parts| (2..=3).contains(&parts.len())));
        }
        assert_eq!(fewest, [0, 0, 20, 4, 0, 0]);
    }

    #[test]
    fn every_class_has_rivals_that_share_two_parts_each_and_no_part_of_both() {
        for species in &SPECIES {
            let rivals = species.rivals();
            assert!(!rivals.is_empty());
            for pair in rivals {
                let [first, second] = pair.map(|class| SPECIES[class].variants);
                let alike = |other: [usize; 5]| move |kind: &usize| species.variants[*kind] == other[*kind];
                assert_eq!([first, second].map(|other| (0..5).filter(alike(other)).count()), [2, 2]);
                assert!((0..5).filter(alike(first)).all(|kind| !alike(second)(&kind)));
            }
        }
    }

    #[test]
    fn what_is_left_says_what_it_may_be() {
        for (class, species) in SPECIES.iter().enumerate() {
            assert_eq!(species.possible(PartKinds::ALL), [class]);
            assert_eq!(species.possible(PartKinds::NONE).len(), SPECIES.len());
            let legs = species.possible(PartKind::Legs.into());
            assert!(legs.len() == 6 && legs.contains(&class));
        }
    }

    #[test]
    fn sets_hold_what_was_put_in() {
        let set: PartKinds = [PartKind::Tail, PartKind::Ears].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [PartKind::Ears, PartKind::Tail]);
        assert_eq!((set.len(), set.others().len(), PartKinds::sets().count()), (2, 3, 32));
        assert_eq!(PartKinds::sets().position(|other| other == set), Some(set.place()));
        assert!(set.contains(PartKind::Tail) && !set.others().contains(PartKind::Tail) && !set.contains(PartKind::Legs));
    }
}
