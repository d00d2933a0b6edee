package io.github.widthbench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Where the numbers of a page come from.
 *
 * @param folder that holds them; empty where none does
 * @param commands that make the same numbers again
 * @param by build, Java, host, by what they are
 */
public record MadeOf(String folder, List<String> commands, SequencedMap<String, String> by) {
  public MadeOf {
    commands = List.copyOf(commands);
    by = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(by));
  }
}
