package io.github.widthbench.report;

import io.github.widthbench.report.chart.Axis;
import io.github.widthbench.report.chart.Chart;
import io.github.widthbench.report.chart.HeatMap;
import io.github.widthbench.report.chart.Picture;
import io.github.widthbench.report.chart.Point;
import io.github.widthbench.report.chart.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Pictures as plain maps, lists and scalars; numbers with six digits. */
final class PictureData {

  private static final MathContext DIGITS = new MathContext(6);

  private PictureData() {}

  static List<SequencedMap<String, Object>> of(List<Picture> pictures) {
    return pictures.stream().map(PictureData::of).toList();
  }

  private static SequencedMap<String, Object> of(Picture picture) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("id", picture.id());
    plain.put("title", picture.title());
    plain.put("reading", picture.reading());
    plain.put("notes", picture.notes());
    switch (picture) {
      case Chart chart -> put(chart, plain);
      case HeatMap map -> put(map, plain);
    }
    return plain;
  }

  private static void put(Chart chart, SequencedMap<String, Object> plain) {
    plain.put("kind", "chart");
    plain.put("x", of(chart.x()));
    plain.put("y", of(chart.y()));
    plain.put("palette", word(chart.palette()));
    plain.put("series", chart.series().stream().map(PictureData::of).toList());
  }

  private static void put(HeatMap map, SequencedMap<String, Object> plain) {
    plain.put("kind", "heat");
    plain.put("xLabel", map.xLabel());
    plain.put("yLabel", map.yLabel());
    plain.put("columns", map.columns());
    plain.put("rows", map.rows());
    plain.put("unit", map.unit());
    plain.put("low", map.range().low());
    plain.put("high", map.range().high());
    plain.put(
        "values",
        map.values().stream().map(row -> row.stream().map(PictureData::number).toList()).toList());
    plain.put(
        "marks", map.marks().stream().map(place -> List.of(place.row(), place.column())).toList());
  }

  private static SequencedMap<String, Object> of(Axis axis) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", axis.label());
    plain.put("unit", axis.unit());
    plain.put("scale", word(axis.scale()));
    plain.put("names", axis.names());
    return plain;
  }

  private static SequencedMap<String, Object> of(Series series) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", series.name());
    plain.put("form", word(series.form()));
    plain.put("colour", series.colour());
    plain.put("run", series.run());
    plain.put("points", series.points().stream().map(PictureData::of).toList());
    return plain;
  }

  /** {@code [x, y]}, with {@code low, high} and a label where it has them. */
  private static List<@Nullable Object> of(Point point) {
    List<@Nullable Object> plain = new ArrayList<>(5);
    plain.add(number(point.x()));
    plain.add(number(point.y()));
    if (point.hasSpread() || point.label() != null) {
      plain.add(number(point.low()));
      plain.add(number(point.high()));
    }
    if (point.label() != null) {
      plain.add(point.label());
    }
    return plain;
  }

  private static @Nullable Number number(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? (Number) (long) value
        : new BigDecimal(value).round(DIGITS).doubleValue();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
