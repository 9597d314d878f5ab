## Models: què són i d’on ve el seu preprocessament.

zoo-graph = { $steps ->
    [one] Un graf ONNX d’un sol pas.
   *[other] Un graf ONNX de { $steps } passos.
}
zoo-recognised = { $title } ({ $paper }), reconegut pels noms i les formes dels seus pesos.
zoo-trained = Una xarxa que ha entrenat Convscope.
zoo-so-far = { $steps ->
    [one] Tal com era després d’1 pas amb { $pictures } imatges de { $data }, entrenada aquí.
   *[other] Tal com era després de { $steps } passos amb { $pictures } imatges de { $data }, entrenada aquí.
}
zoo-from-file = de { $file }
zoo-from-itself = del mateix fitxer
zoo-from-recipe = de la recepta
zoo-by-hand = posat a mà ({ $said }); la resta, { $rest }
zoo-assumed-of-weights = suposat: el dels pesos publicats de { $architecture }; canvia’l si les respostes semblen equivocades
zoo-assumed-imagenet = suposat: el d’ImageNet; canvia’l si les respostes semblen equivocades
zoo-assumed-grey = suposat: gris de 0 a 1; canvia’l si les respostes semblen equivocades
zoo-trying = es prova { $name }
zoo-convention-own = com diu el model
zoo-convention-imagenet = RGB, ImageNet
zoo-convention-signed = RGB, de −1 a 1
zoo-convention-unit = RGB, de 0 a 1
zoo-convention-caffe = BGR, Caffe
zoo-convention-bytes = RGB, de 0 a 255
zoo-convention-mnist = gris, MNIST
zoo-convention-grey-signed = gris, de −1 a 1
zoo-convention-grey-unit = gris, de 0 a 1
zoo-convention-grey-bytes = gris, de 0 a 255
zoo-blueprint = { $family } ({ $paper }), tal com es va publicar, sense pesos.
