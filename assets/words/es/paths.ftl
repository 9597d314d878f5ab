## Para qué se pide una ruta: el título del diálogo y qué se puede dar. Y clases de archivos.

path-open-picture = Abrir una imagen
    .about = Una imagen, un modelo (ONNX, safetensors), una carpeta de imágenes o world:2000
path-open-model = Abrir un modelo
    .about = Una imagen, un modelo (ONNX, safetensors), una carpeta de imágenes o world:2000
path-open-folder = Abrir una carpeta
    .about = Una imagen, un modelo (ONNX, safetensors), una carpeta de imágenes o world:2000
path-save-picture = Guardar la imagen
    .about = Un archivo PNG, o un archivo SVG con texto de verdad y ejes vectoriales
path-save-map = Guardar el mapa
    .about = Un archivo PNG, o un archivo SVG con texto de verdad y ejes vectoriales
path-save-numbers = Guardar los números
    .about = Un archivo NPY o CSV con los valores en bruto

path-open-training-data = Abrir las imágenes de las que aprender
    .about = Una carpeta con una carpeta de imágenes por clase, o de archivos de MNIST o CIFAR-10
path-open-recipe = Abrir una receta
    .about = Una receta en TOML
path-open-checkpoint = Reanudar desde un punto de control
    .about = Un punto de control de la receta y los datos que hay escritos
path-save-checkpoint = Guardar un punto de control
    .about = Todo lo necesario para continuar más tarde
path-save-trained = Guardar la red entrenada
    .about = La red entrenada; un archivo TOML junto a ella dice cómo se ha hecho

path-pictures = Imágenes
path-models = Modelos
path-recipes = Recetas
path-checkpoints = Puntos de control

path-open-session = Abrir una sesión
    .about = Una sesión (.convscope)
path-save-session = Guardar la sesión
    .about = Un archivo que termina en .convscope
path-find-file = Buscar el archivo
    .about = El modelo o la imagen que necesita la sesión
path-find-folder = Buscar la carpeta
    .about = La carpeta de imágenes que necesita la sesión
path-sessions = Sesiones

path-open-second-picture = Abrir una segunda imagen
    .about = PNG, JPEG, WebP, GIF, BMP o TIFF.
