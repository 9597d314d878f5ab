//! The truth about a rendered picture: masks, and what was drawn.

use super::{
    canvas::{Mask, Masks},
    names::{Class, Colour, Part, Region, Scene, Texture},
};

/// An object of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// What it is.
    pub class: Class,
    /// The box of what is seen of it: left, top, right, bottom in pixels, the last two one beyond.
    pub bounds: [usize; 4],
    /// How much of it is hidden by what stands in front, 0 to 1.
    pub hidden: f32,
    /// The parts that are seen.
    pub parts: Vec<Part>,
    /// The colours that are seen on it.
    pub colours: Vec<Colour>,
    /// The textures that are seen on it.
    pub textures: Vec<Texture>,
}

/// All that is known of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Pixels along a side.
    pub size: usize,
    /// Where it happens.
    pub scene: Scene,
    /// Its objects; the picture's class is the first one's.
    pub objects: Vec<Annotated>,
    pub(super) masks: Masks,
}

impl Annotation {
    /// A mask, `size * size` values row by row; 0 is none of the [`legend`].
    pub fn mask(&self, mask: Mask) -> &[u8] {
        &self.masks[mask as usize]
    }

    pub(super) fn new(size: usize, scene: Scene, masks: Masks, objects: &[(Class, f32)]) -> Self {
        let mut annotation = Self { size, scene, objects: Vec::new(), masks };
        let described = objects.iter().zip(1..).map(|(&(class, hidden), number)| annotation.describe(class, hidden, number));
        annotation.objects = described.collect();
        annotation
    }

    fn describe(&self, class: Class, hidden: f32, number: u8) -> Annotated {
        let mut bounds = [usize::MAX, usize::MAX, 0, 0];
        let mut seen = [[false; 256]; 3];
        for (at, _) in self.mask(Mask::Object).iter().enumerate().filter(|(_, object)| **object == number) {
            let (x, y) = (at % self.size, at / self.size);
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x + 1), bounds[3].max(y + 1)];
            for (seen, mask) in seen.iter_mut().zip([Mask::Part, Mask::Texture, Mask::Colour]) {
                seen[usize::from(self.mask(mask)[at])] = true;
            }
        }
        if bounds[0] == usize::MAX {
            bounds = [0; 4];
        }
        Annotated {
            class,
            bounds,
            hidden,
            parts: Part::ALL.iter().copied().filter(|part| seen[0][usize::from(part.value())]).collect(),
            textures: Texture::ALL.iter().copied().filter(|texture| seen[1][usize::from(texture.value())]).collect(),
            colours: Colour::ALL.iter().copied().filter(|colour| seen[2][usize::from(colour.value())]).collect(),
        }
    }
}

/// What a mask's values mean: the first name is value 1. Empty for [`Mask::Object`], which counts.
pub fn legend(mask: Mask) -> Vec<&'static str> {
    match mask {
        Mask::Class => Class::ALL.iter().map(|class| class.name()).collect(),
        Mask::Object => Vec::new(),
        Mask::Part => Part::ALL.iter().map(|part| part.name()).collect(),
        Mask::Texture => Texture::ALL.iter().map(|texture| texture.name()).collect(),
        Mask::Colour => Colour::ALL.iter().map(|colour| colour.name()).collect(),
        Mask::Scene => Region::ALL.iter().map(|region| region.name()).collect(),
        Mask::Cue => vec!["cue"],
    }
}
