package io.github.widthbench.backend;

/** Which usable backend to take where the user names none, and why. */
@FunctionalInterface
public interface Preference {

  /** Takes no GPU by itself. */
  Preference WITHOUT_FIGURES =
      usable ->
          usable.kind() == BackendKind.CUDA
              ? new Advice(false, "not measured to be faster here; see `doctor --measure`")
              : Advice.TAKE;

  /** Whether to take a backend that is usable. */
  Advice on(Capability usable);

  /**
   * An answer.
   *
   * @param why in a sentence; empty where there is nothing to say
   */
  record Advice(boolean take, String why) {

    /** Nothing speaks against it. */
    public static final Advice TAKE = new Advice(true, "");
  }
}
