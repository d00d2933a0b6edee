package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Extension;
import io.github.widthbench.spectrum.LinearTheory;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Variation;
import io.github.widthbench.training.Loss;
import io.github.widthbench.training.Objective;
import io.github.widthbench.training.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a cell does otherwise than the theory: mini-batches, another loss or output, ridge, weight
 * decay.
 */
final class Practice {

  private static final String RIDGE = "ridge";
  private static final String DECAY = "weightDecay";
  private static final String STEP = "learningRate";
  private static final String BATCH = "batchSize";

  private final ExponentialCase cell;
  private final Problem problem;
  private final Settings settings;

  private Practice(ExponentialCase cell, Problem problem) {
    this.cell = cell;
    this.problem = problem;
    this.settings = cell.settings();
  }

  static Practice of(ExponentialCase cell, Problem problem) {
    return new Practice(cell, problem);
  }

  /** What a record is marked with; sizes of 0 and what is as in the theory are none. */
  static List<Extension> extensions(Settings settings) {
    List<Extension> found = new ArrayList<>();
    if (settings.has(BATCH)) {
      found.add(Extension.leaving("batches of", settings.integer(BATCH), "all samples"));
    }
    if (settings.has("loss") && !settings.text("loss").equals("squared")) {
      found.add(Extension.leaving("loss", settings.text("loss"), "squared"));
    }
    if (settings.has("output") && !settings.text("output").equals("linear")) {
      found.add(Extension.leaving("output", settings.text("output"), "linear"));
    }
    for (String field : List.of(RIDGE, DECAY)) {
      if (isAboveZero(settings, field)) {
        String what = field.equals(RIDGE) ? RIDGE : "weight decay";
        found.add(Extension.leaving(what, shown(settings, field), "none"));
      }
    }
    return List.copyOf(found);
  }

  /** Ridges, and other starts than the cell's own. */
  static List<Variation> waysOut(Settings settings) {
    List<Variation> ways = new ArrayList<>();
    boolean scaled = settings.has(STEP + ".scaled");
    for (double ridge : List.of(0.001, 0.01, 0.1)) {
      // what a step of length 1/λmax takes the weights towards their start
      Map<String, Object> form =
          scaled
              ? Map.of("scaled", ridge)
              : Map.of("value", ridge / settings.number(STEP + ".value"));
      ways.add(Variation.of("ridge " + ridge, RIDGE, form));
    }
    Object own = settings.find("initialization").map(Node::plain).orElse("");
    for (Object start :
        List.of("coupled", "iid", "orthonormal", Map.of("scaled", 0.5), Map.of("scaled", 0.1))) {
      if (!start.equals(own)) {
        String name = start instanceof Map<?, ?> form ? "scaled " + form.get("scaled") : "" + start;
        ways.add(Variation.of("initialization " + name, "initialization", start));
      }
    }
    return ways;
  }

  /** Refuses what cannot be, before anything runs. */
  static void check(Settings settings, int samples) {
    if (settings.has(BATCH) && settings.integer(BATCH) > samples) {
      throw settings.error(
          BATCH,
          String.valueOf(settings.integer(BATCH)),
          "1 to " + samples + ", the points trained on");
    }
    if (isAboveZero(settings, RIDGE) && isAboveZero(settings, DECAY)) {
      throw settings.error(DECAY, "weight decay beside a ridge", "one of the two");
    }
    Stream.of(RIDGE, DECAY)
        .filter(field -> isAboveZero(settings, field))
        .forEach(field -> checkSize(settings, field));
  }

  /** A step must not take the weights beyond what they decay to. */
  private static void checkSize(Settings settings, String field) {
    String unit = form(settings, field).substring(field.length());
    if (!settings.has(STEP + unit)) {
      throw settings.error(
          field,
          unit.substring(1) + " with another learningRate",
          "scaled with learningRate: {scaled: …}, value with {value: …}");
    }
    double share = number(settings, field) * settings.number(STEP + unit);
    if (share >= 1) {
      throw settings.error(
          form(settings, field),
          number(settings, field) + ", which times the learning rate is " + share,
          "a product below 1, or a step takes the weights beyond what they decay to");
    }
  }

  private static boolean isAboveZero(Settings settings, String field) {
    return number(settings, field) > 0;
  }

  private static double number(Settings settings, String field) {
    return settings.has(field) ? settings.number(form(settings, field)) : 0;
  }

  private static String form(Settings settings, String field) {
    return field + (settings.has(field + ".scaled") ? ".scaled" : ".value");
  }

  private static String shown(Settings settings, String field) {
    String unit = settings.has(field + ".scaled") ? "·λmax(H∞)" : "";
    return number(settings, field) + unit;
  }

  /** The loss and what it is of. */
  Objective objective() {
    Loss loss =
        settings.has("loss")
            ? Loss.valueOf(settings.text("loss").toUpperCase(Locale.ROOT))
            : Loss.SQUARED;
    return new Objective(loss, settings.has("output") && settings.text("output").equals("tanh"));
  }

  /** The answers that go with outputs. */
  double[] answers(double[] outputs) {
    Objective objective = objective();
    return objective.tanh() ? Arrays.stream(outputs).map(objective::answer).toArray() : outputs;
  }

  /** Whether the study says which samples a step looks at. */
  boolean hasBatches() {
    return settings.has(BATCH);
  }

  /** Whether that is all of them. */
  boolean hasFullBatches() {
    return hasBatches() && settings.integer(BATCH) == problem.sampleCount();
  }

  /** The ridge in units of the Gram matrix, 0 for none. */
  double ridge() {
    return inUnitsOfGram(RIDGE);
  }

  private double inUnitsOfGram(String field) {
    double number = number(settings, field);
    return settings.has(field + ".scaled")
        ? number * problem.lambdaMax()
        : number / (cell.width() * cell.scale() * cell.scale());
  }

  /** The steps to take; empty for plain descent. */
  Optional<Recipe> recipe() {
    double gram = inUnitsOfGram(RIDGE) + inUnitsOfGram(DECAY);
    if (extensions(settings).isEmpty()) {
      return Optional.empty();
    }
    int size =
        settings.has(BATCH) ? Math.toIntExact(settings.integer(BATCH)) : problem.sampleCount();
    double decay = gram * cell.width() * cell.scale() * cell.scale();
    return Optional.of(new Recipe(objective(), size, decay, isAboveZero(settings, RIDGE)));
  }

  /** The steps that look at all samples instead; empty where those are plain descent. */
  Optional<Recipe> wholeRecipe() {
    return extensions(settings).size() == 1 && hasBatches()
        ? Optional.empty()
        : recipe().map(steps -> steps.of(problem.sampleCount()));
  }

  /** Whether the linear theory speaks of these steps, full batches assumed. */
  boolean hasTheory() {
    return objective().isSquared() && !isAboveZero(settings, DECAY);
  }

  /** Full-batch descent with the ridge in infinite width. */
  LinearTheory theory() {
    return new LinearTheory(problem.decomposition(), cell.kappa(problem), ridge());
  }
}
