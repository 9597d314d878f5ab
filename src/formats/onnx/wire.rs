//! A first look at the bytes of an ONNX file, before they are parsed: every length stays inside its message, and messages
//! do not nest without end (Protocol Buffers' wire format, <https://protobuf.dev/programming-guides/encoding/>).
//!
//! The parser trusts lengths; a damaged file could otherwise make it ask for more memory than there is or recurse until the
//! stack ends. Knows the nesting of ONNX's messages and nothing of their meaning.

/// Subgraphs in real models nest three or four messages deep each; no real model comes near this.
const DEEPEST: usize = 100;

/// The messages that the parser descends into.
#[derive(Clone, Copy)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    ValueInfo,
    Type,
    TensorType,
    SequenceType,
    Shape,
    /// Messages without messages inside.
    Flat,
}

/// What a length-delimited field holds.
enum Content {
    Message(Message),
    /// Packed numbers of this many bytes each.
    Fixed(usize),
    /// Packed numbers of varying length.
    Varints,
    /// Text, raw bytes, or something that the parser skips.
    Bytes,
}

impl Message {
    fn content(self, field: u64) -> Content {
        match (self, field) {
            (Self::Model, 7) | (Self::Attribute, 6) => Content::Message(Self::Graph),
            (Self::Graph, 1) => Content::Message(Self::Node),
            (Self::Graph, 5) | (Self::Attribute, 5) => Content::Message(Self::Tensor),
            (Self::Graph, 11..=13) => Content::Message(Self::ValueInfo),
            (Self::Node, 5) => Content::Message(Self::Attribute),
            (Self::ValueInfo, 2) | (Self::SequenceType, 1) => Content::Message(Self::Type),
            (Self::Type, 1) => Content::Message(Self::TensorType),
            (Self::Type, 4) => Content::Message(Self::SequenceType),
            (Self::TensorType, 2) => Content::Message(Self::Shape),
            (Self::Model, 8 | 14) | (Self::Tensor, 13) | (Self::Shape, 1) => Content::Message(Self::Flat),
            (Self::Tensor, 4) => Content::Fixed(4),
            (Self::Tensor, 10) => Content::Fixed(8),
            (Self::Tensor, 5 | 7) => Content::Varints,
            _ => Content::Bytes,
        }
    }
}

/// Checks a whole model; the answer is what is wrong, in words.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    check_message(bytes, Message::Model, 0)
}

fn check_message(mut bytes: &[u8], message: Message, depth: usize) -> Result<(), String> {
    let cut_off = || "it is cut off or damaged; copy or download it again".to_owned();
    if depth > DEEPEST {
        return Err("its messages are nested too deeply".to_owned());
    }
    while !bytes.is_empty() {
        let tag = varint(&mut bytes).ok_or_else(cut_off)?;
        match tag & 7 {
            0 => {
                varint(&mut bytes).ok_or_else(cut_off)?;
            }
            1 => bytes = bytes.get(8..).ok_or_else(cut_off)?,
            5 => bytes = bytes.get(4..).ok_or_else(cut_off)?,
            2 => {
                let length = varint(&mut bytes).and_then(|length| usize::try_from(length).ok()).ok_or_else(cut_off)?;
                let (inside, rest) = bytes.split_at_checked(length).ok_or_else(cut_off)?;
                bytes = rest;
                match message.content(tag >> 3) {
                    Content::Message(inner) => check_message(inside, inner, depth + 1)?,
                    Content::Fixed(size) if !inside.len().is_multiple_of(size) => return Err(cut_off()),
                    Content::Varints if inside.last().is_some_and(|&last| last >= 0x80) => return Err(cut_off()),
                    Content::Fixed(_) | Content::Varints | Content::Bytes => {}
                }
            }
            // Groups were given up before ONNX existed.
            _ => return Err("its bytes are not those of an ONNX model, so it is damaged or another kind of file".to_owned()),
        }
    }
    Ok(())
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(number: u8, inside: &[u8]) -> Vec<u8> {
        let mut bytes = vec![number << 3 | 2];
        let mut length = inside.len();
        while length >= 0x80 {
            bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        [&bytes, inside].concat()
    }

    #[test]
    fn lengths_must_stay_inside() {
        assert!(check(&field(7, &field(1, &field(1, b"x")))).is_ok());
        assert!(check(&[0x3a, 5, 0]).is_err());
        // A length near 2^64, which would overflow when added to a position.
        assert!(check(&[0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).is_err());
        assert!(check(&[0xff; 11]).is_err());
        // An inner message that claims more than its parent has.
        assert!(check(&field(7, &[0x0a, 9, 0])).is_err());
    }

    #[test]
    fn packed_numbers_must_be_whole() {
        let tensor = |inside: &[u8]| check(&field(7, &field(5, inside)));
        assert!(tensor(&field(4, &[0; 8])).is_ok());
        assert!(tensor(&field(4, &[0; 7])).is_err());
        assert!(tensor(&field(10, &[0; 12])).is_err());
        assert!(tensor(&field(7, &[0x80])).is_err());
    }

    #[test]
    fn nesting_has_an_end() {
        let mut graph = Vec::new();
        for _ in 0..5000 {
            graph = field(1, &field(5, &field(6, &graph)));
        }
        assert!(check(&field(7, &graph)).unwrap_err().contains("nested"));
    }
}
