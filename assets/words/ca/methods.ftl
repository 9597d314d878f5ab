## Els mètodes, pels seus identificadors: què mostra cadascun; els noms dels seus paràmetres i què fan; les seves convencions.
## Els noms dels mètodes es queden com es van publicar.

method-any =
    .paper = Tal com el defineix l’article.
    .pytorch-grad-cam = La part positiva, escalada de 0 a 1, portada a la mida de l’entrada (bilineal) i escalada de 0 a 1 una altra vegada.
    .steps = Passos
    .steps-about = Quantes vegades es mou la imatge seguint el gradient.
    .rate = Ritme
    .rate-about = Fins on es mou en un pas.
    .redirect = Desperta unitats mortes
    .redirect-about = On no queda gradient, hi passa el que pujaria l’entrada d’un rectificador.

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

method-szegedy = D’una imatge oberta cerca el canvi més petit que fa que la xarxa digui una altra classe. El que costa el canvi es pesa contra el que diu la xarxa, i guanya el pes més gran que encara la convenç. La imatge canviada surt al costat del canvi, mostrat deu vegades més fort, perquè el canvi mateix amb prou feines es veu.
    .steps-about = Quantes iteracions com a màxim per a cada pes del canvi.
    .searches = Pesos provats
    .searches-about = Quants pesos del canvi es proven: primer per factors de deu, després a mig camí.

method-cppn = No se segueix cap gradient: les imatges es crien, i cadascuna és una petita xarxa que converteix el lloc d’un píxel en el seu color. Els fills muten una mica, i de cada classe es queda la imatge de què la xarxa està més segura, que té fills al seu torn. El que surt és regular i simètric, i la xarxa pot estar gairebé certa d’un dibuix en què ningú no veu la classe.
    .steps-about = Quantes generacions es crien.
    .children = Fills
    .children-about = Quantes imatges té una generació.

method-lucid = La imatge s’escriu com a ones, i les més fines comencen més febles. Abans de cada pas es desplaça, s’escala i es gira una mica, de manera que només creix el que sobreviu a un pols tremolós. Els colors se separen com en les fotografies, i cap no domina.
    .lucid = Desplaçar, escalar i girar d’un en un, a 224 píxels, com fa Lucent, la versió de Lucid per a PyTorch.
    .shift = Desplaçament
    .shift-about = Fins on es desplaça la imatge abans de cada pas, en píxels d’un llenç de 128; la meitat un altre cop al final.
    .scale = Escala
    .scale-about = Quants per cent s’amplia o es redueix.
    .turn = Gir
    .turn-about = Quants graus es gira cap a cada costat.
    .decay = Decaïment
    .decay-about = Com de més febles comencen les ones fines: 1 com en les fotografies, 0 totes iguals.
    .variation = Variació
    .variation-about = Quant s’obliga els píxels veïns a assemblar-se.
    .decorrelate = Colors separats
    .decorrelate-about = Si els colors varien com en les fotografies.
