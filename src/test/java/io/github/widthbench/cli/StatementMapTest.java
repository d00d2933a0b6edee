package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.study.BuiltInStudies;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statement is on the map, with its claim and a fault that turns it. */
class StatementMapTest {

  private static final List<Experiment> EXPERIMENTS = Experiments.builtIn().all();

  private static final StatementMap MAP = new StatementMap(faultTests());

  @Test
  void page_isMadeFromTheCode() throws IOException {
    String made = MAP.page(EXPERIMENTS);
    if (Boolean.getBoolean("widthbench.map.write")) {
      Files.writeString(StatementMap.PAGE, made);
    }

    assertThat(StatementMap.PAGE).as("ci/map writes it").content().isEqualTo(made);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void statement_hasAClaimAStudyAndAFaultThatTurnsIt(Statement statement) {
    String experiment = statement.name().substring(0, statement.name().indexOf('.'));

    assertThat(StatementMap.claims(experiment))
        .as("the page's table")
        .containsKey(statement.name());
    assertThat(BuiltInStudies.names()).contains(statement.study());
    assertThat(MAP.faults()).containsKey(statement.name());
  }

  @Test
  void faults_areOfStatementsThatExist() {
    assertThat(statements().stream().map(Statement::name))
        .doesNotHaveDuplicates()
        .containsAll(MAP.faults().keySet());
  }

  static List<Statement> statements() {
    return EXPERIMENTS.stream().flatMap(e -> e.statements().stream()).toList();
  }

  private static List<Class<?>> faultTests() {
    return EXPERIMENTS.stream().<Class<?>>map(StatementMapTest::faultTest).toList();
  }

  private static Class<?> faultTest(Experiment experiment) {
    String name = experiment.getClass().getPackageName() + ".PlantedFaultTest";
    try {
      return Class.forName(name, false, StatementMapTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(experiment.name() + " has no " + name, e);
    }
  }
}
