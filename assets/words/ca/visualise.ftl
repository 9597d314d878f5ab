## El capítol que fa créixer imatges: què li encantaria veure a una unitat?
visualise-growing = { $recipe }: pas { $step } de { $steps }
visualise-reached = { $recipe }: { $score } després de { $steps } passos
visualise-times-strongest = { $ratio } vegades la imatge més forta
visualise-fine-share = { $share } de la potència més fina que quatre píxels
visualise-redirected = { $steps ->
    [one] rectificadors morts redirigits en un pas
   *[other] rectificadors morts redirigits en { $steps } passos
}
visualise-figure = { $model } · { $target }
visualise-dream = { $model } · somnis a { $layer }
visualise-left = { $model } · què en queda a { $layer }
