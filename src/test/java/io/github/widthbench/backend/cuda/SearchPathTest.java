package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathTest {

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "WIDTHBENCH_CUDA_LIB, mine, mine/libcublas.so.12",
    "LD_LIBRARY_PATH, loader, loader/libcublas.so.13",
    "CUDA_HOME, opt/cuda, opt/cuda/lib64/libcublas.so.12",
    "CUDA_PATH, opt/cuda, opt/cuda/targets/x86_64-linux/lib/libcublas.so.12",
    "VIRTUAL_ENV, venv, venv/lib/python3.12/site-packages/nvidia/cublas/lib/libcublas.so.12",
    "VIRTUAL_ENV, venv, venv/lib/python3.13/site-packages/nvidia/cu13/lib/libcublas.so.13",
    "VIRTUAL_ENV, venv, venv/lib/python3.9/site-packages/torch/lib/libcublas.so.12",
    "CONDA_PREFIX, conda, conda/lib/libcublas.so.12"
  })
  void find_looksWhereAVariableSays(String variable, String folder, String library) {
    FakeTree tree = new FakeTree(root).set(variable, folder);
    Path file = tree.file(library);
    assertThat(files(tree)).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/local/cuda-13.0/lib64/libcublas.so.13",
        "usr/lib/x86_64-linux-gnu/libcublas.so.12",
        "usr/lib64/libcublas.so.12",
        "usr/local/nvidia/lib64/libcublas.so.12",
        "usr/lib/wsl/lib/libcublas.so.12",
        "home/user/.local/lib/python3.12/site-packages/nvidia/cublas/lib/libcublas.so.12",
        "usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib/libcublas.so.12",
        "usr/lib/python3/dist-packages/nvidia/cublas/lib/libcublas.so.12"
      })
  void find_looksWhereSystemsPutLibraries(String library) {
    FakeTree tree = new FakeTree(root);
    Path file = tree.file(library);
    assertThat(files(tree)).containsExactly(file);
  }

  @Test
  void find_followsThePythonOnThePath_toItsEnvironmentAndItsBase() {
    FakeTree tree = new FakeTree(root).set("PATH", "venv/bin");
    Path python = tree.program("opt/python/bin/python3.12");
    tree.link("venv/bin/python3", python);
    Path own = tree.file("venv/lib/python3.12/site-packages/nvidia/cublas/lib/libcublas.so.12");
    Path base =
        tree.file("opt/python/lib/python3.12/site-packages/nvidia/cu13/lib/libcublas.so.13");
    assertThat(files(tree)).containsExactly(own, base);
  }

  @Test
  void find_followsTheCompilerOnThePath_toItsToolkit() {
    FakeTree tree = new FakeTree(root).set("PATH", "bin");
    tree.link("bin/nvcc", tree.program("opt/cuda-12.4/bin/nvcc"));
    Path file = tree.file("opt/cuda-12.4/lib64/libcublas.so.12");
    assertThat(files(tree)).containsExactly(file);
  }

  @Test
  void find_takesMajorVersionsOnly_inTheOrderOfPreference() {
    FakeTree tree = new FakeTree(root).set("WIDTHBENCH_CUDA_LIB", "mine");
    Path system = tree.file("usr/lib64/libcublas.so.12");
    Path mine = tree.file("mine/libcublas.so.13");
    tree.file("mine/libcublas.so");
    tree.file("mine/libcublas.so.13.1.1");
    tree.file("mine/libcublasLt.so.13");
    assertThat(SearchPath.of(tree.machine()).find("libcublas"))
        .isEqualTo(List.of(new SearchPath.Library(mine, 13), new SearchPath.Library(system, 12)));
  }

  private static List<Path> files(FakeTree tree) {
    return SearchPath.of(tree.machine()).find("libcublas").stream()
        .map(SearchPath.Library::file)
        .toList();
  }
}
