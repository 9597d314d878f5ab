//! A first look at the bytes of an ONNX file, before they are parsed: every length stays inside its message, and messages
//! do not nest without end (Protocol Buffers' wire format, <https://protobuf.dev/programming-guides/encoding/>).
//!
//! The parser trusts lengths; a damaged file could otherwise make it ask for more memory than there is or recurse until the
//! stack ends. Knows the nesting of ONNX's messages and nothing of their meaning.

use std::io::{self, BufRead, Seek};

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
    Fixed(u64),
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

/// Checks a whole model of `length` bytes; the answer is what is wrong, in words. Numbers and texts are skipped, not read.
pub fn check(source: &mut (impl BufRead + Seek), length: u64) -> Result<(), String> {
    Walk { source, position: 0 }.message(Message::Model, length, 0)
}

/// A walk through the bytes.
struct Walk<'a, R> {
    source: &'a mut R,
    position: u64,
}

impl<R: BufRead + Seek> Walk<'_, R> {
    fn message(&mut self, message: Message, end: u64, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("its messages are nested too deeply".to_owned());
        }
        while self.position < end {
            let tag = self.varint(end)?;
            match tag & 7 {
                0 => {
                    self.varint(end)?;
                }
                1 => self.skip(8, end)?,
                5 => self.skip(4, end)?,
                2 => {
                    let length = self.varint(end)?;
                    let inside = self.position.checked_add(length).filter(|inside| *inside <= end).ok_or_else(cut_off)?;
                    match message.content(tag >> 3) {
                        Content::Message(inner) => self.message(inner, inside, depth + 1)?,
                        Content::Fixed(size) if !length.is_multiple_of(size) => return Err(cut_off()),
                        Content::Varints if length > 0 => {
                            self.skip(length - 1, inside)?;
                            if self.byte(inside)? >= 0x80 {
                                return Err(cut_off());
                            }
                        }
                        Content::Fixed(_) | Content::Varints | Content::Bytes => self.skip(length, inside)?,
                    }
                }
                // Groups were given up before ONNX existed.
                _ => return Err("its bytes are not those of an ONNX model, so it is damaged or another kind of file".to_owned()),
            }
        }
        Ok(())
    }

    fn varint(&mut self, end: u64) -> Result<u64, String> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte(end)?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(cut_off())
    }

    fn byte(&mut self, end: u64) -> Result<u8, String> {
        if self.position >= end {
            return Err(cut_off());
        }
        let mut byte = [0];
        self.source.read_exact(&mut byte).map_err(unreadable)?;
        self.position += 1;
        Ok(byte[0])
    }

    fn skip(&mut self, length: u64, end: u64) -> Result<(), String> {
        let position = self.position.checked_add(length).filter(|position| *position <= end).ok_or_else(cut_off)?;
        let offset = i64::try_from(length).map_err(|_| cut_off())?;
        self.source.seek_relative(offset).map_err(unreadable)?;
        self.position = position;
        Ok(())
    }
}

fn cut_off() -> String {
    "it is cut off or damaged; copy or download it again".to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn unreadable(failure: io::Error) -> String {
    format!("it cannot be read ({failure})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<(), String> {
        super::check(&mut io::Cursor::new(bytes), bytes.len() as u64)
    }

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
