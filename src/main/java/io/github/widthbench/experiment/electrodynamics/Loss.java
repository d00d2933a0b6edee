package io.github.widthbench.experiment.electrodynamics;

/** A mean squared error, without a factor 1/2, with its gradient in places and charges. */
interface Loss {

  double value(Neurons electrons);

  Neurons gradient(Neurons electrons);
}
