package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion as shells do it: the script is sourced, and what it registers is asked. */
class CompletionTest {

  /** Asks for the words that complete the last argument. */
  private static final String ASK =
      """
      source "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      _complete_widthbench 2>/dev/null
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private static Path folder;
  private static Path script;

  @BeforeAll
  static void writeScript() throws IOException {
    script = Files.writeString(folder.resolve("completion"), generated());
  }

  private static String generated() {
    return Called.with("generate-completion").out();
  }

  @Test
  void commands_halfTyped_areCompleted() throws Exception {
    assertThat(completed("pl")).contains("plan");
    assertThat(completed("stu")).containsExactly("studies");
  }

  @Test
  void options_halfTyped_areCompleted() throws Exception {
    assertThat(completed("run", "--ba")).containsExactly("--backend");
    assertThat(completed("gate", "--min")).containsExactly("--min-effect");
  }

  @Test
  void valuesOfOptions_areCompleted() throws Exception {
    assertThat(completed("run", "--backend", "c")).containsExactlyInAnyOrder("cpu", "cuda");
    assertThat(completed("bench", "--profile", "")).contains("quick", "ci", "full");
  }

  @Test
  void studies_areCompleted() throws Exception {
    assertThat(completed("run", "exponential-q")).contains("exponential-quick");
    assertThat(completed("studies", "momentum-a"))
        .contains("momentum-autoencoder", "momentum-autoencoder-digits");
  }

  @Test
  void script_sourcedInBash_isBoundToTheProgramByName() throws Exception {
    assertThat(said("bash", "-c", "source \"$1\"; complete -p widthbench", "_", script.toString()))
        .contains("_complete_widthbench widthbench");
  }

  @Test
  void script_sourcedInZsh_isBoundToTheProgramByName() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is installed");

    assertThat(said("zsh", "-fc", "source $1; print $_comps[widthbench]", "_", script.toString()))
        .contains("_complete_widthbench");
  }

  private static List<String> completed(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", ASK, "_", script.toString(), "widthbench"));
    command.addAll(List.of(words));
    return said(command.toArray(String[]::new)).lines().flatMap(CompletionTest::split).toList();
  }

  private static Stream<String> split(String line) {
    return Stream.of(line.strip()).filter(word -> !word.isEmpty());
  }

  private static String said(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
