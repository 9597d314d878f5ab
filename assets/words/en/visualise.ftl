## The chapter that grows pictures: what would a unit love to see?
visualise-growing = { $recipe }: step { $step } of { $steps }
visualise-reached = { $recipe }: { $score } after { $steps } steps
visualise-times-strongest = { $ratio } times the strongest picture
visualise-fine-share = { $share } of its power finer than four pixels
visualise-redirected = { $steps ->
    [one] dead rectifiers redirected in one step
   *[other] dead rectifiers redirected in { $steps } steps
}
visualise-figure = { $model } · { $target }
visualise-dream = { $model } · dreams at { $layer }
visualise-left = { $model } · what is left at { $layer }
