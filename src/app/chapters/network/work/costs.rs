//! What each layer of the list costs and sees, as one question to the desk: counted once for a model.

use std::sync::Arc;

use crate::{
    anatomy::Cost,
    app::{
        desk::{About, Question, Reporter},
        ids::ModelId,
        open::Loaded,
    },
    control::Cancelled,
    words::{Phrase, network as say},
};

/// What do the layers of a model cost?
#[derive(Clone, Debug, PartialEq)]
pub struct CostsOf {
    /// The model.
    pub model: ModelId,
}

/// What all of it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costs {
    /// One for each row of the layer list; a block's numbers are those of all that is inside it.
    pub rows: Vec<Cost>,
    /// Numbers learned by the whole network; what two layers share counts once.
    pub weights: usize,
    /// Multiply-adds of the whole network for one picture.
    pub multiply_adds: u64,
}

impl Question for CostsOf {
    type Answer = Costs;
    type Given = Arc<Loaded>;
    type Error = Cancelled;

    fn title(&self, loaded: &Arc<Loaded>) -> Phrase {
        say::counting(&loaded.model.name)
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, loaded: Arc<Loaded>, reporter: &Reporter<'_, Costs>) -> Result<Costs, Cancelled> {
        let network = loaded.engine.network();
        let mut rows = Vec::with_capacity(loaded.rows.len());
        for row in &loaded.rows {
            reporter.control().check()?;
            rows.push(Cost::of(network, &row.layer.members, row.layer.node));
        }
        let multiply_adds = network.ids().map(|id| network.multiply_adds_of(id)).sum();
        Ok(Costs { rows, weights: network.parameter_count(), multiply_adds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{network::Device, zoo::Shipped};

    #[test]
    fn rows_outside_blocks_sum_up_to_the_whole() {
        for shipped in ["world", "digits", "shapes"] {
            let model = Shipped::named(shipped).unwrap().open("").unwrap();
            let loaded = Loaded::prepare(ModelId::new(), model, None, &Device::Cpu).unwrap();
            let network = loaded.engine.network();
            let outer = loaded.rows.iter().filter(|row| row.depth == 0);
            let costs: Vec<Cost> = outer.map(|row| Cost::of(network, &row.layer.members, row.layer.node)).collect();
            let weights: usize = costs.iter().map(|cost| cost.weights).sum();
            assert_eq!(weights, network.parameter_count(), "{shipped}");
            let whole: u64 = network.ids().map(|id| network.multiply_adds_of(id)).sum();
            assert_eq!(costs.iter().map(|cost| cost.multiply_adds).sum::<u64>(), whole, "{shipped}");
        }
    }
}
