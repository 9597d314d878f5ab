//! Stored ONNX tensors: raw, typed and external data of every number type.
//!
//! External data must lie in the model's own folder: a model from a stranger cannot make the program read other files.

use std::{
    cell::RefCell,
    fs::File,
    io::{Seek, SeekFrom},
    path::{Component, Path},
};

use candle_core::Tensor;
use rten_onnx::onnx::{DataLocation, DataType, TensorProto};

use crate::formats::{Error, Result, numbers::Stored};

/// Reads one tensor: f32 for floating-point types, i64 for integers and booleans. `folder` is where external data may lie.
pub fn read(proto: &TensorProto, folder: Option<&Path>) -> Result<Tensor> {
    decode(proto, folder, &|stored, raw, shape| stored.decode(&raw.borrow(), shape))
}

/// The same, once: what is stored in the file itself is gone afterwards.
pub fn take(proto: &TensorProto, folder: Option<&Path>) -> Result<Tensor> {
    decode(proto, folder, &|stored, raw, shape| stored.consume(raw.take(), shape))
}

type Raw<'a> = dyn Fn(Stored, &RefCell<Vec<u8>>, &[usize]) -> Result<Tensor, String> + 'a;

fn decode(proto: &TensorProto, folder: Option<&Path>, raw: &Raw<'_>) -> Result<Tensor> {
    let name = proto.name.as_deref().unwrap_or_default();
    numbers(proto, folder, raw).map_err(|problem| Error::Tensor { tensor: name.to_owned(), problem })
}

fn numbers(proto: &TensorProto, folder: Option<&Path>, raw: &Raw<'_>) -> Result<Tensor, String> {
    let shape: Vec<usize> = proto
        .dims
        .iter()
        .map(|&size| usize::try_from(size).map_err(|_| format!("its shape {:?} has a negative size", proto.dims)))
        .collect::<Result<_, _>>()?;
    let stored = stored_type(proto.data_type)?;
    if proto.data_location == Some(DataLocation::EXTERNAL) {
        return external(proto, stored, &shape, folder);
    }
    if let Some(bytes) = &proto.raw_data {
        return raw(stored, bytes, &shape);
    }
    stored.decode(&typed(proto, stored), &shape)
}

fn stored_type(data_type: Option<DataType>) -> Result<Stored, String> {
    Ok(match data_type {
        Some(DataType::FLOAT) => Stored::F32,
        Some(DataType::FLOAT16) => Stored::F16,
        Some(DataType::BFLOAT16) => Stored::Bf16,
        Some(DataType::DOUBLE) => Stored::F64,
        Some(DataType::BOOL) => Stored::Bool,
        Some(DataType::INT8) => Stored::I8,
        Some(DataType::UINT8) => Stored::U8,
        Some(DataType::INT16) => Stored::I16,
        Some(DataType::UINT16) => Stored::U16,
        Some(DataType::INT32) => Stored::I32,
        Some(DataType::UINT32) => Stored::U32,
        Some(DataType::INT64) => Stored::I64,
        Some(DataType::UINT64) => Stored::U64,
        Some(other) => return Err(format!("numbers of type {other} are not read; export the model in float32")),
        None => return Err("the type of its numbers is missing; the file is damaged, get it again".to_owned()),
    })
}

/// The little-endian bytes of what lies in the typed fields. Small types share the field of 32-bit integers.
fn typed(proto: &TensorProto, stored: Stored) -> Vec<u8> {
    match stored {
        Stored::F32 => proto.float_data.iter().flat_map(|value| value.to_le_bytes()).collect(),
        Stored::F64 => proto.double_data.iter().flat_map(|value| value.to_le_bytes()).collect(),
        // U32 and U64 lie in a field that the parser leaves out; an empty tensor then says that bytes are missing.
        Stored::I64 | Stored::U32 | Stored::U64 => proto.int64_data.iter().flat_map(|value| value.to_le_bytes()).collect(),
        _ => proto.int32_data.iter().flat_map(|value| value.to_le_bytes().into_iter().take(stored.size())).collect(),
    }
}

fn external(proto: &TensorProto, stored: Stored, shape: &[usize], folder: Option<&Path>) -> Result<Tensor, String> {
    let entry = |key: &str| {
        proto.external_data.iter().find(|entry| entry.key.as_deref() == Some(key)).and_then(|entry| entry.value.as_deref())
    };
    let number = |key: &str| match entry(key) {
        None => Ok(None),
        Some(text) => text.parse::<u64>().map(Some).map_err(|_| format!("the {key} {text:?} of its external data is no number")),
    };
    let Some(location) = entry("location") else {
        return Err("its numbers lie in another file that is not named; export the model again".to_owned());
    };
    let Some(folder) = folder else {
        return Err(format!("its numbers lie in another file, {location:?}, which cannot be reached from here"));
    };
    let relative = Path::new(location);
    let stays_inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let path = folder.join(relative);
    let outside = || format!("its numbers lie in {location:?}, outside the model's folder; move that file beside the model");
    if !stays_inside {
        return Err(outside());
    }
    let missing = |failure: std::io::Error| {
        format!("its numbers lie in the file {location:?}, which cannot be read ({failure}); put it beside the model")
    };
    // A link may still lead elsewhere.
    let real = path.canonicalize().map_err(missing)?;
    if !real.starts_with(folder.canonicalize().map_err(missing)?) {
        return Err(outside());
    }
    let size = crate::formats::numbers::element_count(shape).and_then(|count| count.checked_mul(stored.size()));
    let length = number("length")?.and_then(|length| usize::try_from(length).ok()).or(size);
    let (Some(length), Some(size)) = (length, size) else { return Err(format!("its shape {shape:?} is larger than any memory")) };
    let offset = number("offset")?.unwrap_or(0);
    let mut file = File::open(real).map_err(missing)?;
    let available = file.metadata().map_err(missing)?.len();
    if length != size || offset.checked_add(length as u64).is_none_or(|end| end > available) {
        return Err(format!(
            "its shape {shape:?} asks for {size} bytes of {location:?} from byte {offset}, which do not lie there; that file \
             belongs \
             to another export or was cut off"
        ));
    }
    file.seek(SeekFrom::Start(offset)).map_err(missing)?;
    stored.read(&mut file, length, shape)
}

#[cfg(test)]
mod tests {
    use rten_onnx::onnx::StringStringEntryProto;

    use super::*;

    fn external_tensor(location: &str, offset: u64, length: u64) -> TensorProto {
        let entry = |key: &str, value: String| StringStringEntryProto { key: Some(key.to_owned()), value: Some(value) };
        TensorProto {
            name: Some("w".to_owned()),
            dims: vec![2],
            data_type: Some(DataType::FLOAT),
            data_location: Some(DataLocation::EXTERNAL),
            external_data: vec![
                entry("location", location.to_owned()),
                entry("offset", offset.to_string()),
                entry("length", length.to_string()),
            ],
            ..TensorProto::default()
        }
    }

    #[test]
    fn external_data_is_read_at_its_offset() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = [9f32, 1.5, -2.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        std::fs::create_dir(folder.path().join("weights")).unwrap();
        std::fs::write(folder.path().join("weights/w.bin"), bytes).unwrap();
        let tensor = read(&external_tensor("weights/w.bin", 4, 8), Some(folder.path())).unwrap();
        assert_eq!(tensor.to_vec1::<f32>().unwrap(), [1.5, -2.0]);
        let sentence = |proto: TensorProto| read(&proto, Some(folder.path())).unwrap_err().to_string();
        assert!(sentence(external_tensor("weights/w.bin", 8, 8)).contains("cut off"));
        assert!(sentence(external_tensor("weights/w.bin", u64::MAX, 8)).contains("cut off"));
        assert!(sentence(external_tensor("weights/w.bin", 0, 4)).contains("another export"));
        assert!(sentence(external_tensor("gone.bin", 0, 8)).contains("put it beside the model"));
    }

    #[test]
    fn external_data_stays_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("model");
        std::fs::create_dir(&model).unwrap();
        std::fs::write(folder.path().join("secret"), [0; 8]).unwrap();
        for location in ["../secret", "/etc/passwd", "a/../../secret"] {
            let failure = read(&external_tensor(location, 0, 8), Some(&model)).unwrap_err();
            assert!(failure.to_string().contains("outside the model's folder"), "{failure}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret"), model.join("link")).unwrap();
            let failure = read(&external_tensor("link", 0, 8), Some(&model)).unwrap_err();
            assert!(failure.to_string().contains("outside the model's folder"), "{failure}");
        }
    }

    #[test]
    fn typed_fields_are_read() {
        let half = TensorProto {
            dims: vec![2],
            data_type: Some(DataType::FLOAT16),
            int32_data: vec![0x3e00, 0xc000],
            ..TensorProto::default()
        };
        assert_eq!(read(&half, None).unwrap().to_vec1::<f32>().unwrap(), [1.5, -2.0]);
        let long = TensorProto { dims: vec![], data_type: Some(DataType::INT64), int64_data: vec![-3], ..TensorProto::default() };
        assert_eq!(read(&long, None).unwrap().to_scalar::<i64>().unwrap(), -3);
        let double =
            TensorProto { dims: vec![1], data_type: Some(DataType::DOUBLE), double_data: vec![0.25], ..TensorProto::default() };
        assert_eq!(read(&double, None).unwrap().to_vec1::<f32>().unwrap(), [0.25]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let tensor = |dims: Vec<i64>, data_type| TensorProto {
            dims,
            data_type,
            raw_data: Some(RefCell::new(vec![0; 8])),
            ..TensorProto::default()
        };
        let sentence = |proto: TensorProto| read(&proto, None).unwrap_err().to_string();
        assert!(sentence(tensor(vec![3], Some(DataType::FLOAT))).contains("8 bytes are stored"));
        assert!(sentence(tensor(vec![-2], Some(DataType::FLOAT))).contains("negative"));
        assert!(sentence(tensor(vec![i64::MAX, i64::MAX], Some(DataType::FLOAT))).contains("memory"));
        assert!(sentence(tensor(vec![8], Some(DataType::STRING))).contains("STRING"));
        assert!(sentence(tensor(vec![2], None)).contains("missing"));
    }
}
