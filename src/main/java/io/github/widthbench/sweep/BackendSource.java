package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;

/** Opens a backend of its own for every worker; workers are numbered from 0 on. */
@FunctionalInterface
interface BackendSource {
  Backend open(BackendKind kind, int threads, int worker);
}
