## What a path is asked for: a dialog's title, and what may be given. And kinds of files.

path-open-picture = Open picture
    .about = A picture, a model (ONNX, safetensors), a folder of pictures, or world:2000
path-open-model = Open model
    .about = A picture, a model (ONNX, safetensors), a folder of pictures, or world:2000
path-open-folder = Open folder
    .about = A picture, a model (ONNX, safetensors), a folder of pictures, or world:2000
path-save-picture = Save picture
    .about = A PNG file, or an SVG file with real text and vector axes
path-save-map = Save map
    .about = A PNG file, or an SVG file with real text and vector axes
path-save-numbers = Save numbers
    .about = An NPY or a CSV file with the raw values

path-open-training-data = Open pictures to learn from
    .about = A folder with a folder of pictures per class, or of MNIST or CIFAR-10 files
path-open-recipe = Open recipe
    .about = A recipe in TOML
path-open-checkpoint = Resume from a checkpoint
    .about = A checkpoint of the recipe and the data that are written
path-save-checkpoint = Save checkpoint
    .about = Everything that is needed to go on later
path-save-trained = Save trained network
    .about = The trained network; a TOML file beside it says how it came about

path-pictures = Pictures
path-models = Models
path-recipes = Recipes
path-checkpoints = Checkpoints

path-open-session = Open session
    .about = A session (.convscope)
path-save-session = Save session
    .about = A file that ends in .convscope
path-find-file = Find the file
    .about = The model or the picture that the session needs
path-find-folder = Find the folder
    .about = The folder of pictures that the session needs
path-sessions = Sessions

path-open-second-picture = Open a second picture
    .about = PNG, JPEG, WebP, GIF, BMP or TIFF.
