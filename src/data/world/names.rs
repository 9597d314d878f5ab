//! The words of the world: its classes, parts, textures, colours and regions, in the order of the masks' values.

/// An enumeration whose members have a name; in a mask a member's value is its place in `ALL` plus 1, and 0 is none of them.
macro_rules! named {
    ($(#[$about:meta])* $kind:ident { $($member:ident = $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)] // Each member's name says what it is.
        pub enum $kind { $($member),+ }

        impl $kind {
            /// All of them, in the order of the masks' values.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            /// The word for it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$member => $name),+ }
            }

            /// What a mask holds for it.
            pub fn value(self) -> u8 {
                self as u8 + 1
            }
        }
    };
}

named! {
    /// What a picture shows, in alphabetical order, as in a folder of folders.
    Class {
        Balloon = "balloon", Bicycle = "bicycle", Bird = "bird", Bus = "bus", Butterfly = "butterfly", Cactus = "cactus",
        Car = "car", Cat = "cat", Cup = "cup", Dog = "dog", Fish = "fish", Flower = "flower", House = "house",
        Lighthouse = "lighthouse", Mushroom = "mushroom", Plane = "plane", Sailboat = "sailboat", Train = "train",
        Tree = "tree", Truck = "truck",
    }
}

named! {
    /// What objects are built of; many parts occur in several classes.
    Part {
        Wheel = "wheel", Window = "window", Door = "door", Handle = "handle", Headlight = "headlight", Bumper = "bumper",
        Bodywork = "bodywork", Cab = "cab", Cargo = "cargo", Boiler = "boiler", Roof = "roof", Wall = "wall",
        Chimney = "chimney", Smoke = "smoke", Lantern = "lantern", Mast = "mast", Sail = "sail", Hull = "hull",
        Flag = "flag", Wing = "wing", Propeller = "propeller", Fuselage = "fuselage", Tail = "tail", Fin = "fin",
        Eye = "eye", Beak = "beak", Nose = "nose", Ear = "ear", Head = "head", Torso = "torso", Leg = "leg",
        Antenna = "antenna", Trunk = "trunk", Branch = "branch", Crown = "crown", Fruit = "fruit", Stem = "stem",
        Leaf = "leaf", Petal = "petal", Centre = "flower centre", Cap = "cap", Frame = "frame", Saddle = "saddle",
        Envelope = "envelope", Basket = "basket", Rope = "rope", Bowl = "bowl", Saucer = "saucer",
    }
}

named! {
    /// Patterns of a surface.
    Texture {
        Plain = "plain", Stripes = "stripes", Checks = "checks", Dots = "dots", Bricks = "bricks", Wood = "wood",
        Scales = "scales", Tiles = "tiles", Spots = "spots", Zigzag = "zigzag", Grass = "grass", Grain = "grain",
        Ripples = "ripples",
    }
}

named! {
    /// Named colours (Berlin and Kay's eleven).
    Colour {
        Black = "black", White = "white", Grey = "grey", Red = "red", Orange = "orange", Yellow = "yellow", Green = "green",
        Blue = "blue", Purple = "purple", Pink = "pink", Brown = "brown",
    }
}

named! {
    /// Where it happens.
    Scene {
        Meadow = "meadow", Street = "street", Beach = "beach", Snow = "snow", Night = "night", Room = "room",
        Desert = "desert",
    }
}

named! {
    /// What is not an object: the ground, what stands behind it and what stands in front.
    Region {
        Sky = "sky", Cloud = "cloud", Sun = "sun", Moon = "moon", Star = "star", Hill = "hill", Building = "building",
        Water = "water", Grass = "grass", Sand = "sand", Snow = "snow", Road = "road", Pavement = "pavement", Wall = "wall",
        Floor = "floor", Picture = "picture on the wall", Stone = "stone", Tuft = "tuft", Bush = "bush", Pole = "pole",
        Fence = "fence", Box = "box",
    }
}
