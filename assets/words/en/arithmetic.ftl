## The arithmetic of one number.
arithmetic-channel = channel
arithmetic-sum = sum
arithmetic-total = running total
arithmetic-largest = largest product
arithmetic-padding = padding
arithmetic-others = { $count } { $count ->
    [one] other
   *[other] others
}
arithmetic-bias = bias
arithmetic-given = { $from } gives { $after }
arithmetic-products = { $count ->
    [one] 1 product makes { $after }
   *[other] { $count } products make { $after }
}
arithmetic-products-and-bias = { $count ->
    [one] 1 product and the bias make { $after }
   *[other] { $count } products and the bias make { $after }
}
arithmetic-in-parentheses = ({ $number })
arithmetic-mean = the mean of { $count } numbers is { $after }
arithmetic-added = { $count } numbers added make { $after }
arithmetic-mixture = { $count ->
    [one] the nearest number is { $after }
   *[other] { $count } neighbours mixed make { $after }
}
arithmetic-largest-of = the largest of { $count } is { $after }; the rest is dropped
arithmetic-smallest-of = the smallest of { $count } is { $after }; the rest is dropped
arithmetic-branch = branch { $branch } of { $of }, { $from }, gives { $after }
arithmetic-pair = { $first } { $sign } { $second } = { $after }
arithmetic-batch-norm = batch norm, by the mean and deviation of training: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-norm-over = norm over these { $count } numbers: ({ $before } { $mean }) ÷ { $deviation } × { $scale } { $shift } = { $after }
arithmetic-local-response = norm by the squares of { $count } neighbouring channels: { $before } ÷ ({ $bias } { $squares }) ^ { $beta } = { $after }
arithmetic-length = by the length of { $count } numbers: { $before } ÷ { $length } = { $after }
arithmetic-share = softmax: e^{ $before } as a part of the sum over { $count } scores is { $after }
arithmetic-logarithm = softmax: the logarithm of the part that e^{ $before } has in the sum over { $count } scores is { $after }
arithmetic-curve = { $name }: { $before } becomes { $after }
arithmetic-other = { $name } reads { $count } numbers and makes { $after }
arithmetic-gap = the layer has { $value }; the difference is { $gap }
arithmetic-following = Following a changed number through { $model }
arithmetic-no-such-number = { $node } has no number { $index }
arithmetic-under-cursor = Under the cursor
arithmetic-cell-input = input, y { $y }, x { $x }
arithmetic-cell-padding = padding, y { $y }, x { $x }
arithmetic-cell-weight = weight, row { $row }, column { $column }
arithmetic-cell-weight-alone = weight of { $number }
arithmetic-cell-share-of-mean = its share
arithmetic-cell-product = product
arithmetic-cell-share = { $share } of the sum
arithmetic-drag = Drag a number to change it: everything behind it follows
arithmetic-what-follows = What follows
arithmetic-changed = { $name } is { $to } instead of { $was }.
arithmetic-reset = Reset
arithmetic-reset-about = Every number as the network has it
arithmetic-before = this unit before
arithmetic-after = and now
arithmetic-map-before = map before
arithmetic-map-after = map now
arithmetic-map-difference = difference
arithmetic-class-becomes = { $name }: { $before }, now { $after }
arithmetic-strip = { $count ->
    [one] 1 product
   *[other] { $count } products
} in the order of the features
arithmetic-softmax = Softmax
arithmetic-powers = score, e to the power of it, share of all
arithmetic-powers-of-differences = score, e to the power of score − { $largest }, share of all
arithmetic-score = Score of { $name }: { $score }, power { $power }, share { $share }
arithmetic-term = Term of { $name }: { $power }
arithmetic-other-scores = { $count ->
    [one] 1 other score
   *[other] { $count } other scores
}, together { $power }
arithmetic-others-term = the others
arithmetic-share-of-all = { $share } of all
arithmetic-play-softmax = softmax
arithmetic-play-scores = 1 scores
arithmetic-space-bar = space bar
