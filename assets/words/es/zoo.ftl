## Modelos: qué son y de dónde viene su preprocesamiento.

zoo-graph = { $steps ->
    [one] Un grafo ONNX de un solo paso.
   *[other] Un grafo ONNX de { $steps } pasos.
}
zoo-recognised = { $title } ({ $paper }), reconocido por los nombres y las formas de sus pesos.
zoo-trained = Una red que ha entrenado Convscope.
zoo-so-far = { $steps ->
    [one] Tal como era después de 1 paso con { $pictures } imágenes de { $data }, entrenada aquí.
   *[other] Tal como era después de { $steps } pasos con { $pictures } imágenes de { $data }, entrenada aquí.
}
zoo-from-file = de { $file }
zoo-from-itself = del propio archivo
zoo-from-recipe = de la receta
zoo-by-hand = puesto a mano ({ $said }); el resto, { $rest }
zoo-assumed-of-weights = supuesto: el de los pesos publicados de { $architecture }; cámbialo si las respuestas parecen equivocadas
zoo-assumed-imagenet = supuesto: el de ImageNet; cámbialo si las respuestas parecen equivocadas
zoo-assumed-grey = supuesto: gris de 0 a 1; cámbialo si las respuestas parecen equivocadas
zoo-trying = probando { $name }
zoo-convention-own = como dice el modelo
zoo-convention-imagenet = RGB, ImageNet
zoo-convention-signed = RGB, de −1 a 1
zoo-convention-unit = RGB, de 0 a 1
zoo-convention-caffe = BGR, Caffe
zoo-convention-bytes = RGB, de 0 a 255
zoo-convention-mnist = gris, MNIST
zoo-convention-grey-signed = gris, de −1 a 1
zoo-convention-grey-unit = gris, de 0 a 1
zoo-convention-grey-bytes = gris, de 0 a 255
zoo-blueprint = { $family } ({ $paper }), tal como se publicó, sin pesos.
