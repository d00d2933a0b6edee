package io.github.widthbench.backend;

/** Forwards the primitives only, so that every composition runs its default body. */
public record UnfusedOps(Ops primitives) implements ForwardingOps {}
