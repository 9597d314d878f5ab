//! `size=224,resize=256,order=bgr,range=255,mean=104:117:123,std=1:1:1`: preprocessing as one line of text.

use super::{ChannelOrder, Error, Fit, Preprocessing, Result};

/// The largest side of an input that is taken for meant.
const LARGEST_SIDE: usize = 8192;

impl Preprocessing {
    /// Applies `size=224,resize=256,order=bgr,range=255,mean=104:117:123,std=1:1:1`; keys not named stay.
    ///
    /// `size` is a side or `ROWSxCOLUMNS`; `resize` is what the shorter side is brought to before the centre is cut out, or
    /// `stretch`; `mean` and `std` are one number or three, in the order of the channels (those that are not named stay
    /// with their colours when `order` changes).
    ///
    /// ```
    /// use convscope::picture::{ChannelOrder, Preprocessing};
    ///
    /// let caffe = Preprocessing::imagenet().with_overrides("order=bgr,range=255,mean=104:117:123,std=1")?;
    /// assert_eq!((caffe.order, caffe.mean), (ChannelOrder::Bgr, [104.0, 117.0, 123.0]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_overrides(&self, text: &str) -> Result<Self> {
        let mut changed = self.clone();
        let mut parts = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((key, value)) = part.split_once('=') else {
                return Err(wrong(&format!("needs KEY=VALUE, not {part:?}")));
            };
            parts.push((key.trim(), value.trim()));
        }
        // The order says what mean and deviation mean, wherever it stands.
        for (_, value) in parts.iter().filter(|(key, _)| *key == "order") {
            changed.set_order(order(value)?);
        }
        for (key, value) in parts {
            match key {
                "size" => changed.size = size(value)?,
                "resize" if value == "stretch" => changed.fit = Fit::Stretch,
                "resize" => changed.fit = Fit::Crop(side("resize", value)?),
                "range" => changed.range = positive("range", value)?,
                "mean" => changed.mean = three("mean", value, changed.channels())?,
                "std" => {
                    changed.std = three("std", value, changed.channels())?;
                    if changed.std.contains(&0.0) {
                        return Err(wrong(&format!("std={value} would divide by 0")));
                    }
                }
                "order" => {}
                _ => return Err(wrong(&format!("has no key {key:?}; it has size, resize, order, range, mean and std"))),
            }
        }
        match changed.fit {
            Fit::Crop(shorter) if shorter < changed.size[0].min(changed.size[1]) => {
                let [height, width] = changed.size;
                Err(wrong(&format!(
                    "cannot cut {height}x{width} out of a picture resized to {shorter}; add resize={} or resize=stretch",
                    height.max(width)
                )))
            }
            _ => Ok(changed),
        }
    }

    /// Every key with its value, such that [`Self::with_overrides`] makes this of any other.
    pub fn overrides(&self) -> [(&'static str, String); 6] {
        let [rows, columns] = self.size;
        let size = if rows == columns { rows.to_string() } else { format!("{rows}x{columns}") };
        let resize = match self.fit {
            Fit::Stretch => "stretch".to_owned(),
            Fit::Crop(shorter) => shorter.to_string(),
        };
        let order = match self.order {
            ChannelOrder::Rgb => "rgb",
            ChannelOrder::Bgr => "bgr",
            ChannelOrder::Grey => "grey",
        };
        let numbers = |values: &[f32; 3]| values[..self.channels()].iter().map(f32::to_string).collect::<Vec<_>>().join(":");
        [
            ("size", size),
            ("resize", resize),
            ("order", order.to_owned()),
            ("range", self.range.to_string()),
            ("mean", numbers(&self.mean)),
            ("std", numbers(&self.std)),
        ]
    }

    /// The same as one line of text.
    pub fn to_overrides(&self) -> String {
        self.overrides().map(|(key, value)| format!("{key}={value}")).join(",")
    }

    fn set_order(&mut self, order: ChannelOrder) {
        let reversed = matches!(self.order, ChannelOrder::Bgr) != matches!(order, ChannelOrder::Bgr);
        for values in [&mut self.mean, &mut self.std] {
            match (self.order, order) {
                (ChannelOrder::Grey, _) => *values = [values[0]; 3],
                (_, ChannelOrder::Grey) => *values = [values.iter().sum::<f32>() / 3.0; 3],
                _ if reversed => values.reverse(),
                _ => {}
            }
        }
        self.order = order;
    }
}

fn wrong(problem: &str) -> Error {
    // One line, whatever stood in the text.
    Error::Preprocessing(problem.replace(char::is_control, " "))
}

fn order(value: &str) -> Result<ChannelOrder> {
    match value.to_ascii_lowercase().as_str() {
        "rgb" => Ok(ChannelOrder::Rgb),
        "bgr" => Ok(ChannelOrder::Bgr),
        "grey" | "gray" => Ok(ChannelOrder::Grey),
        _ => Err(wrong(&format!("order={value} is none of rgb, bgr and grey"))),
    }
}

fn side(key: &str, value: &str) -> Result<usize> {
    match value.parse() {
        Ok(side) if (1..=LARGEST_SIDE).contains(&side) => Ok(side),
        _ => Err(wrong(&format!("{key}={value} is not a whole number of pixels from 1 to {LARGEST_SIDE}"))),
    }
}

fn size(value: &str) -> Result<[usize; 2]> {
    match value.split_once('x') {
        Some((height, width)) => Ok([side("size", height)?, side("size", width)?]),
        None => side("size", value).map(|side| [side; 2]),
    }
}

fn finite(key: &str, value: &str) -> Result<f32> {
    match value.trim().parse::<f32>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(wrong(&format!("{key}={value} is not a number"))),
    }
}

fn positive(key: &str, value: &str) -> Result<f32> {
    match finite(key, value)? {
        number if number > 0.0 => Ok(number),
        _ => Err(wrong(&format!("{key}={value} must be above 0 (1 or 255)"))),
    }
}

fn three(key: &str, value: &str, channels: usize) -> Result<[f32; 3]> {
    let numbers = value.split(':').map(|part| finite(key, part)).collect::<Result<Vec<_>>>()?;
    match numbers.as_slice() {
        [one] => Ok([*one; 3]),
        [first, second, third] if channels == 3 => Ok([*first, *second, *third]),
        _ if channels == 1 => Err(wrong(&format!("{key}={value} has {} numbers, but grey takes one", numbers.len()))),
        _ => Err(wrong(&format!("{key}={value} has {} numbers; it takes one or three, as {key}=1:2:3", numbers.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_understood() {
        let text = "size=224x320, resize=stretch,mean=104:117:123,order=bgr,range=255,std=2";
        let changed = Preprocessing::imagenet().with_overrides(text).unwrap();
        let expected = Preprocessing {
            size: [224, 320],
            fit: Fit::Stretch,
            order: ChannelOrder::Bgr,
            range: 255.0,
            mean: [104.0, 117.0, 123.0],
            std: [2.0; 3],
        };
        assert_eq!(changed, expected);
        assert_eq!(changed.with_overrides("").unwrap(), expected);
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["", "order=bgr,range=255,mean=104:117:123,std=1", "order=grey,size=28x20,resize=stretch,mean=0.1307"] {
            let preprocessing = Preprocessing::imagenet().with_overrides(text).unwrap();
            let other = Preprocessing::imagenet().with_overrides("order=bgr,size=9,resize=stretch,mean=4").unwrap();
            assert_eq!(other.with_overrides(&preprocessing.to_overrides()).unwrap(), preprocessing, "{text}");
        }
    }

    #[test]
    fn means_stay_with_their_colours() {
        let imagenet = Preprocessing::imagenet();
        let bgr = imagenet.with_overrides("order=bgr").unwrap();
        assert_eq!((bgr.mean, bgr.std), ([0.406, 0.456, 0.485], [0.225, 0.224, 0.229]));
        assert_eq!(bgr.with_overrides("order=rgb").unwrap(), imagenet);
        let grey = bgr.with_overrides("order=grey,mean=0.5").unwrap();
        assert_eq!((grey.mean[0], grey.channels()), (0.5, 1));
    }

    #[test]
    fn nonsense_is_refused_in_a_sentence() {
        let cases = [
            ("size", "needs KEY=VALUE"),
            ("size=0", "size=0 is not a whole number of pixels"),
            ("size=224x", "size= is not a whole number of pixels"),
            ("size=99999999999999999999", "is not a whole number of pixels"),
            ("size=300", "add resize=300 or resize=stretch"),
            ("resize=big", "resize=big is not a whole number"),
            ("order=cmyk", "none of rgb, bgr and grey"),
            ("range=-1", "must be above 0"),
            ("mean=1:2", "has 2 numbers; it takes one or three"),
            ("mean=nan", "is not a number"),
            ("std=1:0:1", "would divide by 0"),
            ("order=grey,mean=1:2:3", "grey takes one"),
            ("colour=blue", "has no key \"colour\"; it has size"),
        ];
        for (text, expected) in cases {
            let message = Preprocessing::imagenet().with_overrides(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text}: {message}");
            assert!(message.starts_with("preprocessing ") && !message.contains('\n'));
        }
    }
}
