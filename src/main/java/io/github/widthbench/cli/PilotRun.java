package io.github.widthbench.cli;

import io.github.widthbench.pilot.Effort;
import io.github.widthbench.pilot.Pilot;
import io.github.widthbench.pilot.PilotDocument;
import io.github.widthbench.sweep.SweepRequest;
import java.util.OptionalInt;

/** The pilot before a run, and whether the run goes on after it. */
record PilotRun(SweepRequest request, OutputArguments.Form form, Terminal terminal) {

  /** The exit code where the run ends here; empty where it goes on. */
  OptionalInt end() {
    Pilot.Found found = Pilot.run(request, Effort.PILOT);
    String name = request.study().name();
    String json = PilotDocument.json(name, found);
    request.folder().writePilot(json);
    boolean text = form == OutputArguments.Form.TEXT;
    if (text) {
      terminal.out().println(name + ", after a pilot:");
      PilotText.lines(found).forEach(line -> terminal.out().println("  " + line));
      found.advice().reasons().forEach(reason -> terminal.out().println("  " + reason));
      terminal.out().println("  " + found.advice().says());
      terminal.out().println();
    }
    int exit = exit(found);
    if (exit == Exit.DONE) {
      return OptionalInt.empty();
    }
    if (!text) {
      terminal.out().print(json);
      terminal.out().flush();
    }
    terminal.tell(
        "the pilot ends here; its records are kept, and the same command without --pilot goes on");
    return OptionalInt.of(exit);
  }

  private static int exit(Pilot.Found found) {
    if (found.interrupted()) {
      return Exit.INTERRUPTED;
    }
    return switch (found.advice().says()) {
      case GO -> Exit.DONE;
      case STOP -> Exit.JUDGED;
      case UNCLEAR -> Exit.UNDECIDED;
    };
  }
}
