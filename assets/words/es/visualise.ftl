## El capítulo que hace crecer imágenes: ¿qué le encantaría ver a una unidad?
visualise-growing = { $recipe }: paso { $step } de { $steps }
visualise-reached = { $recipe }: { $score } después de { $steps } pasos
visualise-times-strongest = { $ratio } veces la imagen más fuerte
visualise-fine-share = { $share } de la potencia más fina que cuatro píxeles
visualise-redirected = { $steps ->
    [one] rectificadores muertos redirigidos en un paso
   *[other] rectificadores muertos redirigidos en { $steps } pasos
}
visualise-figure = { $model } · { $target }
visualise-dream = { $model } · sueños en { $layer }
visualise-left = { $model } · qué queda en { $layer }
