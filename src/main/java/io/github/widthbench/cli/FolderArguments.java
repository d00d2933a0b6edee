package io.github.widthbench.cli;

import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.StudyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The run folders that a command is about. */
final class FolderArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "Run folders.")
  private List<Path> folders = new ArrayList<>();

  /** As they were named. */
  List<Path> paths() {
    return List.copyOf(folders);
  }

  /** The folder at {@code path} with the study that it holds. */
  Closing open(Path path, Experiments experiments) {
    Path yaml = path.resolve("study.yaml");
    if (!Files.isRegularFile(yaml)) {
      throw refused(path + " is no run folder: it holds no study.yaml" + inIt(path));
    }
    RunFolder folder = named(path);
    String text = StudyReader.resolved(yaml);
    return new Closing(experiments.parse(text, yaml.toString(), folder.study()), folder);
  }

  /** What to name instead of a folder that holds run folders. */
  private static String inIt(Path path) {
    try (Stream<Path> inside = Files.list(path)) {
      return inside.anyMatch(folder -> Files.isRegularFile(folder.resolve("study.yaml")))
          ? "; the run folders in it are " + path.resolve("*")
          : "";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private RunFolder named(Path path) {
    try {
      return RunFolder.at(path);
    } catch (IllegalArgumentException misnamed) {
      throw refused(String.valueOf(misnamed.getMessage()));
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
