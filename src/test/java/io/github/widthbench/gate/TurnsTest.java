package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.benchmarks.TurnProfiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forks that take turns, played by threads with the profiler of real forks. */
@Timeout(20)
class TurnsTest {
  private static final Benchmark STEP = new Benchmark("a.B.step", new TreeMap<>());
  private static final int ROUNDS = 40;

  private final List<String> turns = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void measure_threeForks_runOneAtATimeInRoundsThatTurnRound() {
    List<Fork> forks =
        Turns.measure(
            List.of(player("a", ROUNDS), player("b", ROUNDS), player("c", ROUNDS)), STEP, 1);

    assertThat(forks).extracting(fork -> fork.samples().getFirst()).containsExactly(1.0, 2.0, 3.0);
    assertThat(most).hasValue(1);
    assertThat(turns).hasSize(3 * ROUNDS);
    List<List<String>> orders = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round += 2) {
      List<String> there = turns.subList(3 * round, 3 * round + 3);
      List<String> back = turns.subList(3 * round + 3, 3 * round + 6);
      assertThat(there).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(back).isEqualTo(there.reversed());
      orders.add(there);
    }
    assertThat(orders.stream().distinct()).hasSizeGreaterThan(3);
  }

  @Test
  void measure_forkWithFewerIterations_letsTheOtherGoOn() {
    Turns.measure(List.of(player("a", 2), player("b", 5)), STEP, 1);

    assertThat(turns).hasSize(7);
    assertThat(turns.subList(4, 7)).containsOnly("b");
  }

  @Test
  void measure_forkThatDoesNotStart_failsAndKeepsNobodyWaiting() {
    Bench failing =
        new Player("a", 0) {
          @Override
          public Fork fork(Benchmark benchmark, @Nullable Path referee) {
            throw new ForkFailedException("no such device");
          }
        };

    assertThatThrownBy(() -> Turns.measure(List.of(player("b", 5), failing), STEP, 1))
        .isInstanceOf(ForkFailedException.class)
        .hasMessage("no such device");
  }

  private Bench player(String name, int iterations) {
    return new Player(name, iterations);
  }

  private class Player implements Bench {
    private final String name;
    private final int iterations;

    Player(String name, int iterations) {
      this.name = name;
      this.iterations = iterations;
    }

    @Override
    public List<Benchmark> list() {
      return List.of(STEP);
    }

    @Override
    public boolean takesTurns() {
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // the profiler looks at nothing but the socket
    public Fork fork(Benchmark benchmark, @Nullable Path referee) {
      String socket = Objects.requireNonNull(referee).toString();
      try (TurnProfiler profiler = new TurnProfiler(socket)) {
        for (int i = 0; i < iterations; i++) {
          profiler.beforeIteration(null, null);
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          turns.add(name);
          running.decrementAndGet();
          profiler.afterIteration(null, null, null);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return SampleForks.fork(benchmark, 1.0 + name.charAt(0) - 'a');
    }
  }
}
