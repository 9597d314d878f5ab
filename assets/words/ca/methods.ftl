## Els mètodes, pels seus identificadors: què mostra cadascun; els noms dels seus paràmetres i què fan; les seves convencions.
## Els noms dels mètodes es queden com es van publicar.

method-any =
    .paper = Tal com el defineix l’article.
    .pytorch-grad-cam = La part positiva, escalada de 0 a 1, portada a la mida de l’entrada (bilineal) i escalada de 0 a 1 una altra vegada.

method-gradient = Quant puja la puntuació quan el valor d’un píxel puja una mica.
    .captum = La magnitud de la derivada, sense el signe.
method-input-x-gradient = El que cada píxel aporta a la puntuació si la xarxa fos tan recta com ho és just aquí.
method-guided-backpropagation = El gradient, deixant passar per cada ReLU només el que fa pujar la puntuació: nítid, però parla més de contorns que de la classe.
method-deconvnet = La puntuació enviada enrere a través dels filtres, rectificada a cada ReLU del camí.
method-grad-cam = On els mapes d’una capa parlen a favor de la puntuació, cada mapa amb el pes del seu gradient mitjà.
    .captum = La suma ponderada amb el signe, sense la ReLU final.
method-cam = On els últims mapes parlen a favor i en contra d’una classe, amb els pesos que fa servir el mateix classificador.
method-occlusion = Quant baixa la puntuació quan es tapa una finestra de la imatge: és lent, i no li cal cap gradient.
    .captum = Els mateixos nombres, repetits per a cada canal de l’entrada.
    .window = Finestra
    .window-about = Files i columnes de la finestra en píxels de l’entrada; 0 en pren una setena part del costat curt.
    .stride = Pas
    .stride-about = Píxels d’una finestra a la següent, com a molt la mida de la finestra; 0 en pren la meitat.
    .baseline = Valor de base
    .baseline-about = El valor preprocessat que tapa la finestra a tots els canals; 0 és el color mitjà de la majoria de conjunts d’entrenament.
method-grad-cam-plus-plus = Grad-CAM amb pesos també per a les posicions, de manera que uns quants objectes petits compten tant com un de gran.
method-hirescam = On els mapes d’una capa parlen a favor i en contra de la puntuació, cada posició amb el pes del seu propi gradient.
method-layer-cam = On els mapes d’una capa parlen a favor de la puntuació, comptant només els gradients positius; fi a les primeres capes.
method-xgrad-cam = Grad-CAM que pondera els gradients segons on el mapa és actiu.
method-ablation-cam = On els mapes d’una capa parlen a favor de la puntuació, cadascun amb el pes del que la puntuació baixa sense ell; sense gradients.
    .pytorch-grad-cam = Quan el valor més petit de la capa no és 0, els canals es posen molt per sota d’aquest valor en lloc de 0 (10 milions de vegades la seva posició en un lot de 32); escalat de 0 a 1, portat a la mida de l’entrada i escalat una altra vegada.
method-score-cam = On els mapes d’una capa parlen a favor de la puntuació, cadascun amb el pes de la puntuació de la imatge vista a través d’ell; sense gradients.
    .pytorch-grad-cam = Màscares ampliades fent coincidir les cantonades; un mapa que és igual a tot arreu ho tapa tot; la suma s’escala de 0 a 1, es porta a la mida de l’entrada i s’escala una altra vegada.
method-random = Soroll que no sap res ni de la xarxa ni de la imatge: tot el que mostri un mètode s’ha de poder distingir d’això.
    .grain = Gra
    .grain-about = Com de fi és el soroll, per posar-lo al costat de mapes de píxels o d’una capa.
    .grain-pixels = Un nombre per a cada píxel i canal, com tenen els gradients.
    .grain-coarse = Un nombre per a cada posició dels últims mapes, com tenen els mapes d’activació de classe.
    .seed = Llavor
    .seed-about = Una altra llavor, un altre mapa; la mateixa dona el mateix mapa a tot arreu.

method-pca = El pla en què les imatges s’escampen més: les distàncies són certes fins on arriba el pla, i no separa res.
method-tsne = Els veïns continuen sent veïns: ens podem refiar dels grups, però no de la seva mida ni de les distàncies que els separen.
    .perplexity = Perplexitat
    .perplexity-about = Quants veïns té de fet una imatge; com a molt un terç de les imatges.
    .iterations = Iteracions
    .iterations-about = Passos en total; el primer terç s’exagera.
    .learning-rate = Taxa d’aprenentatge
    .learning-rate-about = Llargada d’un pas; 0 pren el nombre d’imatges dividit per l’exageració.
    .early-exaggeration = Exageració inicial
    .early-exaggeration-about = Amb quanta més força s’atreuen els veïns durant el primer terç, perquè els grups es trobin.
