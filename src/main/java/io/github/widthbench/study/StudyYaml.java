package io.github.widthbench.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes a resolved study as a study file. */
public final class StudyYaml {
  private static final int WIDTH = 100;

  private StudyYaml() {}

  /** YAML with every default and every value of an axis written out; it reads as the same cells. */
  public static String write(Study study) {
    Map<String, @Nullable Object> axes = new LinkedHashMap<>();
    for (Axis axis : study.axes()) {
      axes.put(axis.path(), axis.values().stream().map(Node::plain).toList());
    }
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("experiment", study.experiment());
    file.put("title", study.title());
    if (!study.goal().equals(Goal.NONE)) {
      file.put("goal", study.goal().plain());
    }
    file.put("axes", axes);
    file.put("fixed", study.fixed().plain());
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.AUTO)
            .setDereferenceAliases(true)
            .setWidth(WIDTH)
            .build();
    return new Dump(settings).dumpToString(file);
  }
}
