package io.github.widthbench.cli;

import io.github.widthbench.results.BenchCase;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Which cases a call of {@code bench} asks for. */
final class BenchCases {

  private BenchCases() {}

  /**
   * One case to measure.
   *
   * @param modes of JMH
   * @param profiled whether the profile lists it, and so says how long it is measured
   */
  record Planned(BenchCase point, List<Mode> modes, boolean profiled) {

    /** Keys of the records that measuring it makes. */
    List<String> keys(int threads) {
      return modes.stream().map(mode -> point.key(mode.shortLabel(), threads)).toList();
    }
  }

  /**
   * The points of {@code profile} whose benchmarks match, with the parameters that are named by
   * options in place of the profile's. A benchmark that the profile leaves out runs at its own
   * defaults where a pattern names it.
   */
  static List<Planned> of(CommandLineOptions asked, BenchProfile profile) {
    SequencedMap<BenchCase, Planned> cases = new LinkedHashMap<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList().find(silent(), asked.getIncludes(), asked.getExcludes())) {
      for (Planned planned : of(entry, asked, profile)) {
        cases.merge(planned.point(), planned, BenchCases::joined);
      }
    }
    return List.copyOf(cases.values());
  }

  /** Short names of all benchmarks and of their classes. */
  static List<String> names() {
    return BenchmarkList.defaultList().getAll(silent(), List.of()).stream()
        .map(entry -> new BenchCase(entry.getUsername(), new TreeMap<>()).shortName())
        .flatMap(name -> Stream.of(name, name.substring(0, name.indexOf('.'))))
        .distinct()
        .toList();
  }

  private static OutputFormat silent() {
    return OutputFormatFactory.createFormatInstance(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        VerboseMode.SILENT);
  }

  private static List<Planned> of(
      BenchmarkListEntry entry, CommandLineOptions asked, BenchProfile profile) {
    String name = entry.getUsername();
    String shortName = new BenchCase(name, new TreeMap<>()).shortName();
    List<BenchProfile.Selection> selections = profile.of(shortName);
    boolean profiled = !selections.isEmpty();
    if (!profiled) {
      if (asked.getIncludes().isEmpty()) {
        return List.of();
      }
      selections = List.of(BenchProfile.Selection.of(shortName));
    }
    List<Mode> modes =
        asked.getBenchModes().isEmpty()
            ? List.of(entry.getMode())
            : List.copyOf(asked.getBenchModes());
    return selections.stream()
        .flatMap(selection -> points(entry, asked, selection).stream())
        .map(params -> new Planned(new BenchCase(name, new TreeMap<>(params)), modes, profiled))
        .toList();
  }

  /** All combinations of the values of an entry's parameters. */
  private static List<Map<String, String>> points(
      BenchmarkListEntry entry, CommandLineOptions asked, BenchProfile.Selection selection) {
    List<Map<String, String>> points = List.of(Map.of());
    for (Map.Entry<String, String[]> param : entry.getParams().orElse(Map.of()).entrySet()) {
      String name = param.getKey();
      Collection<String> values =
          asked
              .getParameter(name)
              .orElse(selection.params().getOrDefault(name, List.of(param.getValue())));
      List<Map<String, String>> wider = new ArrayList<>();
      for (Map<String, String> point : points) {
        for (String value : new LinkedHashSet<>(values)) {
          Map<String, String> next = new TreeMap<>(point);
          next.put(name, value);
          wider.add(next);
        }
      }
      points = wider;
    }
    return points;
  }

  private static Planned joined(Planned a, Planned b) {
    List<Mode> modes = new ArrayList<>(new LinkedHashSet<>(a.modes()));
    b.modes().stream().filter(mode -> !modes.contains(mode)).forEach(modes::add);
    return new Planned(a.point(), modes, a.profiled());
  }
}
