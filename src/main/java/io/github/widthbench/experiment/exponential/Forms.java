package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Extension;
import io.github.widthbench.math.FloatFormat;
import io.github.widthbench.network.Arithmetic;
import io.github.widthbench.network.ExponentForm;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.FormsType;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.WordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a cell computes e^z and stores its numbers: the fields {@code exponent} and {@code storage},
 * and {@code normalisation: softmax}. Where one of them is written, networks run in plain loops
 * that round where {@link Arithmetic} says, so that forms compare like with like; else on the
 * backend's own passes.
 */
record Forms(Settings settings) {
  static final String EXPONENT = "exponent";
  static final String STORAGE = "storage";
  private static final String NORMALISATION = "normalisation";
  private static final String SOFTMAX = "softmax";
  private static final int LARGEST_DEGREE = 64;

  static Field exponent() {
    return Field.optional(
        EXPONENT,
        FormsType.of("exact", "rowScaled")
            .or("clipped", NumberType.positive())
            .or("polynomial", IntegerType.between(1, LARGEST_DEGREE)));
  }

  static Field storage() {
    Type format = WordType.of("fp64", "fp32", "bf16", "fp16");
    return Field.optional(
        STORAGE,
        FormsType.of("fp64", "fp32", "bf16", "fp16")
            .or("weights", format)
            .or("activations", format));
  }

  static Field normalisation() {
    return Field.optional(NORMALISATION, WordType.of("none", "sqrtWidth", SOFTMAX));
  }

  boolean isSoftmax() {
    return settings.has(NORMALISATION) && settings.text(NORMALISATION).equals(SOFTMAX);
  }

  /** What the loops compute in; empty where the backend's own passes run. */
  Optional<Arithmetic> arithmetic() {
    if (!areNamed() && !isSoftmax()) {
      return Optional.empty();
    }
    return Optional.of(
        new Arithmetic(form(), format("weights"), format("activations"), isSoftmax()));
  }

  private ExponentForm form() {
    if (settings.has("exponent.polynomial")) {
      return new ExponentForm.Polynomial(Math.toIntExact(settings.integer("exponent.polynomial")));
    }
    boolean plainWord = settings.has(EXPONENT) && !settings.has("exponent.clipped");
    return plainWord && settings.text(EXPONENT).equals("rowScaled")
        ? new ExponentForm.RowScaled()
        : new ExponentForm.Exact(); // a clip is the network's own
  }

  private FloatFormat format(String part) {
    String path = STORAGE + "." + part;
    if (settings.has(path)) {
      return FloatFormat.of(settings.text(path));
    }
    boolean other = settings.has("storage.weights") || settings.has("storage.activations");
    return other || !settings.has(STORAGE)
        ? FloatFormat.FP64
        : FloatFormat.of(settings.text(STORAGE));
  }

  /** Whether e^z itself is computed, nothing clipped, in FP64: what forms are compared with. */
  boolean areExact() {
    return form() instanceof ExponentForm.Exact
        && clip() == Double.POSITIVE_INFINITY
        && !areRounded();
  }

  /** Whether the study names a form or a format. */
  boolean areNamed() {
    return settings.has(EXPONENT) || settings.has(STORAGE);
  }

  /** Largest exponent let through, +∞ for none. */
  double clip() {
    String path = settings.has("exponent.clipped") ? "exponent.clipped" : "clip";
    return settings.has(path) ? settings.number(path) : Double.POSITIVE_INFINITY;
  }

  /** What of it the theorem does not speak of; exact forms in FP64 stay within it. */
  List<Extension> extensions() {
    List<Extension> extensions = new ArrayList<>();
    if (isSoftmax()) {
      extensions.add(
          Extension.leaving(
              NORMALISATION, SOFTMAX, "none: this is an extension without a theorem"));
    }
    if (settings.has("exponent.polynomial")) {
      extensions.add(Extension.leaving(EXPONENT, word(EXPONENT), "exact"));
    }
    if (areRounded()) {
      extensions.add(Extension.leaving(STORAGE, word(STORAGE), "fp64"));
    }
    return extensions;
  }

  /** Whether something is stored in fewer bits than FP64 has. */
  boolean areRounded() {
    return unitRoundoff() > FloatFormat.FP64.unitRoundoff();
  }

  /** Of the coarser of the formats that weights and activations are stored in. */
  double unitRoundoff() {
    return Math.max(format("weights").unitRoundoff(), format("activations").unitRoundoff());
  }

  private String word(String path) {
    return settings.find(path).map(Node::shown).orElse("");
  }

  /** Refuses what has no meaning together. */
  void check() {
    if (arithmetic().isEmpty()) {
      return;
    }
    String named =
        settings.has(EXPONENT) ? EXPONENT : settings.has(STORAGE) ? STORAGE : NORMALISATION;
    if (!settings.text("activation").equals("exp")) {
      throw settings.error(
          named,
          word(named) + " with activation " + settings.text("activation"),
          "no such field, or activation: exp, which it speaks of");
    }
    if (!settings.text("precision").equals("fp64")) {
      throw settings.error(
          "precision",
          settings.text("precision"),
          "fp64 with %s: sums are in fp64, and storage says what is rounded".formatted(named));
    }
    if (!Practice.extensions(settings).isEmpty()) {
      throw settings.error(
          named,
          "given with " + Practice.extensions(settings).getFirst().text(),
          "full-batch descent on the squared loss without decay, the steps that these loops take");
    }
    if (settings.has("exponent.clipped") && settings.has("clip")) {
      throw settings.error("clip", word("clip"), "none with exponent: {clipped: …}");
    }
  }
}
