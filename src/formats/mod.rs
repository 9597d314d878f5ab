//! Files to plain values and graphs: ONNX, safetensors, npy. Knows the network room; knows no picture and no window.
