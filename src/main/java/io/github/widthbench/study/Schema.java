package io.github.widthbench.study;

/** The fields that an experiment takes under {@code fixed}. Being written. */
public interface Schema {}
