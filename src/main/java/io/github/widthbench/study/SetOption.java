package io.github.widthbench.study;

import java.util.List;

/**
 * One {@code --set path=value}: the value of the field at {@code path} under {@code fixed}, or the
 * one value of the axis of that name, which so stays among the coordinates of the cells. Where the
 * field does not take the value and it is written as the values of an axis ({@code seed={count:
 * 3}}), the axis has those.
 */
record SetOption(String path, Node value) {

  /**
   * Reads the option.
   *
   * @throws StudyException where it is not a path, an equals sign and a YAML value
   */
  static SetOption parse(String text) {
    String source = "--set " + text;
    int equals = text.indexOf('=');
    String path = equals < 0 ? "" : text.substring(0, equals).strip();
    if (path.isEmpty()) {
      throw new StudyException(
          new Position(source, 0), text, "no path and equals sign", "path=value, such as seed=3");
    }
    if (text.substring(equals + 1).isBlank()) {
      throw new StudyException(
          new Position(source, 0), path, "nothing", "a value, or null for none");
    }
    try {
      return new SetOption(path, NodeReader.value(text.substring(equals + 1), source));
    } catch (StudyException e) {
      throw new StudyException(e.at(), path, e.found(), e.allowed());
    }
  }

  /**
   * The study with this option in it.
   *
   * @throws StudyException where there is no such field
   */
  StudyFile applyTo(StudyFile file, Schema schema) {
    Type type = schema.type(path, file.fixed(), value.at(), path);
    for (String axis : file.axes().keySet()) {
      if (path.startsWith(axis + ".")) {
        throw new StudyException(
            value.at(), path, "a field inside the axis " + axis, axis + " as a whole");
      }
    }
    return file.axes().containsKey(path)
        ? file.withAxis(path, isOneValue(type) ? one() : value)
        : file.withFixed(schema.put(file.fixed(), path, value));
  }

  private boolean isOneValue(Type type) {
    return type.accepts(value, Place.at(path)) || !AxisForm.looksLike(value);
  }

  private Node one() {
    return new Node.Sequence(List.of(value), value.at());
  }
}
