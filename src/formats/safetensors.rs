//! Safetensors: named tensors behind a JSON header (<https://huggingface.co/docs/safetensors>), in and out.
//!
//! Knows no architecture: which network the names belong to is the zoo's business.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{self, Read},
    path::Path,
};

use candle_core::{DType, Tensor};
use safetensors::{
    Dtype, SafeTensorError,
    tensor::{Metadata, TensorInfo, TensorView},
};

use super::{Error, Result, atomic, numbers::Stored};

/// What a safetensors file holds.
#[derive(Clone, Debug, Default)]
pub struct NamedTensors {
    /// Tensors by name, on the CPU: f32 for every floating-point type, i64 for every integer type.
    pub tensors: BTreeMap<String, Tensor>,
    /// The file's own `__metadata__`.
    pub metadata: HashMap<String, String>,
}

/// Bytes before the header, which tell its length.
const LENGTH_BYTES: usize = size_of::<u64>();
/// The longest header that the format allows.
const LONGEST_HEADER: u64 = 100_000_000;

/// The header as it is written.
#[derive(serde::Deserialize)]
struct Header {
    #[serde(rename = "__metadata__")]
    metadata: Option<HashMap<String, String>>,
    #[serde(flatten)]
    tensors: HashMap<String, TensorInfo>,
}

/// Reads a whole file, one tensor after the other: beside the tensors it holds no more than the header in memory.
pub fn read(path: &Path) -> Result<NamedTensors> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    read_from(&mut file, length, failed)
}

/// The same from bytes in memory (the embedded default).
pub fn parse(bytes: &[u8]) -> Result<NamedTensors> {
    let unreadable = |source: io::Error| Error::Malformed { format: "safetensors", problem: source.to_string() };
    read_from(&mut &*bytes, bytes.len() as u64, unreadable)
}

/// Reads `length` bytes; `failed` is for what the system refuses.
fn read_from(source: &mut impl Read, length: u64, failed: impl Fn(io::Error) -> Error) -> Result<NamedTensors> {
    if length < LENGTH_BYTES as u64 {
        return Err(malformed(&SafeTensorError::HeaderTooSmall));
    }
    let mut header_length = [0; LENGTH_BYTES];
    source.read_exact(&mut header_length).map_err(&failed)?;
    let header_length = u64::from_le_bytes(header_length);
    if header_length > LONGEST_HEADER {
        return Err(malformed(&SafeTensorError::HeaderTooLarge));
    }
    let Some(data_length) = length.checked_sub(LENGTH_BYTES as u64 + header_length) else {
        return Err(malformed(&SafeTensorError::InvalidHeaderLength));
    };
    let mut text = vec![0; header_length as usize];
    source.read_exact(&mut text).map_err(&failed)?;
    let header = header(&text).map_err(|failure| malformed(&failure))?;
    if header.data_len() as u64 != data_length {
        return Err(malformed(&SafeTensorError::MetadataIncompleteBuffer));
    }
    // The header's own check leaves no gaps and no overlaps, so what follows is one tensor after the other.
    let mut tensors = BTreeMap::new();
    for name in header.offset_keys() {
        if let Some(info) = header.info(&name) {
            let tensor = tensor(source, info).map_err(|problem| Error::Tensor { tensor: name.clone(), problem })?;
            tensors.insert(name, tensor);
        }
    }
    Ok(NamedTensors { tensors, metadata: header.metadata().clone().unwrap_or_default() })
}

/// What the header says, once it is certain that tensors follow one another and have room for their shapes.
fn header(text: &[u8]) -> Result<Metadata, SafeTensorError> {
    let text = std::str::from_utf8(text).map_err(SafeTensorError::InvalidHeader)?;
    let header: Header = serde_json::from_str(text).map_err(SafeTensorError::InvalidHeaderDeserialization)?;
    let mut tensors: Vec<(String, TensorInfo)> = header.tensors.into_iter().collect();
    tensors.sort_by_key(|(_, info)| info.data_offsets);
    Metadata::new(header.metadata, tensors)
}

/// Writes tensors (f16, f32 and i64 as they are) so that the file appears complete or not at all.
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

/// The tensor that comes next in the file.
fn tensor(source: &mut impl Read, info: &TensorInfo) -> Result<Tensor, String> {
    let stored = match info.dtype {
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
        other => return Err(format!("numbers of type {other} are not read; save the weights as float32 or float16")),
    };
    stored.read(source, info.data_offsets.1 - info.data_offsets.0, &info.shape)
}

fn encode(tensor: &Tensor) -> candle_core::Result<(Dtype, Vec<u8>)> {
    let flat = tensor.flatten_all()?;
    if tensor.dtype() == DType::F16 {
        let values: Vec<half::f16> = flat.to_vec1()?;
        Ok((Dtype::F16, values.iter().flat_map(|value| value.to_le_bytes()).collect()))
    } else if tensor.dtype().is_float() {
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
    fn a_file_is_read_as_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weights.safetensors");
        let whole = sample();
        let sentence = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read(&path).map(|file| file.tensors.len()).map_err(|failure| failure.to_string())
        };
        assert_eq!(sentence(&whole), Ok(3));
        for length in [0, 7, 8, 40, whole.len() - 1] {
            assert_eq!(sentence(&whole[..length]).unwrap_err(), parse(&whole[..length]).unwrap_err().to_string());
        }
        let longer = [&whole[..], &[0]].concat();
        assert!(sentence(&longer).unwrap_err().contains("its length is not what its header says"));
        assert!(sentence(&[0xff; 8]).unwrap_err().contains("100 MB"));
    }

    #[test]
    fn tensors_lie_side_by_side_and_have_the_room_they_need() {
        let file = |first: [usize; 2], second: [usize; 2], shape: &str| {
            let entry = |[start, end]: [usize; 2]| format!(r#"{{"dtype":"F32","shape":{shape},"data_offsets":[{start},{end}]}}"#);
            let header = format!(r#"{{"a":{},"b":{}}}"#, entry(first), entry(second));
            let data = vec![0; first[1].max(second[1])];
            parse(&[&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat())
        };
        assert_eq!(file([8, 16], [0, 8], "[2]").unwrap().tensors.len(), 2);
        for (first, second) in [([0, 8], [4, 12]), ([0, 8], [12, 20]), ([8, 16], [16, 24]), ([0, 8], [0, 8])] {
            let sentence = file(first, second, "[2]").unwrap_err().to_string();
            assert!(sentence.contains("lies where it cannot"), "{first:?} {second:?}: {sentence}");
        }
        assert!(file([0, 8], [8, 16], "[3]").is_err());
        assert!(file([0, 8], [8, 16], "[4294967296, 4294967296, 4]").is_err());
    }

    #[test]
    fn huge_headers_and_other_files_are_refused() {
        let huge = [&u64::MAX.to_le_bytes()[..], b"{}"].concat();
        assert!(parse(&huge).unwrap_err().to_string().contains("100 MB"));
        assert!(parse(b"\x05\0\0\0\0\0\0\0hello").unwrap_err().to_string().contains("JSON"));
        assert!(read(Path::new("/no/such.safetensors")).unwrap_err().to_string().contains("/no/such.safetensors"));
    }
}
