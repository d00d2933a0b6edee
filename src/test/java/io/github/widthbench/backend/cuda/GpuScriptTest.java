package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The script that runs on GPU machines is whole: seldom run, it would fail there for want of a
 * function. {@code ci/cuda-software} rehearses it.
 */
class GpuScriptTest {

  private String script;
  private Set<String> functions;

  @BeforeEach
  void read() throws IOException {
    script = Files.readString(Path.of("ci", "gpu"));
    functions = new TreeSet<>(found("(?m)^([a-z_]+)\\(\\) \\{"));
  }

  @Test
  void everyExportedFunction_isDefined() {
    List<String> exported = found("(?m)^export -f (.*)$");

    assertThat(exported).hasSize(1);
    assertThat(functions).containsAll(Arrays.asList(exported.getFirst().split(" ", -1)));
  }

  /** A step runs in a shell of its own, which knows only what is exported. */
  @Test
  void everyStep_callsAFunctionThatIsExported() {
    Set<String> exported = Set.of(found("(?m)^export -f (.*)$").getFirst().split(" ", -1));
    List<String> called =
        found(
            "(?m)\\bstep (?:'[^']*'|\"[^\"]*\"|\\w+) (?:\\d+|\\$\\(\\([^)]*\\)\\)) [\\w.]+ (\\w+)");

    assertThat(called).hasSizeGreaterThan(10);
    assertThat(exported).containsAll(called);
  }

  @Test
  void everyMode_isDefinedAndExplained() {
    List<String> modes = Arrays.asList(found("known=\\(([^)]*)\\)").getFirst().split(" ", -1));

    assertThat(functions).containsAll(modes);
    assertThat(modes).allSatisfy(mode -> assertThat(script).contains("#   " + mode + " "));
  }

  private List<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(script)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
