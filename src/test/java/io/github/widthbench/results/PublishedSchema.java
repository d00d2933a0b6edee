package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schemas that ship with the product. */
public enum PublishedSchema {
  CELL("cell-1"),
  SUMMARY("summary-1"),
  PROVENANCE("provenance-1"),
  BENCH("bench-1"),
  GATE("gate-1"),
  PILOT("pilot-1"),
  SCALING("scaling-1");

  private final String file;

  PublishedSchema(String name) {
    file = "/io/github/widthbench/schema/" + name + ".json";
  }

  /** Fails unless {@code json} fits this schema. */
  public void accepts(String json) {
    assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
  }

  /** Fails if {@code json} fits this schema. */
  public void refuses(String json) {
    assertThat(schema().validate(json, InputFormat.JSON)).isNotEmpty();
  }

  private Schema schema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource(file));
  }

  /** The text of a resource of the tests or of the product. */
  public static String resource(String file) {
    try (InputStream in =
        Objects.requireNonNull(PublishedSchema.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
