package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines on which CUDA does not run; those on which it does need the software device. */
class CudaProviderTest {

  @TempDir private Path root;

  @Test
  void probe_withoutDriver_saysSoWithACure() {
    Capability found = CudaProvider.of(new FakeTree(root).machine()).probe();

    assertThat(found.usable()).isFalse();
    assertThat(found.reason()).isEqualTo("no NVIDIA driver found (libno-such-driver.so.1)");
    assertThat(found.cure()).contains("install its driver", "--backend cpu");
  }

  @Test
  void probe_withCublasButNoDriver_namesTheCublasItFound() {
    FakeTree tree = new FakeTree(root);
    Path file = tree.file("usr/lib64/libcublas.so.12");

    assertThat(CudaProvider.of(tree.machine()).probe().facts())
        .contains(Map.entry("cublas", file + ", not opened"));
  }

  @Test
  void probe_ofADriverFileThatIsNoLibrary_saysWhatTheLoaderSays() {
    FakeTree tree = new FakeTree(root);
    Path file = tree.file("usr/lib/wsl/lib/" + FakeTree.NO_DRIVER);

    Capability found = CudaProvider.of(tree.machine()).probe();

    assertThat(found.reason()).startsWith("no NVIDIA driver found");
    assertThat(found.facts())
        .anySatisfy(fact -> {
          assertThat(fact.getKey()).isEqualTo("driver refused");
          assertThat(fact.getValue()).contains(file.toString(), "file too short");
        });
  }

  @Test
  void probe_ofALibraryThatIsNoDriver_namesAFunctionThatItLacks() {
    Machine machine = new Machine(root, root, Map.of(), "libc.so.6");

    Capability found = CudaProvider.of(machine).probe();

    assertThat(found.usable()).isFalse();
    assertThat(found.reason())
        .isEqualTo("the NVIDIA driver (libc.so.6) fails: it has no function cuDriverGetVersion");
  }

  @Test
  void open_throwsCauseAndCure() {
    assertThatThrownBy(() -> CudaProvider.of(new FakeTree(root).machine()).open(1))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no NVIDIA driver found")
        .hasMessageContaining("--backend cpu");
  }
}
