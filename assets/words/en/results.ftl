## What the command line answers.
results-failed = { $problem }
results-left-out = left out: { $reason }
results-pictures-left-out = { $count ->
    [one] a picture was left out: { $reason }
   *[other] { $count } pictures were left out, first: { $reason }
}
results-preprocessing = preprocessing { $source } (--preprocess)
results-evaluated = { $count } pictures of { $data }: { $right } right, { $among } among the first five, loss { $loss }
results-of-count = { $share } of { $count }
results-benched = { $work }: median { $median } ms, minimum { $minimum } ms, peak memory { $memory } MB, { $device }
results-going-on = going on from step { $step } of { $steps } ({ $file })
results-epoch-so-far = epoch { $epoch }: loss { $loss }, { $right } right
results-epoch = epoch { $epoch } of { $epochs }: loss { $loss }, { $right } right; held out: loss { $held_out_loss }, { $held_out_right } right; { $seconds } s
results-drawing-so-far = epoch { $epoch }: loss { $loss }
results-drawing = epoch { $epoch } of { $epochs }: loss { $loss }; held out: loss { $held_out_loss }, colours off by { $off }, { $same } get the same answer; { $seconds } s
results-rendering = rendering
results-shipped = Shipped, by name:
results-shipped-generators = Generators, which draw what a model's layer says:
results-recognised = Recognised from the keys and shapes of a safetensors file:
results-layer = layer
results-operator = operator
results-output = output
results-parameters = parameters
results-multiply-adds = multiply-adds
results-sees = sees
results-stretched = stretched
results-cut-out-of = cut out of { $side }
results-input = input { $size }, { $fit }, { $order } 0 to { $range }, mean { $mean }, deviation { $deviation } ({ $source })
results-totals = { $parameters } parameters, { $operations } multiply-adds, { $classes } classes
results-figure-channel = { $layer }:{ $channel } · { $height } × { $width }
results-figure-what = { $layer } · { $what }
results-figure-answer = { $method } · { $target } { $score }
results-figure-filters = { $layer } · { $filters } filters of { $sizes }
results-guess-preprocessing = preprocessing
results-guess-size = size
results-guess-fits = fits
results-guess-best = best
results-guess-best-in-use = best, in use
results-guess-in-use = in use
results-guess-tried = tried on { $given ->
    [0] { $shipped } pictures that ship with Convscope
    [one] the picture given and { $shipped } that ship with Convscope
   *[other] the { $given } pictures given and { $shipped } that ship with Convscope
}; “fits” says how decided the answers are and stay when the picture is mirrored or cut
results-guess-better = { $name } clearly fits better than { $used }, which is in use; take it with --preprocess { $said }, or write it down with --remember
results-guess-rival = { $rival } fits almost as well; pictures like those that the network knows (--input) tell the two apart.
results-guess-confirmed = { $used }, which is in use, clearly fits best.
results-guess-unclear = Nothing clearly fits better than { $used }, which is in use; pictures like those that the network knows (--input) tell more.
results-guess-remembered = remembered in { $file }
results-not-judged = not judged by { $method }: { $problem }
results-judged = { $measure }: best { $first } { $best }, worst { $last } { $worst }
results-order-holds = order holds (tau { $tau } between halves of the pictures)
results-not-separable = not separable (tau { $tau } between halves of the pictures)
results-funny-birds = FunnyBirds’ protocol, overall: best { $first } { $best }, worst { $last } { $worst }
results-no-animals = { $measure } has no number here: it needs whole animals, fauna:N
results-no-masks = { $measure } has no number here: it needs masks of the objects, those of the world or of a folder “masks”
results-no-shuffled = { $measure } has no number here: it needs a training on shuffled labels (--shuffled)
results-judged-on = { $count ->
    [one] judged on 1 picture of { $data }
   *[other] judged on { $count } pictures of { $data }
}
