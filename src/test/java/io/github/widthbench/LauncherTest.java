package io.github.widthbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as users run it, in a checkout of its own with Java and Maven of straw. */
class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "dirname",
          "readlink",
          "sed",
          "find",
          "head",
          "mkdir",
          "ln",
          "rm",
          "uname",
          "sleep",
          "touch",
          "cat");

  @TempDir private Path folder;
  private Path checkout;
  private Path tools;
  private Path jdks;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectories(folder.resolve("a checkout"));
    Files.copy(Path.of("widthbench"), checkout.resolve("widthbench"));
    executable(checkout.resolve("widthbench"));
    Files.createDirectories(checkout.resolve("src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    jdks = Files.createDirectory(folder.resolve("jdks"));
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "exec " + onPath(tool) + " \"$@\"");
    }
  }

  @Test
  void flagsOfTests_areThoseOfTheLauncher() throws IOException {
    String launcher =
        Files.readAllLines(Path.of("src/main/launcher/jvm.flags")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining(" "));
    Matcher tests =
        Pattern.compile("<widthbench.jvm.flags>(.*)</widthbench.jvm.flags>")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(tests.find()).isTrue();
    assertThat(tests.group(1)).isEqualTo(launcher);
  }

  @Test
  void start_withoutJava_exits3AndSaysWhatToDo() throws Exception {
    Ended ended = launch(Map.of(), "--help");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("needs Java 25 or newer", "no Java at all", "WIDTHBENCH_JAVA_HOME=", "adoptium");
  }

  @Test
  void start_withOldJavaOnly_exits3AndNamesIt() throws Exception {
    Path old = java("jdk-17", "17.0.15");

    Ended ended = launch(Map.of(), "doctor");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains(old + " (Java 17)");
  }

  @Test
  void start_withNamedJava_prefersIt() throws Exception {
    java("jdk-26", "26");
    Path named = java("jdk-25", "25.0.3");
    jar();

    Ended ended = launch(Map.of("WIDTHBENCH_JAVA_HOME", named.toString()), "doctor");

    assertThat(ended.out()).startsWith("jdk-25\n");
  }

  @Test
  void start_neverBuiltAndWithoutMaven_exits3() throws Exception {
    java("jdk-25", "25.0.3");

    Ended ended = launch(Map.of(), "run");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("not built yet", "mvn is not on the PATH", "Maven 3.8");
  }

  @Test
  void start_twiceAtOnce_buildsOnce() throws Exception {
    java("jdk-25", "25.0.3");
    maven();

    Process first = start(Map.of(), "run");
    Process second = start(Map.of(), "run");

    assertThat(List.of(first.waitFor(), second.waitFor())).containsExactly(7, 7);
    assertThat(checkout.resolve("builds")).hasContent("built");
  }

  @Test
  void start_afterSourcesChanged_buildsAgainAndSaysSo() throws Exception {
    java("jdk-25", "25.0.3");
    maven();
    jar();
    Path source = Files.writeString(checkout.resolve("src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

    Ended ended = launch(Map.of(), "run");

    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.err()).contains("sources have changed");
    assertThat(checkout.resolve("builds")).hasContent("built");
  }

  @Test
  void start_afterABuildThatDied_takesItsLockOver() throws Exception {
    java("jdk-25", "25.0.3");
    maven();
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String host = text(new ProcessBuilder("uname", "-n").start().getInputStream()).strip();
    Files.createDirectory(checkout.resolve("target"));
    Files.createSymbolicLink(
        checkout.resolve("target/.building"), Path.of(host + ":" + dead.pid()));

    assertThat(launch(Map.of(), "run").code()).isEqualTo(7);
  }

  @Test
  void computing_startsWithFlagsAndPassesArgumentsWhole() throws Exception {
    java("jdk-25", "25.0.3");
    jar();

    Ended ended =
        launch(Map.of("WIDTHBENCH_JAVA_OPTS", "-Xmx1g -Da=b"), "run", "two words", "--set=a=*");

    assertThat(ended.code()).as("the exit code of Java").isEqualTo(7);
    assertThat(ended.out().lines())
        .containsExactly(
            "jdk-25",
            "@" + checkout.toRealPath() + "/src/main/launcher/jvm.flags",
            "-Xmx1g",
            "-Da=b",
            "-Dwidthbench.home=" + checkout.toRealPath(),
            "-Dwidthbench.flags=" + checkout.toRealPath() + "/src/main/launcher/jvm.flags",
            "-Dwidthbench.terminals=",
            "-jar",
            checkout.toRealPath() + "/target/widthbench.jar",
            "run",
            "two words",
            "--set=a=*");
  }

  @Test
  void start_inARelease_usesTheJavaBesideItAndBuildsNothing() throws Exception {
    Files.move(java("jdk-25", "25.0.3"), checkout.resolve("runtime"));

    Ended ended = launch(Map.of("WIDTHBENCH_JAVA_HOME", "/nowhere"), "run");

    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines())
        .contains(
            "@" + checkout.toRealPath() + "/lib/jvm.flags",
            checkout.toRealPath() + "/widthbench.jar");
  }

  @Test
  void help_startsWithoutTheVectorModule() throws Exception {
    java("jdk-25", "25.0.3");
    jar();

    assertThat(launch(Map.of(), "run", "--help").out())
        .contains("-XX:TieredStopAtLevel=1")
        .doesNotContain("@");
  }

  /** A folder that looks like a JDK; its java prints its name and arguments, and exits with 7. */
  private Path java(String name, String version) throws IOException {
    Path home = Files.createDirectory(jdks.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    script(java, "echo " + name + "; for a; do echo \"$a\"; done; exit 7");
    return home;
  }

  /** A mvn that notes each build and makes the jar. */
  private void maven() throws IOException {
    script(tools.resolve("mvn"), "echo built >> builds; sleep 0.3; touch target/widthbench.jar");
  }

  private void jar() throws IOException {
    Path jar = Files.createDirectories(checkout.resolve("target")).resolve("widthbench.jar");
    Files.writeString(jar, "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(30)));
  }

  private Ended launch(Map<String, String> environment, String... arguments) throws Exception {
    Process process = start(environment, arguments);
    String out = text(process.getInputStream());
    String err = text(process.getErrorStream());
    return new Ended(process.waitFor(), out, err);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(checkout.resolve("widthbench").toString()), Stream.of(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", tools.toString());
    all.put("WIDTHBENCH_JDK_DIRS", jdks.toString());
    builder.environment().clear();
    builder.environment().putAll(all);
    return builder.start();
  }

  private static Path onPath(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(bin -> Path.of(bin, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    executable(file);
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private record Ended(int code, String out, String err) {}
}
