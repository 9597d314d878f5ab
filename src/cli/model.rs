//! A model ready to run: file or name, preprocessing, device.

use std::path::PathBuf;

use super::{Common, Error, Result};
use crate::{
    network::{Device, Engine},
    zoo::{self, Model},
};

/// Where networks run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum DeviceChoice {
    /// The processor.
    Cpu,
    /// An NVIDIA card.
    Cuda,
    /// Apple's graphics.
    Metal,
}

impl DeviceChoice {
    /// Opens the device.
    ///
    /// # Errors
    /// The program was built without it, or the machine has none.
    pub fn open(self) -> Result<Device> {
        let (opened, name, there) = match self {
            Self::Cpu => return Ok(Device::Cpu),
            Self::Cuda => (Device::new_cuda(0), "cuda", cfg!(feature = "cuda")),
            Self::Metal => (Device::new_metal(0), "metal", cfg!(feature = "metal")),
        };
        opened.map_err(|failure| {
            Error::Impossible(if there {
                let words = failure.to_string();
                let first = words.lines().next().unwrap_or_default().to_owned();
                format!("no {name} device can be used: {first}; leave --device away to use the processor")
            } else {
                format!("this program was built without {name}; build it with --features {name}, or leave --device away")
            })
        })
    }
}

/// Which model, and what is said by hand about its preprocessing.
#[derive(Debug, clap::Args)]
pub struct ModelArguments {
    /// A model file (.onnx, .safetensors), or the name of a shipped model.
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Overrides what the model says: size=224,resize=256,order=bgr,range=255,mean=104:117:123,std=1:1:1.
    #[arg(long, value_name = "KEY=VALUE,...", default_value = "", hide_default_value = true)]
    pub preprocess: String,
}

impl ModelArguments {
    pub(super) fn open(&self) -> Result<Model> {
        Ok(zoo::open_with(&self.model, &self.preprocess)?)
    }

    pub(super) fn open_on_device(&self, common: &Common) -> Result<Running> {
        let device = common.device.open()?;
        let model = self.open()?;
        let engine = Engine::new(model.network.clone(), &device)?;
        Ok(Running { model, engine })
    }
}

/// A model on its device.
pub struct Running {
    pub model: Model,
    pub engine: Engine,
}
