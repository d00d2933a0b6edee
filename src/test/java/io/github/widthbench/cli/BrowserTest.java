package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.report.PageSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Reports in a real browser: {@code ci/browser} installs one and runs this. */
@Tag("browser")
class BrowserTest {

  /** Pictures of what was seen go here, to be looked at. */
  private static final Path SEEN = Path.of("target", "screenshots");

  @TempDir private static Path out;
  private static Chromium browser;
  private static Path joint;
  private static Path bench;
  private static Path benches;
  private static Path gate;

  @BeforeAll
  static void makeReports() throws Exception {
    run("exponential-quick", "width=[64, 128, 256]", "seed={count: 5}");
    run("exponential-quick", "width=[64, 128, 256]", "seed={count: 5}", "--unfused");
    run("electrodynamics-quick", "width=[1, 2, 4]", "seed={count: 2}");
    run("recovery-quick", "data.inputDim=1", "seed={count: 1}");
    run("condensation-quick", "seed={count: 1}");
    run("momentum-quick", "seed={count: 1}");
    run(hostile().toString());
    bench = page("bench", PageSamples.bench());
    benches = page("benches", PageSamples.benches());
    gate = page("gate", PageSamples.gate());
    joint = out.resolve("joint");
    List<String> report = new ArrayList<>(List.of("report", "--out", joint.toString()));
    folders().forEach(folder -> report.add(folder.toString()));
    assertThat(Called.with(report.toArray(String[]::new)).exit()).isLessThan(2);
    browser = Chromium.start(out.resolve("profile"));
  }

  @AfterAll
  static void end() {
    browser.close();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_opened_drawsEveryChartWithoutErrorOrRequest(Path page) {
    browser.window(1280, 900, "light");
    browser.open(page);

    assertThat(browser.troubles()).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.equals(page.toUri().toString()) || url.startsWith("data:"));
    assertThat(browser.evaluate("document.querySelectorAll('figure').length").asInt()).isPositive();
    assertThat(browser.evaluate(EMPTY_CHARTS)).isEmpty();
    assertThat(browser.evaluate(CHARTS_WITH_POINTS_OFF_THEM)).isEmpty();
    assertThat(browser.evaluate(CHARTS_WITH_LABELS_OF_TWO_STYLES)).isEmpty();
  }

  /** Titles of charts whose canvas shows fewer colours than axes and a line have. */
  private static final String EMPTY_CHARTS =
      """
      [...document.querySelectorAll('figure')].filter((figure) => {
        const canvas = figure.querySelector('canvas');
        const pixels = new Uint32Array(
          canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
        return new Set(pixels).size < 12;
      }).map((figure) => figure.querySelector('h3').textContent)
      """;

  /** Titles of charts that have no place for one of their points. */
  private static final String CHARTS_WITH_POINTS_OFF_THEM =
      """
      [...document.querySelectorAll('figure')].filter((figure) => {
        const chart = echarts.getInstanceByDom(figure.querySelector('.plot'));
        return chart.getOption().series.some((series, seriesIndex) => series.data.some((point) => {
          const [x, y] = point.value || point;
          if (x === null) return false;
          const [left, top] = chart.convertToPixel({ seriesIndex }, [x, y]);
          return !(left >= 0 && left <= chart.getWidth() && top >= 0 && top <= chart.getHeight());
        }));
      }).map((figure) => figure.querySelector('h3').textContent)
      """;

  /** Titles of charts with a logarithmic axis of one label, or of powers of ten and plain ones. */
  private static final String CHARTS_WITH_LABELS_OF_TWO_STYLES =
      """
      [...document.querySelectorAll('figure')].filter((figure) => {
        const option = echarts.getInstanceByDom(figure.querySelector('.plot')).getOption();
        return [option.xAxis, option.yAxis].flat().some((axis) => {
          if (axis.type !== 'log' || axis.logBase !== 10) return false;
          const labels = axis.axisLabel.customValues.map(axis.axisLabel.formatter);
          return labels.length < 2 || new Set(labels.map((text) => /10[⁻⁰¹²³⁴-⁹]/.test(text))).size > 1;
        });
      }).map((figure) => figure.querySelector('h3').textContent)
      """;

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void page_inBothThemesAndOnAPhone_fitsItsWidth(int width, String scheme) throws IOException {
    browser.window(width, 1000, scheme);
    for (Path page : pages().toList()) {
      browser.open(page);

      assertThat(browser.evaluate("document.documentElement.dataset.theme").asString())
          .isEqualTo(scheme);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .as(page.toString())
          .isLessThanOrEqualTo(width);
      assertThat(browser.troubles()).isEmpty();
      browser.window(width, browser.evaluate("document.body.scrollHeight").asInt(), scheme);
      browser.screenshot(SEEN.resolve(name(page) + "-" + width + "-" + scheme + ".png"));
      browser.window(width, 1000, scheme);
    }
  }

  private static String name(Path page) {
    return page.getName(page.getNameCount() - 2).toString().replaceAll("-[0-9a-f]{8,}$", "");
  }

  @Test
  void chart_hoveredAndClicked_showsValueAndItsRow() {
    browser.window(1280, 900, "light");
    browser.open(report("exponential-quick"));
    JsonNode at = browser.evaluate(FIRST_POINT);

    browser.hover(at.get(0).asDouble(), at.get(1).asDouble());
    browser.waitFor("document.querySelector('.tip') !== null");
    assertThat(browser.evaluate("document.querySelector('.tip').textContent").asString())
        .contains("width m: 128 neurons", "coupled", "steps");

    browser.click(at.get(0).asDouble(), at.get(1).asDouble());
    browser.waitFor("document.querySelector('figure tr.on') !== null");
    assertThat(browser.evaluate("document.querySelector('figure tr.on').textContent").asString())
        .startsWith("coupled128");
    assertThat(browser.troubles()).isEmpty();
  }

  /** The second point of the first series of the first chart, after scrolling it into view. */
  private static final String FIRST_POINT =
      """
      (() => {
        const plot = document.querySelector('.plot');
        plot.scrollIntoView({ block: 'center' });
        const chart = echarts.getInstanceByDom(plot);
        const place = chart.convertToPixel('grid', chart.getOption().series[0].data[1]);
        const box = plot.getBoundingClientRect();
        return [box.left + place[0], box.top + place[1]];
      })()
      """;

  @Test
  void buttons_pressed_makeFilesAndSwitchTheTheme() {
    browser.window(1280, 900, "light");
    browser.open(report("exponential-quick"));
    browser.evaluate(
        """
        window.saved = [];
        HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href]); };
        document.querySelectorAll('figure .actions button').forEach((button) => button.click());
        document.getElementById('theme').click();
        """);

    assertThat(browser.evaluate("saved.map(([name]) => name)").toString())
        .contains("exponential-quick-iterations.png", "exponential-quick-iterations.csv");
    assertThat(
            browser.evaluate("saved[0][1].startsWith('data:image/png;base64,iVBOR')").asBoolean())
        .isTrue();
    assertThat(browser.evaluate("document.documentElement.dataset.theme").asString())
        .isEqualTo("dark");
    assertThat(browser.troubles()).isEmpty();
  }

  @Test
  void page_printed_isADocument() {
    browser.open(report("recovery-quick"));

    assertThat(new String(browser.pdf(), 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    assertThat(browser.troubles()).isEmpty();
  }

  @Test
  void markup_inAStudyAndItsFiles_isTextAndDoesNotRun() {
    browser.open(report("hostile"));
    browser.evaluate(
        "document.querySelectorAll('figure .actions button').forEach((b) => b.click())");
    JsonNode at = browser.evaluate(FIRST_POINT);
    browser.hover(at.get(0).asDouble(), at.get(1).asDouble());
    browser.waitFor("document.querySelector('.tip') !== null");

    assertThat(browser.evaluate("typeof window.hacked").asString()).isEqualTo("undefined");
    assertThat(
            browser.evaluate("document.querySelectorAll('main img, main script').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelector('h1').textContent").asString())
        .startsWith("</script><script>window.hacked=1</script>");
    assertThat(browser.evaluate("document.querySelector('.tip').textContent").asString())
        .contains("<img src=x onerror=window.hacked=3>");
    assertThat(browser.troubles()).isEmpty();
  }

  @Test
  void policy_ofThePage_runsNoOtherScript() {
    browser.open(report("hostile"));
    browser.evaluate(
        """
        const script = document.createElement('script');
        script.textContent = 'window.hacked = 4';
        document.body.append(script);
        const image = document.createElement('div');
        image.innerHTML = '<img src="https://example.org/x.png" onerror="window.hacked = 5">';
        document.body.append(image);
        """);

    browser.waitFor("document.querySelector('body > div img').complete");
    assertThat(browser.evaluate("typeof window.hacked").asString()).isEqualTo("undefined");
    assertThat(browser.troubles()).anyMatch(text -> text.contains("Content Security Policy"));
  }

  static Stream<Path> pages() throws IOException {
    return Stream.concat(folders().stream(), Stream.of(joint, bench, benches, gate))
        .map(folder -> folder.resolve("report.html"));
  }

  private static void run(String study, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", study, "--quiet", "--backend", "reference", "--out", runs().toString()));
    for (String setting : settings) {
      if (setting.startsWith("--")) {
        arguments.add(setting);
      } else {
        arguments.addAll(List.of("--set", setting));
      }
    }
    Called called = Called.with(arguments.toArray(String[]::new));
    assertThat(called.exit()).as(called.err()).isLessThan(2);
  }

  /** A study whose title, file names and columns try to become part of the page. */
  private static Path hostile() throws IOException {
    String file = "a<img src=x onerror=window.hacked=3>.csv";
    String rows = "u,v,</script>y\\n0.3,0.1,1\\n-0.2,0.4,-1\\n0.1,-0.5,1\\n".replace("\\n", "\n");
    for (String name : List.of(file, "b.csv")) {
      Files.writeString(out.resolve(name), rows);
    }
    return Files.writeString(
        out.resolve("hostile.yaml"),
        """
        experiment: exponential
        title: "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>\\u2028{{script}}"
        axes:
          data.path: ["%s", b.csv]
          width: [16, 32]
          seed: {count: 2}
        fixed:
          data: {kind: csv, path: b.csv, label: "</script>y"}
          stop: {residual: 1e-1, cap: 2000}
        """
            .formatted(file));
  }

  private static Path page(String name, String text) throws IOException {
    Path folder = Files.createDirectory(out.resolve(name));
    Files.writeString(folder.resolve("report.html"), text);
    return folder;
  }

  private static Path runs() {
    return out.resolve("runs");
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(runs())) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The page of the first run of a study. */
  private static Path report(String study) {
    try {
      return folders().stream()
          .filter(folder -> folder.toString().contains("/" + study + "-"))
          .findFirst()
          .orElseThrow()
          .resolve("report.html");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
