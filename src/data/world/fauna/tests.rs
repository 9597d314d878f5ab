//! What holds for every picture of the fauna.

use super::*;

const TEST: Fauna = Fauna { seed: 0, test: true };
const TRAIN: Fauna = Fauna { seed: 0, test: false };

/// Whether each pixel is within `reach` pixels of one of a mask, in rows and in columns.
fn grown(mask: &[bool], reach: isize) -> Vec<bool> {
    let side = SIZE as isize;
    let near = |at: usize| {
        let (x, y) = (at as isize % side, at as isize / side);
        let rows = (y - reach).max(0)..=(y + reach).min(side - 1);
        rows.flat_map(|y| ((x - reach).max(0)..=(x + reach).min(side - 1)).map(move |x| (y * side + x) as usize))
            .any(|at| mask[at])
    };
    (0..mask.len()).map(near).collect()
}

/// The pixels in which two pictures differ.
fn changed(one: &Picture, other: &Picture) -> Vec<bool> {
    one.pixels.chunks(3).zip(other.pixels.chunks(3)).map(|(one, other)| one != other).collect()
}

fn count(mask: &[bool]) -> usize {
    mask.iter().filter(|one| **one).count()
}

fn shared(one: &[bool], other: &[bool]) -> usize {
    one.iter().zip(other).filter(|(one, other)| **one && **other).count()
}

fn within(inner: &[bool], outer: &[bool]) -> bool {
    shared(inner, outer) == count(inner)
}

#[test]
fn a_part_left_out_changes_nothing_but_itself() {
    for index in 0..24 {
        let (whole, truth) = TEST.annotated(index, &Without::default());
        assert_eq!(TEST.picture(index, &Without::default()), whole, "the truth changes nothing");
        let everything: Vec<usize> = (0..TEST.clutter_count(index)).collect();
        let bare = TEST.picture(index, &Without { parts: PartKinds::ALL, clutter: &everything });
        for kind in PartKind::ALL {
            let (without, left) = TEST.annotated(index, &Without { parts: kind.into(), clutter: &[] });
            let alone = TEST.picture(index, &Without { parts: PartKinds::from(kind).others(), clutter: &everything });
            let (own, differs) = (grown(&changed(&bare, &alone), 1), changed(&whole, &without));
            assert!(within(&differs, &own), "{kind:?} of picture {index} changes what it does not change alone");
            let seen = truth.part(kind);
            let area = count(&seen);
            assert!(area > 60, "{kind:?} of picture {index} is seen in {area} pixels");
            assert!(shared(&differs, &seen) * 10 > area * 9, "{kind:?} of picture {index} is still there");
            let near = shared(&differs, &grown(&seen, 2));
            assert!(near * 50 > count(&differs) * 49, "{kind:?} of picture {index}: {near} of {}", count(&differs));
            assert!(!left.part(kind).contains(&true));
        }
    }
}

#[test]
fn a_thing_left_out_changes_nothing_but_itself() {
    let mut seen = 0;
    for index in 0..24 {
        let (whole, truth) = TEST.annotated(index, &Without::default());
        let things = TEST.clutter_count(index);
        assert!((2..=6).contains(&things));
        let everything: Vec<usize> = (0..things).collect();
        let bare = TEST.picture(index, &Without { parts: PartKinds::ALL, clutter: &everything });
        for number in 0..things {
            let others: Vec<usize> = everything.iter().copied().filter(|other| *other != number).collect();
            let without = TEST.picture(index, &Without { parts: PartKinds::NONE, clutter: &[number] });
            let alone = TEST.picture(index, &Without { parts: PartKinds::ALL, clutter: &others });
            let (own, differs) = (grown(&changed(&bare, &alone), 1), changed(&whole, &without));
            assert!(within(&differs, &own), "thing {number} of picture {index} changes what it does not change alone");
            let mask = truth.clutter(number);
            assert!(shared(&differs, &mask) * 10 >= count(&mask) * 9, "thing {number} of picture {index} is still there");
            seen += usize::from(count(&mask) > 20);
        }
        let beyond = Without { parts: PartKinds::NONE, clutter: &[things, 99] };
        assert_eq!(TEST.picture(index, &beyond), whole, "what is not there cannot be left out");
        assert!(!truth.clutter(things).contains(&true));
    }
    assert!(seen > 60, "{seen} things are well seen");
}

#[test]
fn the_animal_is_its_body_and_its_parts() {
    for index in 0..24 {
        let (_, truth) = TEST.annotated(index, &Without::default());
        let animal = truth.animal();
        let area = count(&animal);
        assert!((1200..9000).contains(&area), "picture {index}: {area} pixels");
        let mut parts = 0;
        for kind in PartKind::ALL {
            let part = truth.part(kind);
            assert!(within(&part, &animal));
            parts += count(&part);
        }
        assert!(parts < area, "the body is seen too");
        let (_, bare) = TEST.annotated(index, &Without { parts: PartKinds::ALL, clutter: &[] });
        assert!(bare.animal().contains(&true));
    }
}

#[test]
fn every_block_shows_every_class_and_half_of_the_training_lacks_parts() {
    for block in 0..3 {
        let mut classes: Vec<usize> = (0..24).map(|index| TRAIN.class(block * 24 + index)).collect();
        classes.sort_unstable();
        assert_eq!(classes, (0..24).collect::<Vec<_>>());
    }
    let mut missing = [0; 6];
    for index in 0..2000 {
        missing[TRAIN.missing(index).len()] += 1;
        assert!(TEST.missing(index).is_empty());
    }
    assert!((920..1080).contains(&missing[0]) && missing[5] == 0, "{missing:?}");
    assert!(missing[1..5].iter().all(|count| (200..300).contains(count)), "{missing:?}");
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits).
fn hash<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u64 {
    bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Networks are trained on these pictures and shipped: another byte on another machine, or after a change, is a fault.
#[test]
fn pictures_keep_their_bytes() {
    let known = [(TEST, 0, 0xB40E_391B_45C3_CF0D), (TEST, 5, 0x8D89_F086_7DCB_B35B), (TRAIN, 5, 0x49FD_59EE_8108_0EC8)];
    let found = known.map(|(fauna, index, _)| hash(&fauna.picture(index, &Without::default()).pixels));
    assert_eq!(found, known.map(|(_, _, hash)| hash));
    assert_ne!(Fauna { seed: 1, ..TEST }.picture(0, &Without::default()), TEST.picture(0, &Without::default()));
}
