package io.github.widthbench.backend.cuda;

/** One step of gradient descent on a batch of networks, queued without waiting. */
interface DescentStep extends AutoCloseable {

  /** Queues what must be there before the first step of a stretch. */
  void begin(DescentState state);

  /**
   * Queues W ← W − rate·∇L(W) and F ← F(W) for the replicas that go on. Always the same calls with
   * the same arguments, so that it can be captured.
   *
   * @param residual F − y, FP64
   */
  void run(DescentState state, CudaTensor residual);

  @Override
  void close();
}
