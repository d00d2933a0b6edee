package io.github.widthbench.report;

import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Studies as one HTML file that needs nothing else and asks nothing of anyone.
 *
 * <p>All that comes from study files and records stands in one block of JSON, which a browser does
 * not run; the page's script puts it on the page as text. The policy of the page allows the scripts
 * and the style that are in it, known by their digests, and no request.
 */
public final class HtmlReport {

  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  /**
   * The page of runs and bench folders, one or several; those of one study, and all bench folders,
   * are compared. About 0.7 MB and the data.
   */
  public static String of(List<StudyReport> reports, List<BenchRun> benches) {
    List<SequencedMap<String, Object>> sections = new ArrayList<>(PageData.sections(reports));
    if (!benches.isEmpty()) {
      sections.add(BenchPage.section(benches));
    }
    return page(sections);
  }

  /** The page of a gate. */
  public static String of(GateRecord record, MadeOf made) {
    return page(List.of(GatePage.section(record, made)));
  }

  private static String page(List<SequencedMap<String, Object>> sections) {
    String library = resource("echarts.common.min.js");
    String script = resource("charts.js") + resource("page.js");
    String style = resource("page.css");
    Map<String, String> slots =
        Map.of(
            "policy", policy(List.of(library, script), style),
            "style", style,
            "data", data(Map.of("sections", sections)),
            "library", library,
            "script", script);
    // in one pass: what is put into a slot is not searched for slots
    return SLOT.matcher(resource("page.html"))
        .replaceAll(
            slot -> Matcher.quoteReplacement(Objects.requireNonNull(slots.get(slot.group(1)))));
  }

  /** JSON without the characters that could end a script element or a line of a script. */
  static String data(Object plain) {
    return new String(Json.bytes(plain), StandardCharsets.UTF_8)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String policy(List<String> scripts, String style) {
    String allowed = scripts.stream().map(HtmlReport::digest).collect(Collectors.joining(" "));
    return "default-src 'none'; script-src %s; style-src %s; img-src data: blob:; base-uri 'none'; form-action 'none'"
        .formatted(allowed, digest(style));
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] bytes = sha.digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(bytes) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
