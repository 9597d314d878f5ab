//! Data sets: a folder per class, a plain folder, MNIST idx and CIFAR binary files. Knows pictures, not networks.
