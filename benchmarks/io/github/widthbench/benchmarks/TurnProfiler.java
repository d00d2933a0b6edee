package io.github.widthbench.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Lets a fork run its iterations in turn with forks of other builds, so that what the machine does
 * in the meantime is done to all of them: an iteration begins when the referee at a socket says so.
 * A profiler, so that any benchmark can be measured in turns; it measures nothing itself.
 */
public final class TurnProfiler implements InternalProfiler, AutoCloseable {

  private final Path referee;
  private @Nullable SocketChannel channel;

  /**
   * A fork's end of the line.
   *
   * @param referee the socket, a file
   */
  public TurnProfiler(String referee) {
    this.referee = Path.of(referee);
  }

  @Override
  public String getDescription() {
    return "iterations in turn with other forks";
  }

  /** Asks for a turn and waits for it. */
  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      SocketChannel line = line();
      line.write(ByteBuffer.allocate(1));
      if (line.read(ByteBuffer.allocate(1)) < 0) {
        throw new IllegalStateException("the referee at " + referee + " has gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(referee.toString(), e);
    }
  }

  /** Says that the turn is over. */
  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    try {
      line().write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(referee.toString(), e);
    }
    return List.of();
  }

  /** Leaves the game, as the end of the process does. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private SocketChannel line() throws IOException {
    SocketChannel open = channel;
    if (open == null) {
      open = SocketChannel.open(StandardProtocolFamily.UNIX);
      open.connect(UnixDomainSocketAddress.of(referee));
      channel = open;
    }
    return open;
  }
}
