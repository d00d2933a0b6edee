package io.github.widthbench.results;

import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.math.Precision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a folder come from: all that may change from run to run and so stands in no
 * record. Neither the machine's name nor its user is kept.
 *
 * @param study name of the study
 * @param hash of the run folder
 * @param arguments of the command
 * @param start when the run began
 */
public record Provenance(
    String study,
    String hash,
    Build build,
    Jvm jvm,
    Host host,
    Backends.Choice backend,
    List<String> arguments,
    Instant start) {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/provenance/1";

  public Provenance {
    arguments = List.copyOf(arguments);
  }

  /** The provenance of a run in {@code folder} on this machine. */
  public static Provenance of(
      RunFolder folder,
      Build build,
      Backends.Choice backend,
      List<String> arguments,
      Instant start) {
    return new Provenance(
        folder.study(),
        folder.hash(),
        build,
        Jvm.current(),
        Host.current(),
        backend,
        arguments,
        start);
  }

  /** The content of {@code provenance.json}. */
  public String json() {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("schema", SCHEMA);
    plain.put("study", study);
    plain.put("hash", hash);
    plain.put("start", start.truncatedTo(ChronoUnit.MILLIS).toString());
    plain.put("arguments", arguments);
    plain.put("build", plain(build));
    plain.put("jvm", plain(jvm));
    plain.put("host", plain(host));
    plain.put("backend", plain(backend));
    plain.put("found", backend.found().stream().map(Provenance::plain).toList());
    return Json.pretty(plain);
  }

  private static Map<String, Object> plain(Build build) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("version", build.version());
    plain.put("commit", build.commit());
    plain.put("dirty", build.dirty());
    plain.put("changes", build.changes());
    return plain;
  }

  private static Map<String, Object> plain(Jvm jvm) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("vendor", jvm.vendor());
    plain.put("name", jvm.name());
    plain.put("version", jvm.version());
    plain.put("flags", jvm.flags());
    plain.put("collectors", jvm.collectors());
    plain.put("heapBytes", jvm.heapBytes());
    plain.put("pid", jvm.pid());
    return plain;
  }

  private static Map<String, Object> plain(Host host) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("system", host.system());
    plain.put("kernel", host.kernel());
    plain.put("architecture", host.architecture());
    plain.put("cpu", host.cpu());
    plain.put("cores", host.cores());
    plain.put("load", host.load());
    plain.put("memoryBytes", host.memoryBytes());
    return plain;
  }

  private static Map<String, @Nullable Object> plain(Backends.Choice choice) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("used", choice.used().kind().label());
    plain.put("requested", choice.requested().map(kind -> kind.label()).orElse(null));
    plain.put("why", choice.why());
    return plain;
  }

  private static Map<String, Object> plain(Capability capability) {
    Map<String, String> facts = new LinkedHashMap<>();
    capability.facts().forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("backend", capability.kind().label());
    plain.put("usable", capability.usable());
    plain.put("reason", capability.reason());
    plain.put("cure", capability.cure());
    plain.put(
        "precisions", capability.precisions().stream().sorted().map(Precision::label).toList());
    plain.put("facts", facts);
    return plain;
  }
}
