package io.github.widthbench.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Gives cells their ids: the first 16 hex digits of SHA-256 over the canonical JSON of {@code
 * {"schema", "experiment", "fields"}}. A file named in a field counts by its path as written, so
 * that the id is the same on every machine; what the file holds is not in it.
 */
final class CellId {
  private static final String SCHEMA = "widthbench/cell/1";
  private static final int BYTES = 8;

  private final String experiment;

  /** JSON of the fields that the cells share, such as long inline matrices. */
  private final IdentityHashMap<Node, String> shared = new IdentityHashMap<>();

  CellId(String experiment, Node.Mapping fixed) {
    this.experiment = experiment;
    fixed.entries().values().forEach(node -> shared.put(node, CanonicalJson.write(node.plain())));
  }

  /** The id of a cell with these resolved fields. */
  String of(Node.Mapping fields) {
    Map<String, String> written = new HashMap<>();
    fields.entries().forEach((name, node) -> written.put(name, json(node)));
    String text =
        CanonicalJson.object(
            Map.of(
                "schema", CanonicalJson.write(SCHEMA),
                "experiment", CanonicalJson.write(experiment),
                "fields", CanonicalJson.object(written)));
    return HexFormat.of().formatHex(sha256(text), 0, BYTES);
  }

  private String json(Node node) {
    String known = shared.get(node);
    return known == null ? CanonicalJson.write(node.plain()) : known;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
