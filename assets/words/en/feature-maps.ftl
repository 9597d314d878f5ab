## The chapter “Feature maps”.
feature-maps-name = Feature maps
feature-maps-question = What every channel answers
feature-maps-no-maps = no maps
feature-maps-no-channels = The value of this layer has no channels to show one by one; choose another layer.
feature-maps-values = { $count ->
    [one] 1 value
   *[other] { $count } values
}
feature-maps-maps = { $count } maps of { $height } × { $width }
feature-maps-after = { $maps } after { $activation }
feature-maps-no-model = No model is open. Drop an ONNX or safetensors file anywhere, or open one.
feature-maps-no-picture = No picture is open. Drop one anywhere, or open one.
feature-maps-sort = Sort
feature-maps-by-channel = channel
feature-maps-by-value = value
feature-maps-by-mean = mean
feature-maps-by-maximum = maximum
feature-maps-scale = Scale
feature-maps-each-map = each map
feature-maps-whole-layer = whole layer
feature-maps-colours = Colours
    .about = Colour map, contrast and gamma
feature-maps-colours-named = Colours: { $name }
feature-maps-contrast = Contrast
feature-maps-gamma = Gamma
feature-maps-reset = Reset
feature-maps-smaller = Smaller tiles (-)
feature-maps-larger = Larger tiles (+)
feature-maps-channel-said = Channel { $channel }, mean { $mean }, maximum { $maximum }
feature-maps-under-pointer = channel { $channel } · y { $y }, x { $x }
feature-maps-strongest-here = strongest here
feature-maps-sees = sees { $rows } × { $columns } pixels
feature-maps-bar-said = Channel { $channel } { $class }, { $value }
feature-maps-painting = Painting the maps
feature-maps-figure = { $model } · { $layer } · { $what } for { $picture }
