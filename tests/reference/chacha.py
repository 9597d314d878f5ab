"""Convscope's numbers of chance, in Python: rand_chacha's ChaCha8Rng::seed_from_u64 and what `methods/chance.rs` makes of it."""

import numpy as np


def _seed(state):
    """rand_core's expansion of a u64 to 32 bytes (PCG32)."""
    multiplier, increment = 6364136223846793005, 11634580027462260723
    words = []
    for _ in range(8):
        state = (state * multiplier + increment) % 2**64
        xorshifted = (((state >> 18) ^ state) >> 27) % 2**32
        rotation = state >> 59
        words.append(((xorshifted >> rotation) | (xorshifted << ((32 - rotation) % 32))) % 2**32)
    return np.array(words, dtype=np.uint32)


class ChaCha8:
    """The stream of u64 numbers, made in large pieces."""

    def __init__(self, seed):
        self.key, self.counter, self.left = _seed(seed), 0, np.zeros(0, dtype=np.uint64)

    def _blocks(self, count):
        state = np.zeros((16, count), dtype=np.uint32)
        state[:4] = np.array([0x61707865, 0x3320646E, 0x79622D32, 0x6B206574], dtype=np.uint32)[:, None]
        state[4:12] = self.key[:, None]
        counters = np.arange(self.counter, self.counter + count, dtype=np.uint64)
        state[12], state[13] = (counters & np.uint64(0xFFFFFFFF)).astype(np.uint32), (counters >> np.uint64(32)).astype(np.uint32)
        self.counter += count
        work = state.copy()

        def quarter(a, b, c, d):
            for first, second, third, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                work[first] += work[second]
                mixed = work[third] ^ work[first]
                work[third] = (mixed << np.uint32(bits)) | (mixed >> np.uint32(32 - bits))

        for _ in range(4):
            for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
                quarter(a, b, c, d)
            for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
                quarter(a, b, c, d)
        words = (work + state).T.reshape(-1).astype(np.uint64)
        return words[0::2] | (words[1::2] << np.uint64(32))

    def u64(self, count):
        if len(self.left) < count:
            self.left = np.concatenate([self.left, self._blocks((count - len(self.left)) // 8 + 1)])
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def uniform(self, count):
        """`random::<f64>()`: 0 to 1."""
        return (self.u64(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def normal(self, count):
        """`normal`: twelve uniform ones added up, less six."""
        return self.uniform(12 * count).reshape(count, 12).sum(1) - 6.0
