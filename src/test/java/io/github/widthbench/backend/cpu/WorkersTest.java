package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void forEach_runsEveryTaskOnce() {
    try (Workers workers = new Workers(3)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(100);
      workers.forEach(
          100,
          (worker, task) -> {
            assertThat(worker).isBetween(0, 2);
            runs.incrementAndGet(task);
          });
      for (int i = 0; i < 100; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void forEach_withAFailingTask_throwsItsError() {
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(() ->
              workers.forEach(
                  8,
                  (worker, task) -> {
                    throw new IllegalStateException("task " + task);
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("task");
    }
  }
}
