/**
 * Vector loops of the CPU backend, written once and generated as bytecode for each activation,
 * precision and vector size.
 *
 * <p>C2 keeps a vector in a register only where it sees the whole computation: a method that takes
 * or returns a vector is inlined only while the graph is small, and boxes its vectors from there on
 * (a hundredth of the speed). So a loop must be one straight line of Vector API calls. Written by
 * hand that means a copy of every formula in every loop and precision; here a formula is a Java
 * method that <em>emits</em> those calls ({@link
 * io.github.widthbench.backend.cpu.kernel.LaneCode}), and each combination that is asked for
 * becomes a hidden class ({@link io.github.widthbench.backend.cpu.kernel.Kernels}).
 */
@NullMarked
package io.github.widthbench.backend.cpu.kernel;

import org.jspecify.annotations.NullMarked;
