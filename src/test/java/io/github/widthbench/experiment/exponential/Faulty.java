package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A backend in which one method of its operations or its eigen-solver does something else. */
record Faulty(Backend healthy, String method, Call fault) implements Backend {

  /** What the method does instead. */
  @FunctionalInterface
  interface Call {
    Object on(Object healthy, Method method, Object[] arguments)
        throws ReflectiveOperationException;
  }

  @Override
  public BackendKind kind() {
    return healthy.kind();
  }

  @Override
  public String device() {
    return healthy.device();
  }

  @Override
  public Ops ops() {
    return wrapped(Ops.class, healthy.ops());
  }

  @Override
  public EigenSolver eigenSolver() {
    return wrapped(EigenSolver.class, healthy.eigenSolver());
  }

  @Override
  public void close() {
    healthy.close();
  }

  private <T> T wrapped(Class<T> type, T right) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) -> {
              try {
                return called.getName().equals(method)
                    ? fault.on(right, called, arguments)
                    : called.invoke(right, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
