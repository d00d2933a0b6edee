package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceHealth.Slowdown;
import io.github.widthbench.backend.Energy;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on a machine with CUDA, and what is said then. */
@Tag("software-device")
class CudaFailuresTest {
  private static final long MEMORY = 2L << 30;
  private static final int DRIVER = 13000;
  private static final long LAZY = Long.parseLong(System.getenv().getOrDefault("SWCUDA_LAZY", "0"));

  private CudaProvider provider;

  @BeforeEach
  void load() {
    provider = TestMachine.provider();
  }

  @AfterEach
  void reset() {
    SoftwareDevice.set("loseAfter", -1);
    SoftwareDevice.set("memory", MEMORY);
    SoftwareDevice.set("driver", DRIVER);
    SoftwareDevice.set("devices", 2);
    SoftwareDevice.set("slowdowns", 0);
    SoftwareDevice.set("energy", 0);
    SoftwareDevice.set("lazy", LAZY);
    SoftwareDevice.useKernels(SoftwareDevice.build().resolve("libswkernels.so"));
  }

  @Test
  void probe_namesDriverDeviceAndLibraries() {
    Capability found = provider.probe();

    assertThat(found.usable()).as(found.reason()).isTrue();
    assertThat(found.reason()).startsWith("Software CUDA device");
    assertThat(found.facts())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "driver",
            "device 0",
            "device 1",
            "cublas",
            "cusolver",
            "nvml",
            "searched",
            "natives",
            "self-test",
            "health",
            "energy");
  }

  /** On a lazy device a copy is done when somebody waits: by then its host memory must be there. */
  @Test
  void close_withWorkQueued_waitsForIt() {
    SoftwareDevice.set("lazy", 1);
    Backend backend = provider.open(1);
    Ops ops = backend.ops();
    Tensor x = ops.allocate(Precision.FP64, new Shape(1, 1, 1));
    ops.axpy(new double[] {1}, x, x);

    assertThatCode(backend::close).doesNotThrowAnyException();
  }

  @Test
  void probe_ofADriverThatIsTooOld_saysWhichIsNeeded() {
    SoftwareDevice.set("driver", 11080);

    assertThat(provider.probe().reason())
        .isEqualTo("the NVIDIA driver serves CUDA 11.8, 12.0 is needed");
    assertThatThrownBy(() -> provider.open(1))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("Install driver 525 or newer");
  }

  @Test
  void probe_withoutGpu_saysSo() {
    SoftwareDevice.set("devices", 0);

    assertThat(provider.probe().reason())
        .isEqualTo("driver for CUDA 13.0 found, but no GPU that it can use");
  }

  @Test
  void probe_withACublasNewerThanTheDriver_refusesIt() {
    SoftwareDevice.set("driver", 12040);

    Capability found = CudaProvider.of(TestMachine.software(13)).probe();

    assertThat(found.reason()).isEqualTo("no cuBLAS for CUDA 12 to 12 found");
    assertThat(found.cure()).contains("pip install nvidia-cublas-cu12", "WIDTHBENCH_CUDA_LIB");
    assertThat(found.facts())
        .contains(
            Map.entry(
                "cublas refused",
                SoftwareDevice.cublas(13) + ": made for CUDA 13, the driver serves 12.4"));
  }

  @Test
  void probe_withoutCode_saysThatTheGpuDoesNotCompute(@TempDir Path empty) {
    SoftwareDevice.useKernels(empty.resolve("none.so"));

    Capability found = provider.probe();

    assertThat(found.usable()).isFalse();
    assertThat(found.reason()).startsWith("the GPU does not compute: ").contains("elementwise.ptx");
  }

  @Test
  void open_ofADeviceThatIsNotThere_saysHowManyThereAre() {
    assertThatThrownBy(() -> provider.open(1, 2))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("device 2 is not there: backend cuda has 2, from 0 on");
  }

  @Test
  void allocate_beyondTheBudget_saysTheNumbersAndLeavesTheRestUsable() {
    try (Backend backend = CudaBackend.open("GPU", 0, OptionalLong.of(64L << 20))) {
      Ops ops = backend.ops();
      assertThatThrownBy(() -> ops.allocate(Precision.FP64, new Shape(1, 4096, 4096)))
          .isInstanceOf(CudaFailure.class)
          .hasMessageMatching(
              "out of device memory: 134217728 bytes wanted, \\d+ of 67108864 in use");
      ops.allocate(Precision.FP64, new Shape(1, 2, 2)).close();
    }
  }

  @Test
  void allocate_beyondTheDevice_failsAndLeavesTheRestUsable() {
    try (Backend backend = CudaBackend.open("GPU", 0, OptionalLong.of(1L << 40))) {
      SoftwareDevice.set("memory", 96L << 20);
      Ops ops = backend.ops();
      assertThatThrownBy(() -> ops.allocate(Precision.FP64, new Shape(1, 4096, 4096)))
          .isInstanceOf(CudaFailure.class)
          .hasMessageContaining("out of device memory");
      ops.allocate(Precision.FP64, new Shape(1, 2, 2)).close();
    }
  }

  @Test
  void memory_isCountedToTheBlock_andNamesWhoHoldsIt() {
    try (CudaDevice device = CudaDevice.open(0, OptionalLong.empty())) {
      DeviceMemory memory = device.memory();
      long before = memory.liveBytes();
      Tensor held = CudaTensor.allocate(device, Precision.FP32, new Shape(2, 3, 100));
      assertThat(memory.liveBytes() - before).isEqualTo(5 * 512); // 2,400 bytes in units of 512
      assertThat(memory.leaks()).hasSize(4).anySatisfy(leak -> assertThat(leak).contains("2560"));
      held.close();
      held.close();
      assertThat(memory.liveBytes()).isEqualTo(before);
    }
  }

  @Test
  void lostDevice_isNamed_andTheNextBackendWorks() {
    Backend backend = CudaBackend.open("GPU", 0, OptionalLong.empty());
    Ops ops = backend.ops();
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, 2, 2));
    SoftwareDevice.set("loseAfter", 0);
    assertThatThrownBy(
            () -> {
              ops.fill(1, tensor);
              ops.synchronize();
            })
        .isInstanceOf(CudaFailure.class)
        .hasMessageContaining("the device is lost");
    assertThatThrownBy(backend::close).isInstanceOf(CudaFailure.class);

    SoftwareDevice.set("loseAfter", -1);
    assertThat(provider.probe().usable()).isTrue();
  }

  @Test
  void steps_areReplayedAsAGraph() {
    try (CudaDevice device = CudaDevice.open(0, OptionalLong.empty());
        CudaTensor x = CudaTensor.allocate(device, Precision.FP64, new Shape(1, 1, 3))) {
      AtomicInteger queued = new AtomicInteger();
      CudaOps ops = new CudaOps(device);
      try (CudaTensor one = CudaTensor.allocate(device, Precision.FP64, x.shape())) {
        ops.fill(2, one);
        x.upload(new double[] {1, 2, 3});
        try (StepGraph graph =
            new StepGraph(
                device,
                1,
                () -> {
                  queued.incrementAndGet();
                  ops.hadamard(one, x);
                })) {
          graph.replay(5);
          assertThat(graph.isCaptured()).isTrue();
        }
      }
      assertThat(queued).as("once as it is, once for the capture").hasValue(2);
      assertThat(x.toArray()).containsExactly(32, 64, 96);
    }
  }

  @Test
  void steps_severalInAGraph_areAsMany() {
    try (CudaDevice device = CudaDevice.open(0, OptionalLong.empty());
        CudaTensor x = CudaTensor.allocate(device, Precision.FP64, new Shape(1, 1, 1));
        CudaTensor two = CudaTensor.allocate(device, Precision.FP64, x.shape())) {
      AtomicInteger queued = new AtomicInteger();
      CudaOps ops = new CudaOps(device);
      ops.fill(2, two);
      ops.fill(1, x);
      try (StepGraph graph =
          new StepGraph(
              device,
              4,
              () -> {
                queued.incrementAndGet();
                ops.hadamard(two, x);
              })) {
        graph.replay(3);
        assertThat(graph.isCaptured()).as("too few for a graph").isFalse();
        graph.replay(10);
        assertThat(queued).as("3, then 4 for the capture, and 2 that were left").hasValue(9);
      }
      assertThat(x.toArray()).containsExactly(0x1p13);
    }
  }

  @Test
  void devices_ofOneThread_keepTheirOwnMemoryAndKernels() {
    try (Backend first = provider.open(1, 0);
        Backend second = provider.open(1, 1)) {
      assertThat(first.device()).isEqualTo("software");
      assertThat(second.device()).isEqualTo("software #1");
      Tensor x = first.ops().allocate(Precision.FP64, new Shape(1, 1, 3));
      Tensor y = second.ops().allocate(Precision.FP64, new Shape(1, 1, 3));
      first.ops().fill(2, x);
      second.ops().fill(3, y);
      first.ops().hadamard(x, x);
      second.ops().hadamard(y, y);
      assertThat(x.toArray()).containsExactly(4, 4, 4);
      assertThat(y.toArray()).containsExactly(9, 9, 9);
      x.close();
      y.close();
    }
  }

  @Test
  void health_saysWhyTheClockIsLow_andWhatIsNotTold() {
    try (Backend backend = provider.open(1)) {
      DeviceHealth well = backend.health().orElseThrow();
      assertThat(well).hasToString("1000 MHz, memory 1000 MHz, 40 °C, not slowed down");
      assertThat(well.powerWatts()).isEmpty();

      SoftwareDevice.set("slowdowns", 0x1 | 0x4 | 0x40); // idle, power cap, hardware thermal
      assertThat(backend.health().orElseThrow().slowdowns())
          .containsExactlyInAnyOrder(Slowdown.POWER_CAP, Slowdown.HARDWARE_THERMAL);

      SoftwareDevice.set("slowdowns", -1); // not told, as by a virtual GPU
      assertThat(backend.health()).as("silence is not health").isEmpty();
    }
  }

  @Test
  void energy_isWhatTheGpusCounterMovedBy() {
    try (Backend backend = provider.open(1)) {
      SoftwareDevice.set("energy", 40_000_000_123_456L); // years of it: no 32-bit number
      EnergyMeter meter = backend.energy();
      SoftwareDevice.set("energy", 40_000_000_373_456L);

      assertThat(((Energy.Joules) meter.spent(2)).joules()).isCloseTo(250, within(1e-4));
      assertThat(meter.spent(0.5))
          .isEqualTo(
              new Energy.Untold(
                  "the batch was shorter than 10 updates of the energy counter, 1.0 s"));
    }
    assertThat(provider.probe().facts()).contains(Map.entry("energy", "the whole GPU (NVML)"));
  }

  @Test
  void energy_thatTheGpuDoesNotTell_isAbsentWithNvmlsAnswer() {
    SoftwareDevice.set("energy", -1);
    String why =
        "no energy counter is readable: nvmlDeviceGetTotalEnergyConsumption answers 3"
            + " (this GPU does not support it)";

    try (Backend backend = provider.open(1);
        Backend alone = CudaBackend.open("GPU", 0, OptionalLong.empty())) {
      assertThat(backend.energy().spent(2)).isEqualTo(new Energy.Untold(why));
      assertThat(alone.energy().spent(2)).isEqualTo(new Energy.Untold(Nvml.WITHOUT_ENERGY));
    }
    assertThat(provider.probe().facts()).contains(Map.entry("energy", why));
  }

  @Test
  void discovery_withoutCusolver_saysWhatIsDoneInstead(@TempDir Path folder) throws IOException {
    Path driver = SoftwareDevice.build().resolve("libcuda.so.1");
    Files.createSymbolicLink(folder.resolve("libcuda.so.1"), driver);
    int other = 25 - TestMachine.CUBLAS; // that of this JVM may have loaded its cuSOLVER
    Files.createSymbolicLink(folder.resolve("libcublas.so." + other), SoftwareDevice.cublas(other));
    Machine machine =
        new Machine(
            folder.resolve("no-system"),
            folder.resolve("no-home"),
            Map.of(SearchPath.VARIABLE, folder.toString()),
            "libcuda.so.1");

    Discovery found = Discovery.of(machine);

    assertThat(found.result()).isInstanceOf(Discovery.Ready.class);
    assertThat(found.steps())
        .contains(
            Map.entry("cusolver", "not found (optional): full spectra are solved on the host"));
  }

  @Test
  void fatbin_thatTheDriverRefuses_givesWayToThePtx(@TempDir Path home) throws IOException {
    KernelCode code = KernelCode.of("elementwise");
    String digest = code.ptx().substring(code.ptx().indexOf(": ") + 2).substring(0, 16);
    Path kernels = Files.createDirectories(home.resolve("kernels"));
    Files.write(kernels.resolve("elementwise-0123456789abcdef.fatbin"), new byte[] {1});
    assertThat(code.fatbin(kernels)).as("of other sources").isEmpty();
    Files.write(kernels.resolve("elementwise-" + digest + ".fatbin"), new byte[] {1, 2, 0});
    assertThat(code.fatbin(kernels)).hasValue(new byte[] {1, 2, 0});
    String before = System.getProperty("widthbench.home", ".");
    System.setProperty("widthbench.home", home.toString());
    try (Backend backend = provider.open(1);
        Tensor x = backend.ops().allocate(Precision.FP64, new Shape(1, 1, 2))) {
      backend.ops().fill(2, x);
      assertThat(x.toArray()).containsExactly(2, 2);
    } finally {
      System.setProperty("widthbench.home", before);
    }
  }

  @Test
  void gemm_inTf32_roundsItsInputsOnly() {
    try (Backend backend = provider.open(1)) {
      Ops ops = backend.ops();
      try (Tensor a = ops.allocate(Precision.TF32, new Shape(1, 1, 2));
          Tensor b = ops.allocate(Precision.TF32, new Shape(1, 1, 1))) {
        a.upload(new double[] {1 + 0x1p-13, 1});
        ops.gemm(Transpose.NO, Transpose.YES, 1, a, a, 0, b);
        assertThat(b.toArray()[0]).isCloseTo(2, within(0x1p-24)); // in FP32 it is 2 + 2⁻¹²
        assertThat(a.toArray()).containsExactly(1 + 0x1p-13, 1);
      }
    }
  }
}
