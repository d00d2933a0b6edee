package io.github.widthbench.gate;

import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.GateRecord.Difference;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Facts about a machine that decide what is measured on it. */
final class Facts {

  /** The fact that names backend and device of the cells. */
  static final String COMPUTED_BY = "computed by";

  /** Parts several such names. */
  static final String AND = " and ";

  private static final String REFERENCE = "reference";

  /** What decides the bits of a result, on every backend but the reference. */
  private static final Set<String> BITS = Set.of(COMPUTED_BY, "device vectors");

  private Facts() {}

  /** The facts of a {@code provenance.json}; load, memory and paths are left out. */
  static SortedMap<String, String> of(JsonNode provenance) {
    SortedMap<String, String> facts = new TreeMap<>();
    put(facts, "processor", provenance.at("/host/cpu"));
    put(facts, "cores", provenance.at("/host/cores"));
    put(facts, "architecture", provenance.at("/host/architecture"));
    put(facts, "Java", provenance.at("/jvm/version"));
    put(facts, "Java vendor", provenance.at("/jvm/vendor"));
    put(facts, "backend", provenance.at("/backend/used"));
    for (JsonNode found : provenance.path("found")) {
      if (found.path("backend").asString("").equals(facts.get("backend"))) {
        found
            .path("facts")
            .forEachEntry((name, value) -> {
              if (!name.endsWith("file")) {
                put(facts, "device " + name, value);
              }
            });
      }
    }
    return facts;
  }

  /** Facts that both sides state and that differ. */
  static List<Difference> differences(
      SortedMap<String, String> baseline, SortedMap<String, String> candidate) {
    return baseline.entrySet().stream()
        .filter(fact -> candidate.containsKey(fact.getKey()))
        .filter(fact -> !fact.getValue().equals(candidate.get(fact.getKey())))
        .map(fact ->
            new Difference(
                fact.getKey(), fact.getValue(), String.valueOf(candidate.get(fact.getKey()))))
        .toList();
  }

  /** What computed a cell: no machine changes the bits of the reference backend. */
  static String computedBy(CellRecord.Ran ran) {
    return ran.used().equals(REFERENCE) ? REFERENCE : ran.used() + " on " + ran.device();
  }

  /** Those of {@code differences} that change the bits of a result. */
  static List<Difference> ofBits(List<Difference> differences, SortedMap<String, String> facts) {
    boolean stated = differences.stream().anyMatch(d -> d.fact().equals(COMPUTED_BY));
    return !stated && REFERENCE.equals(facts.get(COMPUTED_BY))
        ? List.of()
        : differences.stream().filter(difference -> BITS.contains(difference.fact())).toList();
  }

  private static void put(SortedMap<String, String> facts, String name, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      facts.put(name, value.asString(""));
    }
  }
}
