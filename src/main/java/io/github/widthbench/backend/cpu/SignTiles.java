package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.cpu.kernel.BitCounts;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.backend.cpu.kernel.Signs;

/**
 * The tiles of a relu network, whose derivatives are 0 and 1: a bit for each sample and neuron, and
 * common bits counted. Whole numbers, so that sums have the same bits in any order.
 */
final class SignTiles implements GramTiles {

  /** Words that a block of weights makes in a row. */
  private static final int BLOCK = 4;

  /** Most bytes of bits, for they are read again and again while they are counted. */
  private static final int BYTES = 1 << 19;

  /** Fewest and most words of a row: adding up the counts of a tile costs the same for both. */
  private static final int FEWEST = 128;

  private static final int MOST = 256;

  private final WeightBlock weights;
  private final Panels samples;
  private final int n;
  private final int words;
  private final int minus;
  private final Signs signs;
  private final long[] bits;
  private final long[] common = new long[BitCounts.ROWS * BitCounts.ROWS];

  /**
   * Opens a network.
   *
   * @param samples panels of {@link Kernels#rowsForSigns} rows at most
   */
  SignTiles(WeightSource source, Panels samples, int n) {
    this.samples = samples;
    this.n = n;
    weights = new WeightBlock(source, BLOCK * Signs.WORD);
    int form = source.paired() ? 2 : 1;
    int fitting = BYTES / Long.BYTES / n / BitCounts.WORDS * BitCounts.WORDS;
    long needed = Math.ceilDiv(source.units(), (long) Signs.WORD * BitCounts.WORDS);
    long most = Math.min(Math.clamp(fitting, FEWEST, MOST), needed * BitCounts.WORDS);
    minus = (int) most;
    words = form * minus;
    Lanes lanes = Lanes.preferred(source.precision());
    signs = Kernels.signs(lanes, samples.height(), BLOCK, source.paired());
    int rows = Math.max(samples.rows(), Math.ceilDiv(n, BitCounts.ROWS) * BitCounts.ROWS);
    bits = new long[Math.multiplyExact(rows, words)];
  }

  @Override
  public int count() {
    return Math.toIntExact(Math.ceilDiv(weights.source().units(), (long) minus * Signs.WORD));
  }

  @Override
  public SignTiles sibling() {
    return new SignTiles(weights.source().sibling(), samples, n);
  }

  @Override
  public void add(int tile, double[] h) {
    long from = (long) tile * minus * Signs.WORD;
    for (int word = 0; word < minus; word += BLOCK) {
      int ignored = weights.load(from + (long) word * Signs.WORD);
      for (int panel = 0; panel < samples.count(); panel++) {
        signs.run(
            samples.depth(),
            samples.data(),
            samples.at(panel),
            weights.means(),
            weights.halves(),
            bits,
            panel * samples.height() * words + word,
            words,
            minus);
      }
    }
    BitCounts.add(bits, n, words, h, common);
  }
}
