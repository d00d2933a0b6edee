package io.github.widthbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the walls between the packages. */
class ArchitectureTest {

  private static final String ROOT = "io.github.widthbench";

  private static final Set<String> STUDY = Set.of("math");
  private static final Set<String> DEVICE = Set.of("backend", "math");
  private static final Set<String> PAPER =
      Set.of(
          "experiment", "training", "spectrum", "network", "dataset", "study", "backend", "math");
  private static final Set<String> RESULTS =
      Set.of("study", "experiment", "measure", "backend", "math");

  /** What each package may use besides itself; a package that is missing here is a mistake. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("math", Set.of()),
          Map.entry("study", STUDY),
          Map.entry("dataset", Set.of("study", "math")),
          Map.entry("backend", Set.of("math")),
          Map.entry("backend.reference", DEVICE),
          Map.entry("backend.cpu", Set.of("backend", "backend.cpu.kernel", "math")),
          Map.entry("backend.cpu.kernel", Set.of("math")),
          Map.entry("backend.cuda", DEVICE),
          Map.entry("network", DEVICE),
          Map.entry("training", Set.of("network", "backend", "math")),
          Map.entry("spectrum", Set.of("network", "backend", "math")),
          Map.entry("experiment", PAPER),
          Map.entry(
              "experiment.electrodynamics",
              Stream.concat(PAPER.stream(), Stream.of("experiment.electrodynamics.potential"))
                  .collect(Collectors.toSet())),
          Map.entry("experiment.electrodynamics.potential", DEVICE),
          Map.entry("experiment.condensation", PAPER),
          Map.entry("experiment.exponential", PAPER),
          Map.entry("experiment.momentum", PAPER),
          Map.entry("experiment.recovery", PAPER),
          Map.entry("measure", DEVICE),
          Map.entry("results", RESULTS),
          Map.entry("gate.statistics", Set.of()),
          Map.entry(
              "gate",
              Stream.concat(RESULTS.stream(), Stream.of("results", "gate.statistics"))
                  .collect(Collectors.toSet())),
          Map.entry(
              "sweep", Set.of("experiment", "results", "study", "backend", "measure", "math")),
          Map.entry(
              "pilot",
              Stream.concat(RESULTS.stream(), Stream.of("results", "sweep"))
                  .collect(Collectors.toSet())),
          Map.entry("scaling", Set.of("study", "experiment", "results")),
          Map.entry(
              "report",
              Stream.concat(RESULTS.stream(), Stream.of("results", "scaling", "report.chart"))
                  .collect(Collectors.toSet())),
          Map.entry("report.chart", Set.of("experiment", "study", "measure", "results")));

  /** These two may use everything, save that nothing uses cli. */
  private static final Set<String> FREE = Set.of("cli", "benchmarks");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackage_isInTheTable() {
    Set<String> known = new TreeSet<>(MAY_USE.keySet());
    known.addAll(FREE);
    assertThat(PRODUCT.stream().map(ArchitectureTest::house).distinct()).isSubsetOf(known);
  }

  @Test
  void everyPackage_usesOnlyWhatTheTableAllows() {
    MAY_USE.forEach((name, allowed) -> {
      List<String> houses = Stream.concat(allowed.stream(), Stream.of(name)).toList();
      String[] packages = houses.stream().map(ArchitectureTest::qualified).toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage(qualified(name))
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(packages)))
          .allowEmptyShould(true)
          .check(PRODUCT);
    });
  }

  @Test
  void theCommandLine_isUsedByNothing() {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(qualified("cli"))
        .check(PRODUCT);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void experiments_knowNoOther() {
    slices()
        .matching(ROOT + ".experiment.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void deviceLibraries_stayInTheirBackend() {
    onlyIn("jcuda..", "backend.cuda");
    onlyIn("jdk.incubator.vector..", "backend.cpu.kernel");
  }

  @Test
  void argumentParsing_staysInTheCommandLine() {
    onlyIn("picocli..", "cli");
  }

  @Test
  void standardStreams_areTheCommandLines() {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PRODUCT);
  }

  @Test
  void theClock_isReadOnlyWhereTimeIsMeasured() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            qualified("measure"), qualified("backend") + "..", qualified("benchmarks") + "..")
        .should()
        .callMethod(System.class, "nanoTime")
        .check(PRODUCT);
  }

  private static void onlyIn(String library, String house) {
    noClasses()
        .that()
        .resideOutsideOfPackage(qualified(house))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  private static String qualified(String house) {
    return ROOT + "." + house;
  }

  /** The package of a class below the root; generated benchmarks count as benchmarks. */
  private static String house(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1).replace(".jmh_generated", "");
  }
}
