## Saved figures: what stands under them and beside their marks.

figures-values-shown = { $share } % of values shown
figures-weights-shown = { $share } % of weights shown
figures-own-scale-signed = each map on its own scale, from minus its largest magnitude to plus
figures-own-scale = each map on its own scale, from 0 to its maximum
figures-grey-is-zero = grey is 0, full colour { $end }
figures-grey-is-zero-each = grey is 0, full colour each filter’s largest weight
figures-filters-own-scale = each filter on its own scale, from minus its largest weight to plus
figures-first-filters = the first { $rows } of { $filters } filters and { $columns } of { $channels } channels
figures-more = and { $count } more
figures-of-method = { $method } ({ $paper })
figures-maps-of = { $count } maps of { $height } × { $width }
figures-values-sorted = { $count } values, the largest first
figures-pictures-by-layer = { $method } · { $data } · { $count } pictures · { $layer }
