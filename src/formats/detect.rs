//! What kind of model file this is: from the first bytes, not from the name, so that a renamed file still opens.
//!
//! Knows just enough of each format to tell it from the others.

use std::{fs::File, io::Read, path::Path};

use super::{Error, Result};

/// The model files that Convscope reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A graph with its weights.
    Onnx,
    /// Named tensors without a graph.
    Safetensors,
}

/// Endings of model files, those that are refused with advice too.
pub const MODEL_EXTENSIONS: [&str; 4] = ["onnx", "safetensors", "pth", "pt"];

/// Whether a file's name promises a model.
pub fn is_model_name(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| MODEL_EXTENSIONS.contains(&ending.as_str()))
}

/// Tells what a model file is. Errors, in one sentence, for folders, empty files and kinds that are not read.
pub fn detect(path: &Path) -> Result<FileKind> {
    let refused = |source| Error::Read { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(Error::Unsupported("this is a folder; choose a model file (.onnx or .safetensors)".to_owned()));
    }
    let mut start = Vec::new();
    File::open(path).map_err(refused)?.take(16).read_to_end(&mut start).map_err(refused)?;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    let unsupported = |sentence: &str| Err(Error::Unsupported(sentence.to_owned()));
    match start.as_slice() {
        [] => unsupported("the file is empty; copy or download it again"),
        // A zip archive (since PyTorch 1.6) or a bare pickle (before).
        [b'P', b'K', 3, 4, ..] | [0x80, 2..=5, ..] => {
            unsupported("PyTorch checkpoints are not read yet; save the state dict as safetensors (safetensors.torch.save_file)")
        }
        [0x89, b'H', b'D', b'F', ..] => unsupported("HDF5 and Keras files are not read; export the model as ONNX (tf2onnx)"),
        [_, _, _, _, b'T', b'F', b'L', b'3', ..] => {
            unsupported("TensorFlow Lite files are not read; export the original model as ONNX (tf2onnx)")
        }
        // The text that a Git LFS checkout leaves in place of the file.
        [b'v', b'e', b'r', b's', b'i', b'o', b'n', b' ', b'h', b't', b't', b'p', ..] => {
            unsupported("this is a Git LFS pointer, not the file itself; fetch it with `git lfs pull`")
        }
        [_, _, _, _, _, _, _, _, b'{', ..] => Ok(FileKind::Safetensors),
        // A ModelProto begins with one of its first fields (ir_version, or producer, graph, opset in other writers).
        [0x08 | 0x12 | 0x1a | 0x22 | 0x2a | 0x32 | 0x3a | 0x42, ..] => Ok(FileKind::Onnx),
        _ => match extension.as_str() {
            "onnx" => Ok(FileKind::Onnx),
            "safetensors" => Ok(FileKind::Safetensors),
            _ => unsupported("this is no model file that Convscope knows; it reads .onnx and .safetensors"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect_bytes(name: &str, bytes: &[u8]) -> Result<FileKind> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        detect(&path)
    }

    #[test]
    fn kinds_are_told_from_bytes() {
        assert_eq!(detect_bytes("a.bin", b"\x40\0\0\0\0\0\0\0{\"a\":1}").unwrap(), FileKind::Safetensors);
        assert_eq!(detect_bytes("renamed.safetensors", b"\x08\x08\x12\x07pytorch").unwrap(), FileKind::Onnx);
    }

    #[test]
    fn models_are_known_by_their_ending() {
        assert!(is_model_name(Path::new("a/GoogLeNet.ONNX")));
        assert!(!is_model_name(Path::new("a/onnx")));
    }

    #[test]
    fn other_kinds_are_named() {
        let sentence = |name: &str, bytes: &[u8]| detect_bytes(name, bytes).unwrap_err().to_string();
        assert!(sentence("a.pth", b"PK\x03\x04 ....").starts_with("PyTorch checkpoints are not read yet"));
        assert!(sentence("a.pt", b"\x80\x02}q\0.").starts_with("PyTorch checkpoints are not read yet"));
        assert!(sentence("a.onnx", b"").contains("empty"));
        assert!(sentence("a.onnx", b"version https://git-lfs.github.com/spec/v1").contains("git lfs pull"));
        assert!(sentence("a.jpg", b"\xff\xd8\xff\xe0").contains("no model file"));
        assert!(detect(Path::new("/no/such/model.onnx")).unwrap_err().to_string().contains("/no/such/model.onnx"));
        assert!(detect(&std::env::temp_dir()).unwrap_err().to_string().contains("folder"));
    }
}
