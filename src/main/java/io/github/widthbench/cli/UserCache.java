package io.github.widthbench.cli;

import io.github.widthbench.results.Host;
import java.nio.file.Path;
import java.util.Locale;

/** Where a user keeps what can be made again. */
final class UserCache {

  private static final String HOME = "XDG_CACHE_HOME";

  private UserCache() {}

  /**
   * A folder for measurements of this kind of processor: homes are shared by machines of several
   * kinds.
   */
  static Path folder(String what) {
    String home = System.getenv(HOME);
    Path cache =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    Host host = Host.current();
    String processor = (host.cpu() + " " + host.cores()).toLowerCase(Locale.ROOT);
    return cache
        .resolve("widthbench")
        .resolve(what)
        .resolve(processor.replaceAll("[^a-z0-9]+", "-"));
  }
}
