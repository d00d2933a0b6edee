package io.github.widthbench.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this build and its Java. */
final class VersionText implements IVersionProvider {

  /** Version of this build; {@code development} when it does not run from the jar. */
  static String build() {
    return Optional.ofNullable(VersionText.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "widthbench " + build(),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
