package io.github.widthbench.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.Preference;
import io.github.widthbench.math.Precision;
import io.github.widthbench.measure.Crossover;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers, which backend is used, and why not the others. */
@Command(
    name = "doctor",
    description = "Says what this machine offers, and which backend is used.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./widthbench doctor", "  ./widthbench doctor --json"},
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class DoctorCommand implements Callable<Integer> {

  private static final double GIB = 1 << 30;

  private final Terminal terminal;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--measure",
      description =
          "Measure from which size of a step on the GPU is faster than the processor, and keep it"
              + " for --backend auto; a minute.")
  private boolean measure;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SequencedMap<String, Object> machine = machine();
    List<Capability> backends = Backends.probe();
    if (measure) {
      backends.stream().filter(DoctorCommand::isUsableGpu).forEach(this::measure);
    }
    String auto = auto();
    if (json) {
      terminal.out().println(Json.text(document(machine, backends, auto)));
    } else {
      machine.forEach((what, text) -> line(0, what, text));
      terminal.out().println();
      backends.forEach(this::print);
      terminal.out().println();
      line(0, "--backend auto", auto);
    }
    return Exit.DONE;
  }

  private static SequencedMap<String, Object> machine() {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("widthbench", VersionText.build());
    facts.put("java", Runtime.version() + ", " + System.getProperty("java.vendor"));
    facts.put("java home", System.getProperty("java.home"));
    facts.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put(
        "memory",
        "%.1f GiB, of which %.1f GiB for the Java heap"
            .formatted(physicalBytes() / GIB, Runtime.getRuntime().maxMemory() / GIB));
    return facts;
  }

  private static long physicalBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static boolean isUsableGpu(Capability backend) {
    return backend.kind() == BackendKind.CUDA && backend.usable();
  }

  /** Measures where the GPU overtakes the processor, in each precision that both have. */
  private void measure(Capability gpu) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (Backend processor = Backends.open(BackendKind.CPU, threads);
        Backend device = Backends.open(gpu.kind(), threads)) {
      for (Precision precision : List.of(Precision.FP64, Precision.FP32)) {
        Crossover found = Crossover.measure(processor, device, precision, terminal::tell);
        Crossover.Table.ofUser().store(gpu, precision, found);
      }
    }
  }

  /** What a run without {@code --backend} gets, and why. */
  private static String auto() {
    try {
      Backends.Choice choice =
          Backends.choose(Optional.empty(), Precision.FP64, DoctorCommand::preferred);
      return choice.used().kind().label() + " (" + choice.why() + ")";
    } catch (BackendUnavailableException none) {
      return "none: " + none.getMessage();
    }
  }

  private static Preference.Advice preferred(Capability usable) {
    Preference.Advice byName = Preference.WITHOUT_FIGURES.on(usable);
    return usable.kind() != BackendKind.CUDA
        ? byName
        : Crossover.Table.ofUser()
            .find(usable, Precision.FP64)
            .map(crossover -> crossover.advise(Precision.FP64))
            .orElse(byName);
  }

  private void print(Capability backend) {
    line(
        0,
        backend.kind().label(),
        (backend.usable() ? "usable: " : "not usable: ") + backend.reason());
    if (!backend.usable()) {
      line(2, "cure", backend.cure());
    }
    if (!backend.precisions().isEmpty()) {
      line(2, "precisions", String.join(", ", precisions(backend)));
    }
    backend.facts().forEach(fact -> line(2, fact.getKey(), fact.getValue()));
  }

  private void line(int indent, String what, Object text) {
    terminal.out().println("%-19s %s".formatted(" ".repeat(indent) + what, text));
  }

  private static List<String> precisions(Capability backend) {
    return backend.precisions().stream().sorted().map(Precision::label).toList();
  }

  private static Map<String, Object> document(
      SequencedMap<String, Object> machine, List<Capability> backends, String auto) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "widthbench/doctor/1");
    document.put("machine", machine);
    document.put("backends", backends.stream().map(DoctorCommand::backend).toList());
    document.put("auto", auto);
    return document;
  }

  private static SequencedMap<String, Object> backend(Capability backend) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("kind", backend.kind().label());
    plain.put("usable", backend.usable());
    plain.put("reason", backend.reason());
    plain.put("cure", backend.cure());
    plain.put("precisions", precisions(backend));
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    backend.facts().forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
    plain.put("facts", facts);
    return plain;
  }
}
