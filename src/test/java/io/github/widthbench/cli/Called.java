package io.github.widthbench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the program said and how it ended, called without a process of its own. */
record Called(int exit, String out, String err) {

  static Called with(String... arguments) {
    return with(Map.of(), arguments);
  }

  static Called with(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, true);
    int exit = Widthbench.run(terminal, new Interrupt(terminal), environment, arguments);
    return new Called(exit, out.toString(), err.toString());
  }

  JsonNode json() {
    return JsonMapper.builder().build().readTree(out);
  }
}
