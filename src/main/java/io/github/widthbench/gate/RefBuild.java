package io.github.widthbench.gate;

import io.github.widthbench.results.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Another revision of this project, cloned and built in the user's cache; the tree is not touched.
 */
final class RefBuild {

  private RefBuild() {}

  /** The commit that {@code ref} names in the checkout {@code home}. */
  static String commit(Path home, String ref) {
    try {
      return Command.run(
              home, List.of("git", "rev-parse", "--verify", "--end-of-options", ref + "^{commit}"))
          .strip();
    } catch (ForkFailedException unknown) {
      throw new RefusedException("git knows no revision \"" + ref + "\" in " + home);
    }
  }

  /**
   * The folder of {@code commit}, built; minutes the first time, nothing later.
   *
   * @throws RefusedException if it cannot be cloned or does not build
   */
  static Path build(Path home, String commit, Path cache) {
    Path clone = cache.resolve(commit);
    try {
      if (!Files.exists(clone.resolve(Path.of("target", "widthbench.jar")))) {
        if (!Files.exists(clone.resolve(".git"))) {
          Command.run(
              home,
              List.of(
                  "git", "clone", "--quiet", "--no-checkout", home.toString(), clone.toString()));
        }
        Command.run(clone, List.of("git", "checkout", "--quiet", "--force", "--detach", commit));
        Command.run(clone, List.of(clone.resolve("widthbench").toString(), "--version"));
      }
      return clone;
    } catch (ForkFailedException failed) {
      throw new RefusedException(
          "cannot build " + commit + " in " + clone + ": " + failed.getMessage());
    }
  }
}
