## Els models inclosos: què coneixen i què són.

model-world = vint menes de coses en escenes dibuixades
    .about = Els objectes del món dibuixat, 128 × 128. { $weights } pesos entrenats per Convscope; encerta el 99,83 % de 1.800 imatges noves.
model-photos = deu menes de coses en fotografies
    .about = Deu menes de coses en fotografies, 128 × 128, apreses d’Imagenette. { $weights } pesos entrenats per Convscope; encerta el 88,10 % de les seves 1.000 imatges de prova.
model-cifar10 = deu menes d’animals i vehicles, 32 × 32
    .about = Deu menes d’animals i vehicles, 32 × 32, apreses de CIFAR-10. { $weights } pesos entrenats per Convscope; encerta el 90,50 % de les seves 1.000 imatges de prova.
model-digits = xifres escrites a mà; dibuixa’n una
    .about = Xifres escrites a mà, 28 × 28 en gris, apreses de MNIST. { $weights } pesos entrenats per Convscope; encerta el 99,65 % de les seves 10.000 imatges de prova.
model-shortcut = allò en què l’aprenentatge s’equivoca: un regle al costat de cada gos
    .about = Cinc classes del món dibuixat, 64 × 64; allà on hi havia un gos, hi havia un regle: mira què ha après. { $weights } pesos entrenats per Convscope; encerta el 72,50 % de 400 imatges noves.
model-fauna = animals inventats que només es distingeixen per les seves parts
    .about = Els 24 animals de la fauna dibuixada, 128 × 128; a la meitat dels que li van ensenyar els faltaven parts. { $weights } pesos entrenats per Convscope; encerta el 100,00 % de 1.200 imatges noves.
model-shapes = dotze formes dibuixades
    .about = Una xarxa petita de { $weights } pesos, entrenada per aquest projecte amb dibuixos de dotze formes que fa ell mateix; encerta el 99,8 % de 5.000 dibuixos nous. No sap res més, i de fotografies encara menys.
model-generator-world = dibuixa el que diu el block7 de World
    .about = Dibuixa escenes del món dibuixat, 128 × 128, a partir del que diu el block7 de World. { $weights } pesos entrenats per Convscope; colors a 0,196 dels originals, essent 1 el blanc; 42 % de block3 i 7 % de block7 de diferència, la mateixa resposta al 99,3 % de 1.800 imatges noves.
