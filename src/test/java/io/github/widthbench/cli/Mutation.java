package io.github.widthbench.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Damages texts as hands, disks and programs do: characters, words and lines. */
record Mutation(Random random, List<String> words) {

  /** What no format likes, whatever it is. */
  private static final List<String> NASTY =
      List.of(
          "\u0000",
          "\uFEFF",
          "\uD800",
          "\u2028",
          "\t",
          "\r",
          "\"",
          "'",
          "\\",
          "-",
          "-1",
          "0",
          "null",
          "true",
          "1e999",
          "-0.0",
          "NaN",
          "99999999999999999999",
          "0x10",
          "1.5",
          ",",
          ":",
          "#",
          "{",
          "}",
          "[",
          "]",
          "[[[[",
          "{{{{",
          "]]]]",
          "<script>",
          "%s%n",
          "../../..",
          "ß☃𝔘");

  /** One to three changes of {@code text}. */
  String of(String text) {
    String changed = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed = once(changed);
    }
    return changed;
  }

  private String once(String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    return switch (random.nextInt(9)) {
      case 0 -> text.substring(0, at) + text.substring(end);
      case 1 -> text.substring(0, at) + any(NASTY) + text.substring(at);
      case 2 -> text.substring(0, at) + any(NASTY) + text.substring(end);
      case 3 -> text.substring(0, at) + any(words) + text.substring(at);
      case 4 -> text.substring(0, at) + text.substring(at, end).repeat(2) + text.substring(end);
      case 5 -> text.substring(0, at);
      case 6 -> flipped(text, at);
      case 7 -> word(text);
      default -> lines(text);
    };
  }

  private String flipped(String text, int at) {
    if (at == text.length()) {
      return text;
    }
    char flipped = (char) (text.charAt(at) ^ (1 << random.nextInt(8)));
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  /** A word replaced by another of the same language, or by a nasty one. */
  private String word(String text) {
    String[] parts = text.split("\\b", -1);
    parts[random.nextInt(parts.length)] = random.nextBoolean() ? any(words) : any(NASTY);
    return String.join("", parts);
  }

  /** Lines dropped, doubled, moved or indented. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
      default -> lines.set(at, " ".repeat(random.nextInt(5)) + lines.get(at).strip());
    }
    return String.join("\n", lines);
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
