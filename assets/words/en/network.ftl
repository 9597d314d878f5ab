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
network-strongest-path = The strongest path
network-strongest-path-about = each time to what gives most
network-gives = gives { $number } to the one before; a click opens its arithmetic
network-explaining = Explaining a number of { $layer }
network-painting-inputs = Painting the maps it reads
network-show-arithmetic = Show the arithmetic
network-show-arithmetic-about = Where the selected number comes from: every product, the norm, the activation, and the path back to the picture
network-sliding = window
network-sliding-how = How a window slides
network-sliding-as = as in { $layer }
network-sliding-size = input
network-sliding-kernel = kernel
network-sliding-stride = stride
network-sliding-padding = padding
network-sliding-dilation = dilation
network-sliding-left-over = The stride of { $stride } does not divide the way: the result is rounded down, as PyTorch does.
network-sliding-unread = { $count ->
    [one] One of { $size } rows, and one column, is under no window: it is never read.
   *[other] { $count } of { $size } rows, and as many columns, are under no window: they are never read.
}
network-sliding-fits = The window has { $output } places along each side, and every cell is within its reach.
network-sliding-too-wide = The window spans { $spans } cells, but input and padding are only { $there }: make them larger, or kernel and dilation smaller.
network-sliding-nothing = Input, kernel, stride and dilation are at least 1.
network-sliding-back = The window’s place before
network-sliding-on = The window’s next place
network-sliding-play = Play
network-sliding-hold = Hold
network-sliding-place = place { $place } of { $count }
network-sliding-input = The input; the window makes row { $y }, column { $x } of the output
network-sliding-output = The output, { $side } by { $side }
network-play-back = One act back
network-play-on = One act on
network-play-speed = The speed
network-play-act = Act { $act } of { $count }: { $name }
network-play-window = 1 window
network-play-kernel = 2 × kernel
network-play-sums = 3 sums
network-play-total = 4 total
network-play-norm = 5 norm
network-play-on-it-goes = and on
network-box-sum = sum
network-box-mean = mean
network-box-deviation = deviation
network-box-scale = scale
network-box-shift = shift
network-box-normalised = normalised
network-box-before = before
network-link-sees = it sees { $rows } × { $columns } pixels of the input
network-frames = What each place of the path sees of the picture, frame in frame
