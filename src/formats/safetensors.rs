//! Safetensors: named tensors behind a JSON header (<https://huggingface.co/docs/safetensors>), in and out.
//!
//! Knows no architecture: which network the names belong to is the zoo's business.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use candle_core::{DType, Tensor};
use safetensors::{Dtype, SafeTensorError, SafeTensors, tensor::TensorView};

use super::{Error, Result, atomic, numbers::Stored};

/// What a safetensors file holds.
#[derive(Clone, Debug, Default)]
pub struct NamedTensors {
    /// Tensors by name, on the CPU: f32 for every floating-point type, i64 for every integer type.
    pub tensors: BTreeMap<String, Tensor>,
    /// The file's own `__metadata__`.
    pub metadata: HashMap<String, String>,
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<NamedTensors> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    parse(&bytes)
}

/// The same from bytes in memory (the embedded default).
pub fn parse(bytes: &[u8]) -> Result<NamedTensors> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|failure| malformed(&failure))?;
    let file = SafeTensors::deserialize(bytes).map_err(|failure| malformed(&failure))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        tensors.insert(name.to_owned(), decode(name, &view)?);
    }
    Ok(NamedTensors { tensors, metadata: header.metadata().clone().unwrap_or_default() })
}

/// Writes tensors (f32 and i64 as they are) so that the file appears complete or not at all.
pub fn write<'a>(
    path: &Path,
    tensors: impl IntoIterator<Item = (&'a str, &'a Tensor)>,
    metadata: &HashMap<String, String>,
) -> Result<()> {
    let mut encoded = Vec::new();
    for (name, tensor) in tensors {
        let (dtype, bytes) =
            encode(tensor).map_err(|failure| Error::Tensor { tensor: name.to_owned(), problem: failure.to_string() })?;
        encoded.push((name, dtype, tensor.dims().to_vec(), bytes));
    }
    let mut views = Vec::new();
    for (name, dtype, shape, bytes) in &encoded {
        views.push((*name, TensorView::new(*dtype, shape.clone(), bytes).map_err(|failure| malformed(&failure))?));
    }
    let metadata = (!metadata.is_empty()).then(|| metadata.clone());
    let file = safetensors::serialize(views, metadata).map_err(|failure| malformed(&failure))?;
    atomic::write(path, |out| out.write_all(&file))
}

fn decode(name: &str, view: &TensorView<'_>) -> Result<Tensor> {
    let problem = |problem| Error::Tensor { tensor: name.to_owned(), problem };
    let stored = match view.dtype() {
        Dtype::F16 => Stored::F16,
        Dtype::BF16 => Stored::Bf16,
        Dtype::F32 => Stored::F32,
        Dtype::F64 => Stored::F64,
        Dtype::BOOL => Stored::Bool,
        Dtype::I8 => Stored::I8,
        Dtype::U8 => Stored::U8,
        Dtype::I16 => Stored::I16,
        Dtype::U16 => Stored::U16,
        Dtype::I32 => Stored::I32,
        Dtype::U32 => Stored::U32,
        Dtype::I64 => Stored::I64,
        Dtype::U64 => Stored::U64,
        other => {
            return Err(problem(format!("numbers of type {other} are not read; save the weights as float32 or float16")));
        }
    };
    stored.decode(view.data(), view.shape()).map_err(problem)
}

fn encode(tensor: &Tensor) -> candle_core::Result<(Dtype, Vec<u8>)> {
    let flat = tensor.flatten_all()?;
    if tensor.dtype().is_float() {
        let values: Vec<f32> = flat.to_dtype(DType::F32)?.to_vec1()?;
        Ok((Dtype::F32, values.iter().flat_map(|value| value.to_le_bytes()).collect()))
    } else {
        let values: Vec<i64> = flat.to_dtype(DType::I64)?.to_vec1()?;
        Ok((Dtype::I64, values.iter().flat_map(|value| value.to_le_bytes()).collect()))
    }
}

fn malformed(failure: &SafeTensorError) -> Error {
    let problem = match failure {
        SafeTensorError::HeaderTooSmall | SafeTensorError::InvalidHeaderLength => {
            "it ends inside its header; copy or download it again".to_owned()
        }
        SafeTensorError::HeaderTooLarge => {
            "its header claims to be larger than 100 MB, so it is probably another kind of file".to_owned()
        }
        SafeTensorError::InvalidHeader(_) | SafeTensorError::InvalidHeaderDeserialization(_) => {
            "its header is no valid JSON, so it is damaged or another kind of file".to_owned()
        }
        SafeTensorError::MetadataIncompleteBuffer => {
            "its length is not what its header says, so it was cut off; copy or download it again".to_owned()
        }
        SafeTensorError::InvalidOffset(name) => format!("tensor {name:?} lies where it cannot; copy or download the file again"),
        other => format!("{other}; copy or download it again"),
    };
    Error::Malformed { format: "safetensors", problem }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    fn sample() -> Vec<u8> {
        let weights: Vec<u8> = [1.0f32, -2.0, 0.5, 4.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let halves: Vec<u8> = [half::f16::from_f32(1.5)].iter().flat_map(|v| v.to_le_bytes()).collect();
        let count = 7i64.to_le_bytes();
        let views = [
            ("conv.weight", TensorView::new(Dtype::F32, vec![2, 2], &weights).unwrap()),
            ("conv.bias", TensorView::new(Dtype::F16, vec![1], &halves).unwrap()),
            ("bn.num_batches_tracked", TensorView::new(Dtype::I64, vec![], &count).unwrap()),
        ];
        let metadata = HashMap::from([("format".to_owned(), "pt".to_owned())]);
        safetensors::serialize(views, Some(metadata)).unwrap()
    }

    #[test]
    fn reads_names_numbers_and_metadata() {
        let file = parse(&sample()).unwrap();
        assert_eq!(file.metadata["format"], "pt");
        assert_eq!(file.tensors["conv.weight"].to_vec2::<f32>().unwrap(), [[1.0, -2.0], [0.5, 4.0]]);
        assert_eq!(file.tensors["conv.bias"].to_vec1::<f32>().unwrap(), [1.5]);
        assert_eq!(file.tensors["bn.num_batches_tracked"].to_scalar::<i64>().unwrap(), 7);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        let weight = Tensor::from_vec(vec![1f32, 2.0, 3.0, 4.0, 5.0, 6.0], (2, 3), &Device::Cpu).unwrap();
        let transposed = weight.t().unwrap();
        let metadata = HashMap::from([("recipe".to_owned(), "tiny".to_owned())]);
        write(&path, [("weight", &weight), ("transposed", &transposed)], &metadata).unwrap();
        let file = read(&path).unwrap();
        assert_eq!(file.metadata, metadata);
        assert_eq!(file.tensors["weight"].to_vec2::<f32>().unwrap(), weight.to_vec2::<f32>().unwrap());
        assert_eq!(file.tensors["transposed"].to_vec2::<f32>().unwrap(), [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
    }

    #[test]
    fn every_truncation_is_one_sentence() {
        let whole = sample();
        for length in 0..whole.len() {
            let sentence = parse(&whole[..length]).unwrap_err().to_string();
            assert!(sentence.starts_with("not a readable safetensors file: it"), "{length}: {sentence}");
        }
    }

    #[test]
    fn huge_headers_and_other_files_are_refused() {
        let huge = [&u64::MAX.to_le_bytes()[..], b"{}"].concat();
        assert!(parse(&huge).unwrap_err().to_string().contains("100 MB"));
        assert!(parse(b"\x05\0\0\0\0\0\0\0hello").unwrap_err().to_string().contains("JSON"));
        assert!(read(Path::new("/no/such.safetensors")).unwrap_err().to_string().contains("/no/such.safetensors"));
    }
}
