package io.github.widthbench.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Which code ran.
 *
 * @param version of the product
 * @param commit of the checkout it was started from; elsewhere that of the release, or {@code
 *     unknown}
 * @param dirty whether that checkout differs from its commit
 * @param changes hex digits that tell differing dirty checkouts apart; empty for a clean one,
 *     {@code unknown} where git does not say
 */
public record Build(String version, String commit, boolean dirty, String changes) {

  /** System property by which the launcher names the checkout. */
  public static final String HOME = "widthbench.home";

  private static final String UNKNOWN = "unknown";
  private static final int CHANGES_DIGITS = 12;

  /** What the program is built from. */
  private static final List<String> SOURCES =
      List.of("pom.xml", "src/main", "benchmarks", "kernels");

  /** This build; asks git where the launcher named a checkout. */
  public static Build current() {
    String home = System.getProperty(HOME, "");
    Build released = new Build(builtIn("version"), builtIn("commit"), false, "");
    return of(released, home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home)));
  }

  /** The build that was started from the checkout {@code home}; {@code released} elsewhere. */
  static Build of(Build released, Optional<Path> home) {
    Optional<Path> checkout = home.filter(path -> Files.exists(path.resolve(".git")));
    Optional<String> commit = checkout.flatMap(path -> git(path, "rev-parse", "HEAD"));
    if (commit.isEmpty()) {
      return released;
    }
    String version = released.version();
    Path path = checkout.orElseThrow();
    Optional<String> status = git(path, with(List.of("status", "--porcelain", "--")));
    if (status.isEmpty()) { // what nobody vouches for is not called clean
      return new Build(version, commit.get(), true, UNKNOWN);
    }
    if (status.get().isEmpty()) {
      return new Build(version, commit.get(), false, "");
    }
    String difference = git(path, with(List.of("diff", "--binary", "HEAD", "--"))).orElse("");
    String digest = status.get() + "\n" + difference + untracked(path);
    return new Build(version, commit.get(), true, Json.sha256(digest, CHANGES_DIGITS));
  }

  /** Digests of the sources that git does not track yet. */
  private static String untracked(Path checkout) {
    String names =
        git(checkout, with(List.of("ls-files", "--others", "--exclude-standard", "--"))).orElse("");
    return names.isEmpty()
        ? ""
        : names
            .lines()
            .map(name -> git(checkout, "hash-object", name).orElse(name))
            .toList()
            .toString();
  }

  /** The arguments for what is built from, not for notes and outputs that lie beside it. */
  private static String[] with(List<String> arguments) {
    return Stream.concat(arguments.stream(), SOURCES.stream()).toArray(String[]::new);
  }

  private static String builtIn(String name) {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(Objects.requireNonNull(in, "build.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name, UNKNOWN);
  }

  /** What git prints, without white space at its ends; empty where git is missing or refuses. */
  private static Optional<String> git(Path checkout, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "--no-optional-locks", "-C", checkout.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
