package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backend found out about itself on this machine.
 *
 * @param usable whether {@link BackendProvider#open} would succeed
 * @param reason why it is usable or not, in one sentence
 * @param cure what to do when it is not; empty when it is
 * @param precisions formats it computes in
 * @param facts what {@code doctor} prints and provenance keeps: libraries, vector width, driver
 */
public record Capability(
    BackendKind kind,
    boolean usable,
    String reason,
    String cure,
    Set<Precision> precisions,
    List<Map.Entry<String, String>> facts) {

  public Capability {
    precisions = Set.copyOf(precisions);
    facts = List.copyOf(facts);
  }
}
