## What surrounds the chapters: bars, columns, dialogs, the drawing pad, what is opened and saved.

frame-not-yet = not yet
frame-no-number = no number
frame-class-number = class { $number }
frame-two-things = { $first } and { $second }
frame-close = Close
frame-cancel = Cancel
frame-stopping = Stopping
frame-stop = Stop: { $title }
frame-pause = Pause
frame-hold = Hold: { $title }
frame-resume = Resume
frame-go-on = Go on with: { $title }
frame-dismiss = Dismiss
frame-failed = { $problem }
frame-stopped-unexpectedly = { $title } stopped unexpectedly: { $problem }
frame-no-thread = no thread could be started for this work: { $problem }
frame-jobs = { $count ->
    [one] 1 job
   *[other] { $count } jobs
}
frame-jobs-and-memory = Work that is running, and the memory that the program holds

## The top bar

frame-recent-models = Recent models
frame-recent-pictures = Recent pictures
frame-device = Where the network runs, and how long its last pass took
frame-threads = { $threads ->
    [one] 1 thread
   *[other] { $threads } threads
}
frame-forward = forward { $time }
frame-go-to = Go to
frame-go-to-hint = Go to a layer, unit, class, picture, method, command
frame-nothing-called-that = Nothing is called that
frame-with-key = { $about } ({ $key })
frame-drop-here = Drop a picture, a folder of pictures or a model

## What the palette goes to

frame-kind-unit = unit
frame-kind-layer = layer
frame-kind-command = command
frame-kind-recent-model = recent model
frame-kind-recent-picture = recent picture
frame-kind-class = class

## The left column

frame-picture = Picture
frame-picture-named = Picture { $name }
frame-fold-about = Fold this section to one line, or open it
frame-more = More
    .about = Paste, the next picture, pictures shown lately
frame-no-picture = Drop a picture here, or open one.
frame-picture-size = { $width } × { $height } pixels; the network sees { $columns } × { $rows }
frame-open = Open
    .about = Choose a picture, or drop one anywhere (Ctrl+O)
frame-draw = Draw
    .about = Draw a picture with the mouse (Ctrl+D)
frame-paste = Paste
    .about = Show the picture on the clipboard (Ctrl+V)
frame-folder = Folder
    .about = Open a folder of pictures
frame-world = World
    .about = Scenes drawn by Convscope, with the truth about every pixel
frame-samples = Samples
    .about = The next picture (Page Down)
frame-next = Next
frame-recent = Recent
frame-pictures-shown = Pictures shown lately
frame-ask-photos = A photo? Ask { $model }
    .about = This model knows nothing of photographs; { $model } knows { $knows }
frame-answer = Answer
frame-explained = explained: { $class }
frame-class-about = class { $number }, score { $score } before softmax
frame-click-to-explain = Click to explain this class
frame-class-bar = Class { $class }, { $probability }
frame-model = Model
frame-no-model = Drop an ONNX or safetensors file here, or open one.
frame-open-model = Open model…
frame-weights = { $count } weights
frame-weights-short = { $count }
frame-model-named = Model { $model }
frame-another-model-about = Open another model (Ctrl+Shift+O)
frame-shipped-about = Models that Convscope trained and brings along
frame-shipped-model = { $name }: { $knows }
frame-preprocessing-short = { $order } { $size }
frame-preprocessing-named = Preprocessing: { $short }
frame-preprocessing = Preprocessing
frame-preprocessing-changed = Preprocessing: changed
frame-preprocessing-assumed = Preprocessing: assumed
frame-layer-row = Layer { $layer }, { $kind }, { $shape }
frame-layer-about = { $kind }, { $shape }, { $weights } weights
frame-fold-named = Fold { $name }
frame-open-named = Open { $name }

## The right column

frame-unit = Unit
frame-unit-over = Lay the selected unit over the chapter (Ctrl+R)
frame-column-edge = Drag to change the width, double click for the usual one, far inwards to fold
frame-column-folded = Click or drag to open the column
frame-no-unit = Click a map to see it here, large.
frame-a-strongest-channel = strongest channel
frame-a-channel = channel
frame-a-unit = unit
frame-map-of-channel = Map of channel { $channel }
frame-position = y { $y }, x { $x }
frame-value = value
frame-at = at y { $y }, x { $x }
frame-strongest-at = strongest at y { $y }, x { $x }
frame-value-at = { $value } at y { $y }, x { $x }
frame-what-it-sees = What it sees
frame-field-size = { $rows } × { $columns } pixels
frame-what-position-sees = What the position sees of the picture
frame-sees-everything = It can see the whole picture.
frame-field-larger = Its field is larger than the picture; the box at the left is the part of it that lies inside.
frame-nothing-outside = Nothing outside this part of the picture changes the value.
frame-strongest-in = Strongest in “{ $folder }”
frame-seen = { $seen } of { $count } seen
frame-strongest-picture = Strongest picture { $place }: { $name }
frame-click-to-open = Click to open it
frame-values = Values
frame-mean-and-zeros = mean { $mean } · { $zeros } are 0
frame-histogram = Histogram of the map’s values other than 0
    .about = How many values of the map lie where, from the smallest to the largest (heights by square root, zeros not drawn)
frame-copy-name = Copy name
    .about = Put the unit’s name on the clipboard
frame-copy-map = Copy map
    .about = Put the map on the clipboard, one pixel a position (Ctrl+Shift+C)
frame-save-map = Save map…
    .about = Write the map with its scale as a PNG or SVG file
frame-scale = Scale from { $low } to { $high }

## Dialogs

frame-about-title = Convscope { $version }, a microscope for convolutional networks
frame-about-offline = Everything is computed on this machine; nothing is sent anywhere.
frame-preprocessing-source = Preprocessing: { $source }
frame-escape = Close a dialog, else cancel all jobs
frame-path = Path
frame-save = Save
frame-as-the-model-says = As the model says
frame-imagenet = ImageNet, RGB
    .about = torchvision: 0 to 1, mean and deviation of ImageNet
frame-caffe = Caffe, BGR
    .about = 0 to 255, minus 104, 117, 123
frame-which-fits = Which one fits?
frame-which-fits-soon = The usual ways are being tried.
frame-compare = Compare
    .about = Try the usual ways on several pictures and see which one the network’s answers speak for
frame-comparing-preprocessings = comparing preprocessings for { $model }
frame-fits-about = The bar: how decided the answers to several pictures are, and stay when a picture is mirrored or cut. Click to take it.
frame-fits-row = { $name }: fits { $fit }; { $answer }
frame-fits-row-best = { $name }: fits best, { $fit }; { $answer }
frame-fits-with = { $name }, { $fit }
frame-fits-better = “{ $name }” clearly fits better than “{ $used }”: with the wrong preprocessing the answers mean nothing.
frame-fits-rival = “{ $rival }” fits almost as well; a picture of something that the network knows tells the two apart.
frame-fits-best = “{ $name }”, which is in use, clearly fits best.
frame-fits-confirmed = Of the usual ways this one clearly fits best.
frame-fits-unclear = None clearly fits better than what is in use. A picture of something that the network knows tells more.
frame-fits-by-hand = What is in use is none of these.
frame-preprocessing-better = { $short }: { $better }?
frame-remember = Remember for this model
    .about = Write what is in use into { $file } beside the model: it is read with the model from then on. What stands there already stays.
frame-remember-no-file = The model is not a file on this machine: there is nothing to write beside.
frame-remembering = remembering the preprocessing
frame-size = Size
frame-rows = Rows
frame-columns = Columns
frame-other-aspect-ratios = Other aspect ratios
frame-crop = crop
frame-stretch = stretch
frame-out-of-a-shorter-side = out of a shorter side of
frame-shorter-side = Shorter side
frame-order = Order
frame-white-is = White is
frame-mean = Mean
frame-deviation = Standard deviation
frame-red = red
frame-green = green
frame-blue = blue
frame-grey = grey
frame-of-channel = { $name } of { $channel }
frame-off = off
frame-on = on

## The drawing pad

frame-pad = Drawing pad
frame-sheet = Sheet to draw on
frame-draw-a-digit-here = Draw a digit here
frame-draw-here = Draw here
frame-brush = brush
frame-eraser = eraser
frame-undo = Undo
    .about = Take the last stroke back (Ctrl+Z)
frame-redo = Redo
    .about = Draw it again (Ctrl+Shift+Z)
frame-clear = Clear
    .about = An empty sheet; Undo brings the drawing back
frame-width = Width
frame-brush-width = Brush width
    .about = The brush’s width as a part of the sheet’s
frame-black = black
frame-orange = orange
frame-purple = purple
frame-sky-blue = sky blue
frame-vermilion = vermilion
frame-yellow = yellow
frame-seen-of-drawing = What the network sees of the drawing
frame-seen-as-digit = { $rows } × { $columns }, scaled and centred as MNIST’s digits are
frame-seen-in-colour = { $rows } × { $columns } pixels, all colours

## What is said

frame-cancelled = Cancelled
frame-saved = Saved { $files }
frame-no-file-chosen = No file was chosen; Ctrl+L takes a typed path
frame-pictures-in = { $count ->
    [one] 1 picture in { $folder }
   *[other] { $count } pictures in { $folder }
}
frame-no-picture-to-save = This chapter has no picture yet that could be saved
frame-no-map-to-save = No unit is selected yet whose map could be saved
frame-no-numbers-to-save = This chapter has no numbers yet that could be saved
frame-copied = Copied { $text }
frame-copied-map = Copied the unit’s map, one pixel a position

## What is being done

frame-opening = Opening { $name }
frame-opening-shipped = Opening a model that comes with Convscope
frame-opening-sample = Opening a sample
frame-opening-picture = Opening a picture
frame-opening-pasted = Opening the pasted picture
frame-drawing-a-picture = Drawing
frame-opening-gallery = Opening the gallery
frame-opening-world = Opening the rendered world
frame-saving-picture = Saving the picture
frame-saving-map = Saving the map
frame-saving-numbers = Saving the numbers
frame-running = Running { $model } on { $picture }
frame-reading = Reading { $what }
frame-painting-unit = Painting the unit
frame-painting-layers = Painting the layers
frame-cutting-out = Cutting out the strongest pictures
frame-looking-for-strongest = Strongest pictures of “{ $folder }” for { $layer }

## Names

frame-pasted-picture = pasted picture
frame-a-drawing = drawing
frame-gallery = rendered world
frame-gallery-of-shapes = gallery
frame-gallery-of-animals = animals
frame-no-such-shipped = no model that ships is called { $name }
frame-no-maps = layer { $layer } has the shape { $shape }, which is no set of maps
frame-no-such-channel = the layer has no channel { $channel }

## Saved figures

frame-unit-of = { $unit } of { $model } for { $picture }
frame-mean-of-map = mean { $mean }

frame-confusion-of = Confusion matrix of { $count } classes
frame-cell-recognised = { $things } of { $whole } { $class } recognised
frame-cell-taken-for = { $things } of { $whole } { $class } taken for { $answer }

## Commands that are written

frame-no-such-command = there is no command “{ $word }”; did you mean “{ $nearest }”?
frame-command-takes-nothing = { $word } stands alone, without “{ $given }”
frame-command-takes = { $word } takes { $takes }
frame-command-takes-not = { $word } takes { $takes }, not “{ $given }”
frame-script-line = { $file }, line { $line }: { $problem }
frame-no-such-chapter = there is no chapter “{ $name }”

## Links and sessions

frame-no-such-picture = no picture is called “{ $name }”, neither in the open folder nor among those opened lately; open it by its path
frame-link-model = the link speaks of the model “{ $model }”, which is not here; open it once, then follow the link again
frame-link-unknown = this version does not know “{ $part }”
frame-link-partly = The link leads here, but not all the way: { $problems }

frame-saving-session = Saving the session
frame-keeping-view = Keeping the view in case the program ends unexpectedly
frame-session-unsaved-model = the network that was trained here lies in no file yet; save it first (Train, Save trained network), then the session
frame-session-other = { $file } is no session of Convscope
frame-session-later = { $file } was written by a later Convscope (format { $version }); open it with that one
frame-session-damaged = { $file } is damaged ({ $problem }); ask for another copy
frame-session-no-line = this line belongs to no session
frame-session-where = Where is { $name }?
frame-session-missing = The session needs { $kind } that was here when it was saved, and is not there now: { $path }
frame-session-changed = The session needs { $kind } that was here when it was saved; since then the file has changed: { $path }
frame-a-model = a model
frame-a-picture = a picture
frame-a-folder = a folder of pictures
frame-session-find = Find it…
    .about = Choose where it is now
frame-session-as-it-is = Use it as it is
    .about = The view may differ from the one that was saved
frame-session-without = Go on without it
    .about = Bring back what does not depend on it
frame-recover = Take up where you were?
frame-recover-about = Convscope ended { $age } without closing its window. What was open can be brought back.
frame-recover-what = Model, picture, drawing, selection, and the settings of every chapter.
frame-minutes-ago = { $count ->
    [0] just now
    [one] a minute ago
   *[other] { $count } minutes ago
}
frame-hours-ago = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
frame-days-ago = { $count ->
    [one] a day ago
   *[other] { $count } days ago
}
frame-take-up = Take it up
    .about = Bring back what was open
frame-start-anew = Start anew
    .about = Forget what was open

## The palette

frame-kind-written = written
frame-kind-method = method
frame-kind-picture = picture
frame-kind-parameter = parameter
frame-follow-link = Go where this link leads
frame-do-as-written = Do this
frame-type-on = Type on: a command and what it takes
frame-parameter-of = { $method }: { $parameter }
frame-parameter-value = { $method }: { $parameter } = { $value }
frame-would-love = Would love to see
frame-would-love-about = Grown in the chapter Visualise, and kept.
