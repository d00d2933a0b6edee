package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged journals of four cells: what is damaged is named, the rest counts, and runs complete. */
class BadJournalTest {

  private static final String[] STUDY =
      ("run exponential-quick --quiet --backend reference --threads 1 --set width=[64,128]"
              + " --set initialization=[coupled,iid] --set seed=0 --json --out ")
          .split(" ");

  @TempDir private static Path home;
  private static Path folder = Path.of("");
  private static List<String> lines = List.of();

  /**
   * A damaged journal.
   *
   * @param of the journal's lines; what it gives is joined without more
   * @param ok cells that are left
   * @param says a part of the message; empty for none
   */
  record Damage(String name, UnaryOperator<List<String>> of, int ok, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void run() throws IOException {
    assertThat(again().exit()).isZero();
    try (Stream<Path> folders = Files.list(home)) {
      folder = folders.findFirst().orElseThrow();
    }
    lines = Files.readAllLines(folder.resolve("cells.jsonl")).stream().map(l -> l + "\n").toList();
    assertThat(lines).hasSize(4);
  }

  @BeforeEach
  void restore() throws IOException {
    Files.writeString(folder.resolve("cells.jsonl"), String.join("", lines));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void report_ofADamagedJournal_namesTheDamageAndCountsTheRest(Damage damage) throws IOException {
    damage(damage);
    Called called = Called.with("report", "--json", folder.toString());

    assertThat(called.exit()).as("%s", called).isEqualTo(damage.ok() == 4 ? 0 : 1);
    assertThat(called.json().at("/studies/0/cells/ok").asInt()).isEqualTo(damage.ok());
    assertThat(called.err()).contains(damage.says()).doesNotContain("\tat ", "Exception");
    assertThat(called.err().isEmpty()).isEqualTo(damage.says().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void run_ofADamagedJournal_completesIt(Damage damage) throws IOException {
    damage(damage);

    assertThat(again().exit()).isZero();
    assertThat(again().json().at("/studies/0/cells/ok").asInt()).isEqualTo(4);
    assertThat(Called.with("merge", folder.toString()).exit()).isZero();
    assertThat(Files.readAllLines(folder.resolve("cells.jsonl"))).hasSizeBetween(4, 5);
    assertThat(again().err()).as("nothing is damaged after a merge").isEmpty();
  }

  @Test
  void run_ofANewerJournal_isRefusedAndChangesNothing() throws IOException {
    String newer = String.join("", lines) + resealed(lines.get(1), "cell/1", "cell/17");
    Files.writeString(folder.resolve("cells.jsonl"), newer);

    for (String command : List.of("report", "merge")) {
      Called called = Called.with(command, folder.toString());
      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err()).contains("newer than this tool", "cell/17", "nothing was run");
    }
    assertThat(again().exit()).isEqualTo(2);
    assertThat(folder.resolve("cells.jsonl")).content().isEqualTo(newer);
  }

  static Stream<Damage> damages() {
    return Stream.of(
        new Damage("none", all -> all, 4, ""),
        new Damage("empty", all -> List.of(), 0, ""),
        new Damage("a line missing", all -> all.subList(1, 4), 3, ""),
        new Damage("another order", all -> all.reversed(), 4, ""),
        new Damage("a line twice", all -> plus(all, all.get(2)), 4, ""),
        new Damage("all lines twice", all -> plus(all, String.join("", all)), 4, ""),
        new Damage("no newline at the end", all -> with(all, 3, strip(all.get(3))), 3, "torn"),
        new Damage("half a last line", all -> with(all, 3, half(all.get(3))), 3, "torn"),
        new Damage("half a line inside", all -> with(all, 1, half(all.get(1))), 2, "line 2 is"),
        new Damage("half a line, ended", all -> with(all, 1, half(all.get(1)) + "\n"), 3, "line 2"),
        new Damage("two lines in one", all -> with(all, 1, strip(all.get(1))), 2, "line 2 is"),
        new Damage("one byte changed", all -> change(all, 0, "ok", "ko"), 3, "line 1 is skipped"),
        new Damage(
            "a digit changed",
            all -> change(all, 1, "\"attempt\":0", "\"attempt\":1"),
            3,
            "its checksum"),
        new Damage("last line changed", all -> change(all, 3, "ok", "ko"), 3, "torn"),
        new Damage("a checksum changed", all -> with(all, 2, rechecked(all.get(2))), 3, "line 3"),
        new Damage(
            "a newer schema, not sealed", all -> change(all, 1, "cell/1", "cell/9"), 3, "line 2"),
        new Damage(
            "an older schema", all -> reseal(all, 1, "cell/1", "cell/x"), 3, "schema: found"),
        new Damage(
            "another schema", all -> reseal(all, 1, "/cell/1", "/bench/1"), 3, "schema: found"),
        new Damage(
            "no schema", all -> reseal(all, 1, "\"schema\"", "\"scheme\""), 3, "field schema"),
        new Damage("no id", all -> reseal(all, 1, "\"id\"", "\"di\""), 3, "field id"),
        new Damage(
            "a status unknown", all -> reseal(all, 1, "\"ok\"", "\"fine\""), 3, "field status"),
        new Damage(
            "a list for an object",
            all -> reseal(all, 1, "\"reasons\":{}", "\"reasons\":[]"),
            3,
            "field reasons"),
        new Damage(
            "a text for a number",
            all -> reseal(all, 1, "\"attempt\":0", "\"attempt\":\"0\""),
            3,
            "field attempt"),
        new Damage(
            "a number too large",
            all -> reseal(all, 1, "\"attempt\":0", "\"attempt\":9999999999"),
            3,
            "field attempt"),
        new Damage(
            "a number too long",
            all -> reseal(all, 1, "\"attempt\":0", "\"attempt\":" + "9".repeat(5000)),
            3,
            "line 2"),
        new Damage(
            "nested too deep",
            all -> reseal(all, 1, "\"attempt\":0", "\"x\":" + "[".repeat(5000)),
            3,
            "line 2"),
        new Damage(
            "a key twice",
            all -> reseal(all, 1, "\"attempt\":0", "\"attempt\":0,\"attempt\":0"),
            4,
            ""),
        new Damage("garbage before", all -> before(all, "garbage\n"), 4, "line 1 is skipped"),
        new Damage("a byte order mark", all -> before(all, "\uFEFF"), 3, "line 1 is skipped"),
        new Damage("NULs inside", all -> with(all, 2, "\0".repeat(4096) + "\n"), 3, "line 3 is"),
        new Damage("NULs at the end", all -> plus(all, "\0".repeat(4096)), 4, "torn"),
        new Damage(
            "lines of Windows",
            all -> all.stream().map(l -> strip(l) + "\r\n").toList(),
            0,
            "line 1"),
        new Damage("empty lines", all -> with(all, 1, "\n" + all.get(1)), 4, "line 2 is skipped"),
        new Damage("a web page", all -> List.of("<html>\n", "<b>404</b>\n"), 0, "line 1"),
        new Damage("an array", all -> List.of("[\n", "]\n"), 0, "line 1"));
  }

  private static void damage(Damage damage) throws IOException {
    Files.writeString(folder.resolve("cells.jsonl"), String.join("", damage.of().apply(lines)));
  }

  private static Called again() {
    return Called.with(
        Stream.concat(Stream.of(STUDY), Stream.of(home.toString())).toArray(String[]::new));
  }

  private static List<String> with(List<String> all, int at, String line) {
    List<String> changed = new ArrayList<>(all);
    changed.set(at, line);
    return changed;
  }

  private static List<String> change(List<String> all, int at, String from, String to) {
    assertThat(all.get(at)).contains(from);
    return with(all, at, all.get(at).replace(from, to));
  }

  private static List<String> reseal(List<String> all, int at, String from, String to) {
    return with(all, at, resealed(all.get(at), from, to));
  }

  private static List<String> plus(List<String> all, String more) {
    return Stream.concat(all.stream(), Stream.of(more)).toList();
  }

  private static List<String> before(List<String> all, String more) {
    return Stream.concat(Stream.of(more), all.stream()).toList();
  }

  private static String strip(String line) {
    return line.substring(0, line.length() - 1);
  }

  private static String half(String line) {
    return line.substring(0, line.length() / 2);
  }

  private static String rechecked(String line) {
    return line.replaceAll("(\"checksum\":\").{4}", "$10000");
  }

  /** The changed line with the checksum that fits it. */
  private static String resealed(String line, String from, String to) {
    assertThat(line).contains(from);
    String body = line.substring(0, line.lastIndexOf(",\"checksum\"")).replace(from, to);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return body + ",\"checksum\":\"" + Json.sha256(bytes, 0, bytes.length, 16) + "\"}\n";
  }
}
