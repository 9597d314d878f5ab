//! The part of a picture that one position of a layer sees.

use crate::{
    network::{Network, NodeId},
    picture::{Picture, Preprocessing},
};

/// The box that a position sees in pixels of the network's input: left, top, width, height.
///
/// It may leave the input (padding); along an axis where the field is larger than the input it is the whole input.
pub fn field_box(network: &Network, layer: NodeId, y: usize, x: usize) -> [isize; 4] {
    let field = network.receptive_field(layer, y, x);
    let input = &network.node(network.input()).shape;
    let [(top, height), (left, width)] = [0, 1].map(|axis| {
        let (length, limit) = (field.end[axis] - field.start[axis], input[axis + 2] as isize);
        if length >= limit { (0, limit) } else { (field.start[axis], length) }
    });
    [left, top, width, height]
}

/// What a position sees of a picture, cut out of the picture as the network receives it; black beyond its border.
pub fn field_crop(
    network: &Network,
    preprocessing: &Preprocessing,
    picture: &Picture,
    layer: NodeId,
    [y, x]: [usize; 2],
) -> Picture {
    let [left, top, width, height] = field_box(network, layer, y, x);
    preprocessing.visible(picture).cropped(left, top, width as usize, height as usize)
}
