package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Changed;
import io.github.widthbench.results.GateRecord.Convergence;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate found in the XML form of JUnit, which CI services show: a regression is a failure, a
 * doubt an error, a benchmark that cannot be gated is skipped.
 */
public final class JunitReport {

  private JunitReport() {}

  /** One test of the suite. */
  private record Case(String group, String name, Decision decision, String message) {}

  /** The document. */
  public static String of(GateRecord record) {
    List<Case> cases = cases(record);
    List<String> lines = new ArrayList<>();
    lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    lines.add(
        "<testsuite name=\"widthbench gate\" tests=\"%s\" failures=\"%s\" errors=\"%s\" skipped=\"%s\">"
            .formatted(
                cases.size(),
                count(cases, Decision.REGRESSED),
                count(cases, Decision.UNDECIDED),
                count(cases, Decision.NOT_GATEABLE)));
    cases.forEach(test -> lines.addAll(lines(test)));
    lines.add("</testsuite>");
    return String.join("\n", lines) + "\n";
  }

  private static List<Case> cases(GateRecord record) {
    List<Case> cases = new ArrayList<>();
    record
        .differences()
        .forEach(d -> {
          String message = "baseline %s, candidate %s".formatted(d.baseline(), d.candidate());
          cases.add(new Case("comparable", d.fact(), Decision.UNDECIDED, message));
        });
    cases.add(new Case("exact", record.exact().equal() + " equal metrics", Decision.PASS, ""));
    for (Changed changed : record.exact().changed()) {
      Decision decision = changed.acceptedBy() == null ? Decision.REGRESSED : Decision.PASS;
      String message = "was %s, is %s".formatted(changed.baseline(), or(changed.candidate()));
      cases.add(new Case("exact", changed.name(), decision, message));
    }
    for (Timed timed : record.timed()) {
      String message =
          "change %s, limit %s, %s pairs, p %s%s"
              .formatted(
                  GateReport.percent(timed.change()),
                  GateReport.share(timed.limit()),
                  timed.pairs(),
                  Numbers.text(timed.adjusted()),
                  timed.reason() == null ? "" : "; " + timed.reason());
      cases.add(new Case("timed", timed.benchmark(), timed.decision(), message));
    }
    for (Convergence group : record.convergence()) {
      String message =
          "%s p %s, success p %s"
              .formatted(
                  group.method(), Numbers.decimal(group.p()), Numbers.decimal(group.success()));
      cases.add(new Case("convergence", group.group(), group.decision(), message));
    }
    return cases;
  }

  private static List<String> lines(Case test) {
    String start =
        "  <testcase classname=\"%s\" name=\"%s\""
            .formatted(escaped(test.group()), escaped(test.name()));
    String message = escaped(test.message());
    return switch (test.decision()) {
      case PASS -> List.of(start + "/>");
      case REGRESSED -> nested(start, "<failure message=\"%s\"/>".formatted(message));
      case UNDECIDED -> nested(start, "<error message=\"%s\"/>".formatted(message));
      case NOT_GATEABLE -> nested(start, "<skipped message=\"%s\"/>".formatted(message));
    };
  }

  private static List<String> nested(String start, String inner) {
    return List.of(start + ">", "    " + inner, "  </testcase>");
  }

  private static long count(List<Case> cases, Decision decision) {
    return cases.stream().filter(test -> test.decision() == decision).count();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;")
        .replaceAll("\\p{Cntrl}", "?"); // XML has no way to write them
  }

  private static String or(@Nullable String text) {
    return text == null ? "missing" : text;
  }
}
