## Per a què es demana un camí: el títol del diàleg i què s’hi pot posar. I menes de fitxers.

path-open-picture = Obre una imatge
    .about = Una imatge, un model (ONNX, safetensors), una carpeta d’imatges o world:2000
path-open-model = Obre un model
    .about = Una imatge, un model (ONNX, safetensors), una carpeta d’imatges o world:2000
path-open-folder = Obre una carpeta
    .about = Una imatge, un model (ONNX, safetensors), una carpeta d’imatges o world:2000
path-save-picture = Desa la imatge
    .about = Un fitxer PNG, o un fitxer SVG amb text de debò i eixos vectorials
path-save-map = Desa el mapa
    .about = Un fitxer PNG, o un fitxer SVG amb text de debò i eixos vectorials
path-save-numbers = Desa els nombres
    .about = Un fitxer NPY o CSV amb els valors en brut

path-open-training-data = Obre les imatges de què aprendre
    .about = Una carpeta amb una carpeta d’imatges per classe, o de fitxers de MNIST o CIFAR-10
path-open-recipe = Obre una recepta
    .about = Una recepta en TOML
path-open-checkpoint = Reprèn des d’un punt de control
    .about = Un punt de control de la recepta i les dades que hi ha escrites
path-save-checkpoint = Desa un punt de control
    .about = Tot el que cal per continuar més tard
path-save-trained = Desa la xarxa entrenada
    .about = La xarxa entrenada; un fitxer TOML al costat diu com s’ha fet

path-pictures = Imatges
path-models = Models
path-recipes = Receptes
path-checkpoints = Punts de control

path-open-session = Obre una sessió
    .about = Una sessió (.convscope)
path-save-session = Desa la sessió
    .about = Un fitxer que acaba en .convscope
path-find-file = Busca el fitxer
    .about = El model o la imatge que necessita la sessió
path-find-folder = Busca la carpeta
    .about = La carpeta d’imatges que necessita la sessió
path-sessions = Sessions

path-open-second-picture = Obre una segona imatge
    .about = PNG, JPEG, WebP, GIF, BMP o TIFF.
