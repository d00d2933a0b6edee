package io.github.widthbench.study;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a field takes. A type is immutable and says in words what it allows, so that the message of
 * an error and the documentation come from one place.
 */
public sealed interface Type
    permits IntegerType,
        NumberType,
        WordType,
        TextType,
        FlagType,
        EitherType,
        ListType,
        MatrixType,
        RecordType,
        UnionType,
        FormsType {

  /**
   * The value as the program reads it: numbers as {@link Double}, integers as {@link Long},
   * defaults written out. Resolving a resolved value gives the same node.
   *
   * @throws StudyException for the first value that is not allowed, in the order written
   */
  Node resolve(Node node, Place place);

  /** What is allowed, for people: {@code an integer ≥ 1}. */
  String describe();

  /**
   * The type of the field {@code name} inside this one.
   *
   * @param written the value at this type where one is written; a union is told by its tag
   */
  default Optional<Type> child(String name, @Nullable Node written) {
    return Optional.empty();
  }

  /** The names for which {@link #child} answers. */
  default List<String> names(@Nullable Node written) {
    return List.of();
  }

  /** Whether {@link #resolve} takes {@code node}. */
  default boolean accepts(Node node, Place place) {
    try {
      resolve(node, place);
      return true;
    } catch (StudyException refused) {
      return false;
    }
  }
}
