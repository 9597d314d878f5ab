//! The chapter "units": what excites a channel. The receptive-field crop of a position and the strongest pictures of a data set.
