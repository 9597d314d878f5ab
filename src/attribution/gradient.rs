//! The gradient of the score with respect to the input: Simonyan, Vedaldi & Zisserman 2013, "Deep inside convolutional
//! networks: visualising image classification models and saliency maps".
//!
//! The signed derivative itself, before the paper's maximum over channels for display.

use super::{Convention, Map, Method, Needs, PAPER, Request, backward::input_gradient};
use crate::{
    control::Control,
    network::{Plain, Result},
};

const CAPTUM: Convention = Convention { id: "captum", about: "The magnitude of the derivative, without its sign." };

pub const METHOD: Method = Method {
    id: "gradient",
    name: "Gradient",
    paper: "Simonyan 2013",
    about: "How much the score rises when a pixel's value rises a little.",
    parameters: &[],
    needs: Needs { layer: false, all_values: true, pooled_head: false },
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute,
};

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let mut gradient = input_gradient(request, &Plain, control)?;
    let signed = !request.follows(CAPTUM.id);
    if !signed {
        gradient.values.iter_mut().for_each(|value| *value = value.abs());
    }
    Ok(gradient.into_map(signed, "exact derivative".to_owned()))
}
