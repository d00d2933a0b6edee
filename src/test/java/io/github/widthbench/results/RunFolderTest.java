package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.math.Precision;
import io.github.widthbench.study.Axis;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Position;
import io.github.widthbench.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  private static final Build CLEAN = new Build("1.0", "abc", false, "");

  @TempDir Path root = Path.of("");

  @Test
  void of_sameStudyBackendAndBuild_isTheSameFolder() {
    RunFolder folder = RunFolder.of(root, study("a", 1L), BackendKind.CPU, CLEAN);

    assertThat(folder.path().getFileName().toString()).matches("probe-[0-9a-f]{12}");
    assertThat(folder.path()).isDirectory();
    assertThat(RunFolder.of(root, study("b", 1L), BackendKind.CPU, CLEAN)).isEqualTo(folder);
    assertThat(RunFolder.at(folder.path())).isEqualTo(folder);
  }

  @Test
  void of_anotherFieldBackendOrBuild_isAnotherFolder() {
    Study study = study("a", 1L);
    assertThat(
            Stream.of(
                    RunFolder.of(root, study, BackendKind.CPU, CLEAN),
                    RunFolder.of(root, study("a", 2L), BackendKind.CPU, CLEAN),
                    RunFolder.of(root, study, BackendKind.REFERENCE, CLEAN),
                    RunFolder.of(root, study, BackendKind.CPU, new Build("1.1", "abc", false, "")),
                    RunFolder.of(root, study, BackendKind.CPU, new Build("1.0", "abd", false, "")),
                    RunFolder.of(root, study, BackendKind.CPU, new Build("1.0", "abc", true, "1")),
                    RunFolder.of(root, study, BackendKind.CPU, new Build("1.0", "abc", true, "2")))
                .map(RunFolder::hash))
        .doesNotHaveDuplicates();
  }

  @Test
  void at_otherName_isRefused() {
    assertThatThrownBy(() -> RunFolder.at(root.resolve("elsewhere")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not a run folder");
  }

  @Test
  void write_everyFile_leavesNoOther() throws IOException {
    RunFolder folder = RunFolder.of(root, study("a", 1L), BackendKind.CPU, CLEAN);
    Summary summary = Summary.of(0, List.of());
    folder.writeStudy("old");
    folder.writeStudy("experiment: exponential\n");
    folder.writeReport("# Report\n");
    folder.write(summary);
    folder.write(provenance(folder));
    folder.write(provenance(folder), 1, 3);
    Journal.open(folder.journal(1, 3)).close();

    assertThat(folder.path().resolve("study.yaml")).hasContent("experiment: exponential\n");
    assertThat(folder.path().resolve("summary.json")).hasContent(summary.json());
    assertThat(folder.shardJournals()).containsExactly(folder.journal(1, 3));
    try (Stream<Path> files = Files.list(folder.path())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".cells-1-of-3.jsonl.lock",
              "cells-1-of-3.jsonl",
              "provenance.json",
              "provenance-1-of-3.json",
              "report.md",
              "study.yaml",
              "summary.json");
    }
  }

  @Test
  void provenance_ofThisMachine_fitsThePublishedSchema() {
    RunFolder folder = RunFolder.of(root, study("a", 1L), BackendKind.CPU, CLEAN);
    String json = provenance(folder).json();

    PublishedSchema.PROVENANCE.accepts(json);
    assertThat(json)
        .contains("\"reason\": \"no driver\"", "\"lanes\": \"8\"", "\"start\": \"2026-01-02T")
        .contains(folder.hash(), Runtime.version().toString())
        .contains("cuda not used: no driver");
  }

  private static Provenance provenance(RunFolder folder) {
    Capability cuda =
        new Capability(BackendKind.CUDA, false, "no driver", "install one", Set.of(), List.of());
    Capability cpu =
        new Capability(
            BackendKind.CPU,
            true,
            "8 lanes",
            "",
            Set.of(Precision.FP64, Precision.FP32),
            List.of(Map.entry("lanes", "8")));
    return Provenance.of(
        folder,
        CLEAN,
        new Backends.Choice(
            cpu, Optional.empty(), List.of(cuda, cpu), List.of(0), "cuda not used: no driver"),
        List.of("run", "exponential-quick"),
        Instant.parse("2026-01-02T03:04:05.678901Z"));
  }

  private static Study study(String title, long width) {
    LinkedHashMap<String, Node> fields = new LinkedHashMap<>();
    fields.put("width", new Node.Scalar(width, Position.DEFAULT));
    fields.put("absent", new Node.Scalar(null, Position.DEFAULT));
    Node.Mapping fixed = new Node.Mapping(fields, Position.DEFAULT);
    Axis axis = new Axis("seed", List.of(new Node.Scalar(0L, Position.DEFAULT)));
    return new Study("probe", "exponential", title, fixed, List.of(axis), List.of());
  }
}
