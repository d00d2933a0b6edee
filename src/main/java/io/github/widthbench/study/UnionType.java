package io.github.widthbench.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose other fields depend on the word under one key.
 *
 * @param key the field that holds the word, such as {@code kind}
 * @param variants the fields of each word, the key among them
 * @param untagged the fields where the key is left out; null where it must be there
 */
public record UnionType(
    String key, SequencedMap<String, RecordType> variants, @Nullable RecordType untagged)
    implements Type {
  public UnionType {
    variants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variants));
  }

  /** A union without variants, to be followed by {@link #or}. */
  public static UnionType by(String key) {
    return new UnionType(key, new LinkedHashMap<>(), null);
  }

  /** This union with one more variant. */
  public UnionType or(String word, Field... fields) {
    List<Field> all = new ArrayList<>();
    all.add(Field.required(key, WordType.of(word)));
    Collections.addAll(all, fields);
    SequencedMap<String, RecordType> more = new LinkedHashMap<>(variants);
    more.put(word, new RecordType(all));
    return new UnionType(key, more, untagged);
  }

  /** This union with fields that may stand without a word. */
  public UnionType orNone(Field... fields) {
    return new UnionType(key, variants, RecordType.of(fields));
  }

  @Override
  public Node resolve(Node node, Place place) {
    if (!(node instanceof Node.Mapping mapping)) {
      throw place.wrong(node, describe());
    }
    Place tagPlace = place.child(key);
    Node tag = mapping.entries().get(key);
    if (tag == null && !tagPlace.isSupplied()) {
      if (untagged != null) {
        return untagged.resolve(node, place);
      }
      throw tagPlace.error(mapping.at(), "missing", words().describe());
    }
    if (tag != null) {
      words().resolve(tag, tagPlace);
    }
    // Under an axis of tags the fields can be checked only in the cell, where the tag is known.
    return tagPlace.isSupplied() ? node : variant(node).orElseThrow().resolve(node, place);
  }

  @Override
  public Optional<Type> child(String name, @Nullable Node written) {
    if (name.equals(key)) {
      return Optional.of(words());
    }
    return candidates(written).stream()
        .flatMap(variant -> variant.child(name, written).stream())
        .findFirst();
  }

  @Override
  public List<String> names(@Nullable Node written) {
    return candidates(written).stream()
        .flatMap(variant -> variant.names(written).stream())
        .distinct()
        .toList();
  }

  private List<RecordType> candidates(@Nullable Node written) {
    Optional<RecordType> tagged = variant(written);
    if (tagged.isPresent()) {
      return List.of(tagged.get());
    }
    List<RecordType> all = new ArrayList<>(variants.values());
    if (untagged != null) {
      all.add(untagged);
    }
    return all;
  }

  private Optional<RecordType> variant(@Nullable Node written) {
    return written instanceof Node.Mapping mapping
            && mapping.entries().get(key) instanceof Node.Scalar tag
            && tag.value() instanceof String word
        ? Optional.ofNullable(variants.get(word))
        : Optional.empty();
  }

  private WordType words() {
    return new WordType(List.copyOf(variants.keySet()));
  }

  @Override
  public String describe() {
    return "a mapping with " + key + ": one of " + words().describe();
  }
}
