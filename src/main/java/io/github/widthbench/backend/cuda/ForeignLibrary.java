package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

/**
 * A shared library opened for the life of the process, so that libraries loaded later find it by
 * its SONAME.
 *
 * @param file the path, or the name that the system's loader knows it by
 */
record ForeignLibrary(String file, SymbolLookup symbols) {

  /** The system's loader refused a library; the message is the loader's own. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Opens {@code file}: a path, or a name to look for where the system's loader does. */
  @SuppressWarnings("restricted") // the launcher allows native access
  static ForeignLibrary open(String file) throws RefusedException {
    Loader.require(file);
    return new ForeignLibrary(file, SymbolLookup.libraryLookup(file, Arena.global()));
  }

  /** Which of {@code functions} the library lacks. */
  List<String> lacking(List<String> functions) {
    return functions.stream().filter(name -> symbols.find(name).isEmpty()).toList();
  }

  /** Calls {@code int name(arguments)}; arguments are Integer, Long or MemorySegment. */
  int call(String name, Object... arguments) {
    MemoryLayout[] layouts =
        Arrays.stream(arguments).map(ForeignLibrary::layout).toArray(MemoryLayout[]::new);
    return (int) invoke(handle(symbols, name, FunctionDescriptor.of(JAVA_INT, layouts)), arguments);
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Long _ -> JAVA_LONG;
      case MemorySegment _ -> ADDRESS;
      default -> throw new IllegalArgumentException("no layout for " + argument.getClass());
    };
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }

  private static Object invoke(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable impossible) { // a native function throws nothing
      throw new LinkageError("a native call failed", impossible);
    }
  }

  /** The system's loader, asked directly because it says why it refuses a library. */
  private static final class Loader {
    private static final SymbolLookup SYSTEM = Linker.nativeLinker().defaultLookup();

    // Both are looked up before either is called: a look-up clears the loader's last error.
    private static final MethodHandle OPEN =
        handle(SYSTEM, "dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle ERROR =
        handle(SYSTEM, "dlerror", FunctionDescriptor.of(ADDRESS));
    private static final int LAZILY = 1;

    @SuppressWarnings("restricted")
    static void require(String file) throws RefusedException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment library = (MemorySegment) invoke(OPEN, arena.allocateFrom(file), LAZILY);
        if (library.address() == 0) {
          MemorySegment text = (MemorySegment) invoke(ERROR);
          throw new RefusedException(
              text.address() == 0
                  ? file + ": cannot be opened"
                  : text.reinterpret(Integer.MAX_VALUE).getString(0));
        }
      }
    }
  }
}
