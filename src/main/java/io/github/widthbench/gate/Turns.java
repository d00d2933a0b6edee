package io.github.widthbench.gate;

import io.github.widthbench.results.OutputFailedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The referee of forks that measure in turn: all have started, one at a time runs an iteration. A
 * neighbour's load that lasts longer than a few iterations so falls on all of them, which forks one
 * after the other cannot have.
 *
 * <p>A fork connects, then sends a byte before each iteration, waits for one, and sends another
 * when the iteration is over. The order of a round is drawn at random and the next round has the
 * opposite one.
 */
final class Turns implements AutoCloseable {

  private static final int SOCKET_ROOM = 1;

  private final int parties;
  private final Random random;
  private final Path folder;
  private final ServerSocketChannel server;

  private Turns(int parties, long seed) throws IOException {
    this.parties = parties;
    random = new Random(seed);
    folder = Files.createTempDirectory("widthbench-turns");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(address()), parties + SOCKET_ROOM);
  }

  /**
   * One fork of each of {@code benches}, in their order.
   *
   * @param seed of the order of iterations
   * @throws ForkFailedException if one of them did not end with a result
   */
  static List<Fork> measure(List<Bench> benches, Benchmark benchmark, long seed) {
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Turns turns = new Turns(benches.size(), seed)) {
      threads.execute(turns::referee);
      List<Future<Fork>> forks = new ArrayList<>();
      for (Bench bench : benches) {
        forks.add(
            threads.submit(() -> {
              try {
                return bench.fork(benchmark, turns.address());
              } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                turns.giveUp(); // the others would wait for it
                throw e;
              }
            }));
      }
      List<Fork> measured = new ArrayList<>();
      for (Future<Fork> fork : forks) {
        measured.add(fork.get());
      }
      return measured;
    } catch (IOException e) {
      throw new OutputFailedException(Path.of(System.getProperty("java.io.tmpdir")), e);
    } catch (ExecutionException e) {
      RuntimeException first = failure.get();
      throw first == null ? new IllegalStateException(e.getCause()) : first;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForkFailedException("interrupted");
    }
  }

  /** The socket to connect to. */
  private Path address() {
    return folder.resolve("turns");
  }

  private void referee() {
    List<SocketChannel> playing = new ArrayList<>();
    try {
      while (playing.size() < parties) {
        playing.add(server.accept());
      }
      for (int round = 0; !playing.isEmpty(); round++) {
        if (round % 2 == 0) {
          Collections.shuffle(playing, random);
        } else {
          Collections.reverse(playing);
        }
        for (SocketChannel fork : List.copyOf(playing)) {
          if (!turn(fork)) {
            playing.remove(fork);
            fork.close();
          }
        }
      }
    } catch (IOException closed) {
      // a fork has failed: the others find the line dead
    } finally {
      playing.forEach(Turns::hangUp);
    }
  }

  /** One iteration of {@code fork}; false if it has had its last. */
  private static boolean turn(SocketChannel fork) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    if (fork.read(one) < 0) {
      return false;
    }
    fork.write(one.flip());
    return fork.read(one.clear()) >= 0;
  }

  private static void hangUp(SocketChannel line) {
    try {
      line.close();
    } catch (IOException e) {
      // nobody listens
    }
  }

  /** Lets nobody in any more. */
  private void giveUp() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    giveUp();
    Files.deleteIfExists(address());
    Files.deleteIfExists(folder);
  }
}
