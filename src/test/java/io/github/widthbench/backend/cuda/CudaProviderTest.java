package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import org.junit.jupiter.api.Test;

class CudaProviderTest {

  private final CudaProvider absent = new CudaProvider("libno-such-driver.so.1");

  @Test
  void probe_withoutDriver_saysSoWithACure() {
    Capability found = absent.probe();

    assertThat(found.usable()).isFalse();
    assertThat(found.reason()).isEqualTo("no NVIDIA driver found (libno-such-driver.so.1)");
    assertThat(found.cure()).contains("install its driver", "--backend cpu");
  }

  @Test
  void probe_ofALibraryThatIsNoDriver_isUnusableAndDoesNotThrow() {
    Capability found = new CudaProvider("libc.so.6").probe();

    assertThat(found.usable()).isFalse();
    assertThat(found.reason()).startsWith("libc.so.6 cannot be called: ");
  }

  @Test
  void capability_ofAWorkingDriver_namesVersionAndDevices() {
    Capability found = absent.capability(new CudaDriver.Present(12040, 2));

    assertThat(found.usable()).isFalse();
    assertThat(found.reason())
        .isEqualTo(
            "driver for CUDA 12.4 with 2 devices found, but this version has no CUDA backend yet");
  }

  @Test
  void capability_ofAFailingDriver_namesTheCallAndTheCode() {
    assertThat(absent.capability(new CudaDriver.Failing("cuInit", 999)).reason())
        .isEqualTo("the NVIDIA driver fails: cuInit returned error 999");
  }

  @Test
  void open_throwsCauseAndCure() {
    assertThatThrownBy(() -> absent.open(1))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no NVIDIA driver found")
        .hasMessageContaining("--backend cpu");
  }
}
