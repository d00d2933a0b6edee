package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

  private static final Build RELEASED = new Build("1.0", "3f2a", false, "");

  @TempDir Path home = Path.of("");

  @Test
  void current_noCheckoutNamed_knowsItsVersionOnly() {
    assertThat(Build.current().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void of_folderWithoutGit_isTheReleasedBuild() {
    assertThat(Build.of(RELEASED, Optional.of(home))).isEqualTo(RELEASED);
  }

  @Test
  void of_checkout_tellsCleanDirtyAndDirtier() throws IOException, InterruptedException {
    Path code = home.resolve("src/main/code");
    Files.createDirectories(code.getParent());
    Files.writeString(code, "one\n");
    Files.writeString(home.resolve(".gitignore"), "runs/\n");
    git("init", "-q");
    git("add", "-A");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "first");
    Files.createDirectories(home.resolve("runs"));
    Files.writeString(home.resolve("runs").resolve("record"), "ignored\n");
    Files.writeString(home.resolve("notes.txt"), "not what the program is built from\n");
    Build clean = Build.of(RELEASED, Optional.of(home));
    Files.writeString(code, "two\n");
    Build dirty = Build.of(RELEASED, Optional.of(home));
    Files.writeString(code, "three\n");
    Build dirtier = Build.of(RELEASED, Optional.of(home));
    Files.writeString(home.resolve("src/main/untracked"), "one\n");
    Build added = Build.of(RELEASED, Optional.of(home));
    Files.writeString(home.resolve("src/main/untracked"), "two\n");
    Build edited = Build.of(RELEASED, Optional.of(home));

    assertThat(clean.commit()).matches("[0-9a-f]{40}");
    assertThat(clean.dirty()).isFalse();
    assertThat(clean.changes()).isEmpty();
    assertThat(dirty.dirty()).isTrue();
    assertThat(dirty.commit()).isEqualTo(clean.commit());
    assertThat(List.of(dirty, dirtier, added, edited))
        .extracting(Build::changes)
        .doesNotHaveDuplicates();
  }

  @Test
  void of_gitThatCannotSayWhatChanged_isNotCalledClean() throws IOException, InterruptedException {
    git("init", "-q");
    git(
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.c",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "first");
    Files.writeString(home.resolve(".git").resolve("index"), "no index");

    Build build = Build.of(RELEASED, Optional.of(home));

    assertThat(build.commit()).matches("[0-9a-f]{40}");
    assertThat(build.dirty()).isTrue();
    assertThat(build.changes()).isEqualTo("unknown");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
