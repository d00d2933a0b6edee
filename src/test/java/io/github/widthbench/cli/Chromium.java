package io.github.widthbench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One tab of a Chromium without a window, spoken to by the DevTools protocol. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LISTENING = "DevTools listening on ";
  private static final long ANSWER_SECONDS = 30;

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
  private final StringBuilder half = new StringBuilder();

  private Chromium(Path program, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address(), this)
            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    String target =
        send("", "Target.createTarget", Map.of("url", "about:blank")).at("/targetId").asString();
    session =
        send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .at("/sessionId")
            .asString();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  /** The program, where it is installed. */
  static Optional<Path> program() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path profile) throws Exception {
    return new Chromium(program().orElseThrow(), profile);
  }

  /** The line that tells the port; what follows is read and dropped, so that nothing blocks. */
  private URI address() throws IOException {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.startsWith(LISTENING)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("chromium ended without a port");
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    return URI.create(line.substring(LISTENING.length()).strip());
  }

  /** Opens a file and waits until the page says that it is drawn. */
  void open(Path file) {
    send("Page.navigate", Map.of("url", "about:blank"));
    waitFor("location.href === 'about:blank'");
    events.clear();
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    waitFor("document.documentElement?.dataset.drawn !== undefined");
  }

  /** Waits until an expression is true. */
  void waitFor(String expression) {
    for (int i = 0; i < 200; i++) {
      if (evaluate(expression).asBoolean(false)) {
        return;
      }
      pause();
    }
    throw new AssertionError("still not true: " + expression + "; the page says: " + troubles());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode evaluate(String expression) {
    JsonNode answer =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.at("/result/value");
  }

  /** The mouse goes to a place of the window. */
  void hover(double x, double y) {
    mouse("mouseMoved", x, y);
  }

  void click(double x, double y) {
    hover(x, y);
    mouse("mousePressed", x, y);
    mouse("mouseReleased", x, y);
  }

  private void mouse(String type, double x, double y) {
    boolean moves = type.equals("mouseMoved");
    send(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            moves ? "none" : "left",
            "clickCount",
            moves ? 0 : 1));
  }

  /** A window of that size, in light or dark. */
  void window(int width, int height, String scheme) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** A picture of what the window shows. */
  void screenshot(Path file) {
    byte[] png =
        Base64.getDecoder().decode(send("Page.captureScreenshot", Map.of()).at("/data").asString());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page on paper. */
  byte[] pdf() {
    return Base64.getDecoder().decode(send("Page.printToPDF", Map.of()).at("/data").asString());
  }

  /** Errors and warnings of the page since it was opened. */
  List<String> troubles() {
    return events.stream()
        .filter(event ->
            switch (event.at("/method").asString("")) {
              case "Runtime.exceptionThrown", "Log.entryAdded" -> true;
              case "Runtime.consoleAPICalled" ->
                  List.of("error", "warning").contains(event.at("/params/type").asString(""));
              default -> false;
            })
        .map(event -> event.at("/params").toString())
        .toList();
  }

  /** What the page asked for since it was opened. */
  List<String> requests() {
    return events.stream()
        .filter(event -> event.at("/method").asString("").equals("Network.requestWillBeSent"))
        .map(event -> event.at("/params/request/url").asString(""))
        .toList();
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return send(session, method, parameters);
  }

  private JsonNode send(String to, String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!to.isEmpty()) {
      message.put("sessionId", to);
    }
    try {
      socket.sendText(JSON.writeValueAsString(message), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      JsonNode said = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (said.has("error")) {
        throw new AssertionError(method + ": " + said.get("error"));
      }
      return said.at("/result");
    } catch (Exception e) {
      throw new AssertionError(method, e);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
    half.append(text);
    if (whole) {
      JsonNode message = JSON.readTree(half.toString());
      half.setLength(0);
      if (message.has("id")) {
        Objects.requireNonNull(answers.remove(message.get("id").asInt())).complete(message);
      } else {
        events.add(message);
      }
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
