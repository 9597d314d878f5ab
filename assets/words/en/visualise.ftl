## The chapter that grows pictures: what would a unit love to see?
visualise-growing = { $recipe }: step { $step } of { $steps }
visualise-reached = { $recipe }: { $score } after { $steps } steps
visualise-times-strongest = { $ratio } times the strongest picture
visualise-fine-share = { $share } of its power finer than four pixels
visualise-redirected = { $steps ->
    [one] dead rectifiers redirected in one step
   *[other] dead rectifiers redirected in { $steps } steps
}
visualise-figure = { $model } · { $target }
visualise-figure-dream = { $model } · dreams at { $layer }
visualise-figure-left = { $model } · what is left at { $layer }
visualise-name = Visualise
visualise-question = What would it love to see?
visualise-question-for = What would { $name } love to see?
visualise-a-unit = a unit
visualise-pause = Pause
visualise-pause-about = Hold the picture as it is; it goes on from there.
visualise-go-on = Go on
visualise-go-on-about = Let it grow on from where it is.
visualise-anew = Again
visualise-anew-about = Begin again from the start.
visualise-step = Step
visualise-step-about = Take one step and rest.
visualise-more-steps = + { $count } steps
visualise-more-about = Let it grow for longer than the recipe says.
visualise-another-seed = Another seed
visualise-another-seed-about = Another start, another picture: what they share is what the network means.
visualise-aim = Objective
visualise-aim-unit = unit
visualise-aim-unit-about = One position in the middle: the picture is as large as what it sees.
visualise-aim-channel = channel
visualise-aim-channel-about = The same filter everywhere: its mean over all positions.
visualise-aim-layer = layer
visualise-aim-layer-about = Everything that the layer answers, from noise.
visualise-aim-class = class
visualise-aim-class-about = The score of the class that is explained, before softmax.
visualise-aim-direction = direction
visualise-aim-direction-about = All of the layer’s channels as they answer to the open picture, where the selected one is strongest.
visualise-aim-pair = pair
visualise-aim-pair-about = The selected channel and a second one at once; a negative weight says what to avoid.
visualise-aim-dream = dream
visualise-aim-dream-about = The open picture, with more of everything that the layer finds in it (DeepDream).
visualise-aim-left = what is left
visualise-aim-left-about = A picture that the layer cannot tell from the open one: what is left of it there.
visualise-seed = Seed
visualise-seed-about = What chance begins with; the same seed gives the same picture.
visualise-all-four = all four
visualise-all-four-about = Four seeds at once.
visualise-recipe = Recipe
visualise-all-recipes = All recipes
visualise-all-recipes-about = Every recipe on the same goal, one after the other.
visualise-needs-picture = It starts from the open picture: choose dream or what is left.
visualise-needs-class = It needs a class: choose class.
visualise-needs-other = It does something else.
visualise-beside = Beside …
visualise-beside-about = A second recipe on the same goal, side by side.
visualise-beside-recipe = Beside { $name }
visualise-beside-nothing = Nothing beside it
visualise-no-model = Open a network, and its units draw what they would love to see.
visualise-no-picture = Open a picture: this starts from it.
visualise-no-channels = Choose a layer with channels in the list on the left.
visualise-no-class = Open a picture or choose a class: there is none yet.
visualise-beginning = beginning …
visualise-grown-picture = The picture that grows
visualise-step-of = step { $step } of { $steps }
visualise-after-steps = after { $step ->
    [one] the first step
   *[other] { $step } steps
}
visualise-activation = Activation
visualise-as-seen = as the network saw it
visualise-strongest-of = strongest of { $count ->
    [one] one picture
   *[other] { $count } pictures
}, { $value }
visualise-growing-beside = Growing beside it
visualise-next-channels = the next channels
visualise-left-by-layer = Layer by layer
visualise-left-by-layer-about = what is left of the picture
visualise-parameters = Parameters
visualise-changed = changed
visualise-as-published = as published
visualise-convention = As
visualise-as-published-chip = As published
visualise-carry-on = Carry on
visualise-carry-on-about = The next channel starts from this picture instead of from noise.
visualise-second-channel = Second channel
visualise-weight = Weight
visualise-weight-about = How much the second channel counts; below 0 it is avoided.
visualise-table = The recipes
visualise-grown-of = { $done } of { $all } grown
visualise-times = { $ratio } × the strongest
visualise-fine-short = { $share } finer than 4 pixels
visualise-trust = How far to trust it
visualise-activation-unit = activation
visualise-this-picture = this picture
visualise-strongest-photo = strongest
visualise-median-photo = median
visualise-times-of = { $ratio } times the strongest of { $count ->
    [one] one picture
   *[other] { $count } pictures
}
visualise-fine-detail = Fine detail
visualise-fine-detail-unit = power by waves a pixel
visualise-finer-than = { $own } of its power is finer than 4 pixels; pictures { $theirs }
visualise-calls-it = What { $model } calls it
visualise-as-a-whole = as a whole picture
visualise-save = Save picture
visualise-save-about = The picture with its caption and curve, as PNG or SVG.
visualise-as-input = Use as input
visualise-as-input-about = Show the network the grown picture, as if it were any other.
visualise-copy-call = Copy call
visualise-copy-call-about = The command line that grows the same picture.
visualise-call-copied = The call of the command line is on the clipboard.
visualise-pause-entry = Hold or go on growing
visualise-pause-entry-about = Holds the picture that grows, or lets it go on.
visualise-step-entry = One step of growing
visualise-step-entry-about = Takes one step and rests.
visualise-anew-entry = Grow again
visualise-anew-entry-about = Begins again from the start.
visualise-as-input-entry = Grown picture as input
visualise-as-input-entry-about = Shows the network the grown picture.
visualise-copy-call-entry = Copy the call that grows this
visualise-copy-call-entry-about = Puts the same on the clipboard as a command line.
visualise-a-grown-picture = a grown picture
visualise-grown-for = grown for { $name }
visualise-direction-at = { $layer }, as the picture excites it
visualise-growing-for = Growing { $name }
visualise-growing-many = Growing { $count } pictures
visualise-not-begun = Nothing has grown yet.
visualise-measuring-photographs = Measuring how fine the pictures are
visualise-recipe-of = { $name } { $year }
visualise-activation-of = activation { $score }
visualise-steps = steps
visualise-steps-a-second = as the network saw it, { $speed } steps a second
