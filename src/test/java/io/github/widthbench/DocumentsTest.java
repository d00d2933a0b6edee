package io.github.widthbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and pages point at is there. Their commands are run by ci/docs. */
class DocumentsTest {

  private static final Path PAGES = Path.of("src/site/markdown");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+?)(?:#[^)]*)?\\)");

  /** A path in backticks with a folder of this tree at its start. */
  private static final Pattern NAMED =
      Pattern.compile("`((?:src|benchmarks|kernels|ci)/[\\w./-]+)`");

  private static final Pattern COPIED =
      Pattern.compile("<!-- from: (.*) -->\n```\\w*\n(.*?)```", Pattern.DOTALL);

  private static final Pattern HIDDEN_COMMAND = Pattern.compile("(?m)^    (\\./widthbench.*)$");

  @ParameterizedTest
  @MethodSource("documents")
  void links_followed_endAtFiles(Path document) throws IOException {
    Path folder = document.toAbsolutePath().getParent();

    assertThat(found(LINK, document).filter(link -> !link.contains("://")))
        .allSatisfy(link -> assertThat(folder.resolve(link)).as(link).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void files_namedInText_exist(Path document) throws IOException {
    assertThat(found(NAMED, document)).allSatisfy(name -> assertThat(Path.of(name)).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void code_shown_isThatOfItsFile(Path document) throws IOException {
    for (MatchResult copied : matches(COPIED, document)) {
      assertThat(Files.readString(Path.of(copied.group(1)))).contains(copied.group(2));
    }
  }

  /** An indented block is not run by ci/docs. */
  @ParameterizedTest
  @MethodSource("documents")
  void commands_shown_standInConsoleBlocks(Path document) throws IOException {
    assertThat(found(HIDDEN_COMMAND, document)).isEmpty();
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> pages = Files.walk(PAGES)) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("results/README.md")),
              pages.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static Stream<String> found(Pattern pattern, Path document) throws IOException {
    return matches(pattern, document).stream().map(match -> match.group(1));
  }

  private static List<MatchResult> matches(Pattern pattern, Path document) throws IOException {
    return pattern.matcher(Files.readString(document)).results().toList();
  }
}
