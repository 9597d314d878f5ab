## The chapter “Network”.
network-name = Network
network-question = The layers, what they cost and what they see
network-no-model = No model is open. Drop one anywhere, or open one.
network-layer = Layer
network-kind = Kind
network-output = Output
network-weights = Weights
network-multiply-adds = Multiply-adds
network-sees = Sees
network-summary = { $weights } weights · { $operations } multiply-adds a picture
network-figure = { $model } · { $summary }
network-row = Row { $about }
network-rows-of = the rows of { $layer }
network-layer-about = { $layer }, { $kind }, { $shape }
network-weights-of-all = { $count } weights, { $share } of all
network-operations-of-all = { $count } multiply-adds, { $share } of all
network-one-position-sees = One position sees { $field } pixels of the input
network-counting = Counting { $model }
network-layers = layers
network-arithmetic = arithmetic
network-channels = Channels
network-that-matter = that matter
network-all = all
network-no-picture = No picture is shown. Drop one anywhere, or open one.
network-how = How { $unit } gets { $value }
network-products-of-channels = { $channels ->
    [one] 1 channel
   *[other] { $channels } channels
}, { $count ->
    [one] 1 product
   *[other] { $count } products
}
network-numbers-read = { $count } numbers are read
network-input = Input
network-kernel = Kernel
network-products = Products
network-sum = Sum
network-running-total = Running total
network-channel = Channel
network-bias = bias
network-other-channels = { $count ->
    [one] 1 other channel
   *[other] { $count } other channels
}
network-channel-adds = { $name }: { $sum }, running total { $total }
network-read-from = read from { $place }
network-read-padding = padding at y { $y }, x { $x }: outside the map it reads 0
network-value-by-weight = { $value } × { $weight } = { $product }
network-open-its-arithmetic = Click the row to see where the strongest of them comes from
network-move-to = The map of channel { $channel }: a click moves to another position
network-arithmetic-of = Where { $place } comes from
network-gap = the layer has { $value }, a difference of { $gap }
network-score-becomes = { $score } → { $share }
network-strongest-path = The strongest path
network-strongest-path-about = each time to what gives most
network-gives = gives { $number } to the one before; a click opens its arithmetic
network-explaining = Explaining a number of { $layer }
network-painting-inputs = Painting the maps it reads
network-show-arithmetic = Show the arithmetic
network-show-arithmetic-about = Where the selected number comes from: every product, the norm, the activation, and the path back to the picture
