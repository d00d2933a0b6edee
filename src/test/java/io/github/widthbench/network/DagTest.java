package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;

class DagTest {
  private static final Block X = new Block("x", 2, null);
  private static final Block A = new Block("a", 3, Activation.TANH);
  private static final Block B = new Block("b", 4, Activation.TANH);
  private static final Block C = new Block("c", 5, Activation.TANH);
  private static final Block O = new Block("o", 1, null);

  private static Dag dag(List<Block> blocks, String... edges) {
    List<Edge> list =
        List.of(edges).stream().map(e -> new Edge(e.substring(0, 1), e.substring(1))).toList();
    return new Dag(blocks, list, List.of("x"), List.of("o"));
  }

  @Test
  void order_putsEveryBlockAfterWhatFeedsIt_whateverTheOrderGiven() {
    Dag dag = dag(List.of(O, C, B, A, X), "xa", "ab", "bc", "co", "ao", "xc");
    assertThat(dag.order()).containsExactly(4, 3, 2, 1, 0);
  }

  @Test
  void cycle_isRefused_andNamed() {
    assertThatThrownBy(() -> dag(List.of(X, A, B, C, O), "xa", "ab", "bc", "ca", "co"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*circle: (a → b → c → a|b → c → a → b|c → a → b → c)");
    assertThatThrownBy(() -> dag(List.of(X, A, O), "xa", "aa", "ao")).hasMessageContaining("a → a");
  }

  @Test
  void wrongGraphs_areRefused_withTheBlockOrEdge() {
    refused("edge x → q names q", List.of(X, A, O), "xa", "ao", "xq");
    refused("edge x → a is there twice", List.of(X, A, O), "xa", "xa", "ao");
    refused("nothing feeds block a", List.of(X, A, O), "xo", "ao");
    refused("block a feeds nothing", List.of(X, A, O), "xo", "xa");
    refused("edge a → x feeds an input", List.of(X, A, O), "xa", "ax", "ao");
    refused("two blocks are called x", List.of(X, X, O), "xo");
    refused("size of at least 1, found 0", List.of(X, new Block("a", 0, null), O), "xa", "ao");
    refused("outputs name o", List.of(X, A), "xa");
    assertThatThrownBy(() -> new Dag(List.of(X), List.of(), List.of("x"), List.of("x")))
        .hasMessageContaining("input and an output");
  }

  private static void refused(String message, List<Block> blocks, String... edges) {
    assertThatThrownBy(() -> dag(blocks, edges))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void weightCount_ofSequentialAndAllSkips_isThatOfTheSheet() {
    List<Integer> small = List.of(4, 3, 2, 4);
    assertThat(Dag.chain(small, Activation.TANH, null).weightCount()).isEqualTo(26);
    assertThat(Dag.allSkips(small, Activation.TANH, null).weightCount()).isEqualTo(62);
    List<Integer> wide = List.of(784, 128, 32, 128, 784);
    assertThat(Dag.chain(wide, Activation.TANH, null).weightCount()).isEqualTo(208_896);
    assertThat(Dag.allSkips(wide, Activation.TANH, null).weightCount()).isEqualTo(1_090_816);
  }

  @Test
  void skips_comeAfterTheSequentialEdges_inOneOrder() {
    Dag dag = Dag.allSkips(List.of(1, 2, 3, 4), Activation.TANH, null);
    assertThat(dag.edges())
        .map(Edge::toString)
        .containsExactly("x → h1", "h1 → h2", "h2 → o", "x → h2", "x → o", "h1 → o");
    assertThat(dag.fanIn("o")).isEqualTo(6);
  }
}
