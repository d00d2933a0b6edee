package io.github.widthbench.study;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document into a {@link Node}, from the parser's events, so that nesting is
 * bounded and nothing but lists, maps and scalars can arise. A value of a mapping stands at the
 * line of its key. Anchors, aliases, tags and duplicate keys are errors.
 */
final class NodeReader {
  private static final int DEEPEST = 32;
  private static final String WHOLE_FILE = "(file)";
  private static final String FIXED = "fixed.";

  private final Iterator<Event> events;
  private final String source;
  private final boolean lines;

  private NodeReader(String text, String source, boolean lines) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(StudyReader.LARGEST_RESOLVED).build();
    this.events = new Parse(settings).parseString(text).iterator();
    this.source = source;
    this.lines = lines;
  }

  /** The document of a file. */
  static Node file(String text, String source) {
    return new NodeReader(text, source, true).document();
  }

  /** The value of an option, which has no lines. */
  static Node value(String text, String source) {
    return new NodeReader(text, source, false).document();
  }

  private Node document() {
    try {
      events.next(); // the start of the stream
      Event first = events.next();
      if (first.getEventId() != Event.ID.DocumentStart) {
        throw new StudyException(
            new Position(source, lines ? 1 : 0), WHOLE_FILE, "nothing", "a YAML document");
      }
      Event root = events.next();
      Node node = node(root, at(root), "", 0);
      events.next(); // the end of the document
      Event next = events.next();
      if (next.getEventId() != Event.ID.StreamEnd) {
        throw new StudyException(at(next), WHOLE_FILE, "a second document", "one YAML document");
      }
      return node;
    } catch (MarkedYamlEngineException e) {
      throw syntax(e);
    } catch (YamlEngineException e) {
      throw new StudyException(
          new Position(source, 0), WHOLE_FILE, String.valueOf(e.getMessage()), "YAML 1.2");
    }
  }

  private StudyException syntax(MarkedYamlEngineException e) {
    int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
    int start = e.getContextMark().map(mark -> mark.getLine() + 1).orElse(line);
    String context = start == line ? "" : ", " + e.getContext() + " that starts in line " + start;
    return new StudyException(
        new Position(source, lines ? line : 0), WHOLE_FILE, e.getProblem() + context, "YAML 1.2");
  }

  private Node node(Event event, Position at, String path, int depth) {
    refuse(event, at, path);
    if (depth > DEEPEST) {
      throw error(at, path, "deeper nesting", "at most " + DEEPEST + " levels");
    }
    return switch (event) {
      case ScalarEvent scalar when scalar.isPlain() ->
          new Node.Scalar(PlainScalar.value(scalar.getValue()), at, scalar.getValue());
      case ScalarEvent quoted ->
          new Node.Scalar(quoted.getValue(), at, "\"" + quoted.getValue() + "\"");
      case SequenceStartEvent start -> sequence(at, path, depth);
      case MappingStartEvent start -> mapping(at, path, depth);
      default -> throw new IllegalStateException("unexpected " + event);
    };
  }

  private Node sequence(Position at, String path, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, at(next), path + "[" + items.size() + "]", depth + 1));
    }
    return new Node.Sequence(items, at);
  }

  private Node mapping(Position at, String path, int depth) {
    SequencedMap<String, Node> entries = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Position keyAt = at(next);
      refuse(next, keyAt, path);
      if (!(next instanceof ScalarEvent key)) {
        throw error(keyAt, path, "a list or mapping as a key", "a word as a key");
      }
      String name = key.getValue();
      if (name.isBlank()) {
        throw error(keyAt, path, "a blank key", "a word as a key");
      }
      String child = path.isEmpty() ? name : path + "." + name;
      if (entries.containsKey(name)) {
        int before = entries.get(name).at().line();
        throw error(
            keyAt, child, "the key a second time", "once; it stands in line " + before + " too");
      }
      entries.put(name, node(events.next(), keyAt, child, depth + 1));
    }
    return new Node.Mapping(entries, at);
  }

  private void refuse(Event event, Position at, String path) {
    if (event instanceof AliasEvent) {
      throw error(at, path, "an alias (*)", "the value written out");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw error(at, path, "an anchor (&)", "the value without one");
    }
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    if (tag.isPresent()) {
      throw error(at, path, "the tag " + tag.get(), "the value without one");
    }
  }

  /** Fields are named as in {@code --set}: by their path under {@code fixed}. */
  private static StudyException error(Position at, String path, String found, String allowed) {
    String field = path.startsWith(FIXED) ? path.substring(FIXED.length()) : path;
    return new StudyException(at, field.isEmpty() ? WHOLE_FILE : field, found, allowed);
  }

  private Position at(Event event) {
    int line = lines ? event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0) : 0;
    return new Position(source, line);
  }
}
