package io.github.widthbench.backend.cuda;

import java.util.Optional;

/**
 * NVIDIA's libraries that the backend does without where they are missing.
 *
 * @param solver cuSOLVER, for full spectra
 * @param management NVML, for clocks and temperatures
 */
record Companions(Optional<ForeignLibrary> solver, Optional<ForeignLibrary> management) {

  static final Companions NONE = new Companions(Optional.empty(), Optional.empty());
}
