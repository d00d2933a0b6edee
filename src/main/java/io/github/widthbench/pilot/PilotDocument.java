package io.github.widthbench.pilot;

import io.github.widthbench.results.Json;
import io.github.widthbench.results.Plain;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/** The content of {@code pilot.json}, and of {@code plan --json}, as plain maps. */
public final class PilotDocument {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/pilot/1";

  private PilotDocument() {}

  /** The text of {@code pilot.json}. */
  public static String json(String study, Pilot.Found found) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("study", study);
    document.put("says", found.advice().says().name().toLowerCase(Locale.ROOT));
    document.put("reasons", found.advice().reasons());
    document.put("spentSeconds", found.spentSeconds());
    document.putAll(of(found));
    return Json.pretty(document);
  }

  /** What is predicted; an unbounded end of an interval is null. */
  public static SequencedMap<String, Object> of(Pilot.Found found) {
    Forecast forecast = found.forecast();
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("cells", found.plan().cells());
    plain.put("batches", found.plan().batches());
    plain.put("done", forecast.done());
    plain.put("memoryBytes", found.plan().memoryBytes());
    plain.put("iterations", of(forecast.steps()));
    plain.put("flops", forecast.flops());
    plain.put("bytes", forecast.bytes());
    plain.put("seconds", of(forecast.seconds()));
    plain.put("converged", of(forecast.converged()));
    plain.put("lines", forecast.lines().stream().map(PilotDocument::of).toList());
    return Plain.row(plain);
  }

  private static SequencedMap<String, Object> of(Forecast.Line line) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("setting", line.setting());
    plain.put("width", line.width());
    plain.put("cells", line.cells());
    plain.put("done", line.done());
    plain.put("iterations", of(line.iterations()));
    plain.put("converged", of(line.converged()));
    plain.put("seconds", of(line.seconds()));
    plain.put("memoryBytes", line.memoryBytes());
    return plain;
  }

  private static SequencedMap<String, Object> of(Estimate estimate) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("low", estimate.low());
    plain.put("value", estimate.value());
    plain.put("high", estimate.high());
    return plain;
  }
}
