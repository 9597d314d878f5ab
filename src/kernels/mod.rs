//! CPU kernels on plain slices with run-time dispatch. No knowledge of graphs, tensors or pictures.
