"""What users of torch or jax get on this device for the work of `widthbench bench`, as JSON lines.

usage: python3 gpu-peers.py torch|jax [--work REGEX] [--seconds N] [--small]
Every line has the work, its sizes, the median and the quartiles of its seconds; on a GPU by device events for torch, and
by wall time with block_until_ready for jax. The most important work comes first; what does not fit into N seconds is
named and left out. --work takes those whose name it matches from its start. --small is a rehearsal on the CPU.
"""

import argparse
import json
import re
import statistics
import time

ACTIVATIONS = ("relu", "tanh", "exp")
SHAPES = ((256, 16, 1 << 22), (1024, 64, 1 << 20), (256, 16, 1 << 18), (256, 16, 1 << 14), (1024, 64, 1 << 13))
SMALL_SHAPES = ((64, 8, 1 << 10),)
RATE = 0.05  # of a step of descent
MODES = ("fp32", "tf32", "fp64")


class Race:
    """Prints one line a measurement until the time is over."""

    def __init__(self, seconds, wanted):
        self.end = time.monotonic() + seconds
        self.wanted = re.compile(wanted)

    def measure(self, work, prepare, **facts):
        """Times the callable that `prepare` answers, which returns its own seconds; a failure is a line too."""
        if not self.wanted.match(work):
            return
        if time.monotonic() > self.end:
            print(json.dumps({"work": work, **facts, "left_out": "no time"}), flush=True)
            return
        try:
            facts.update(self.seconds(prepare()))
        except Exception as error:  # of memory, of a compiler that is not there, of an operation that is missing
            facts["error"] = repr(error)[:300]
        print(json.dumps({"work": work, **facts}), flush=True)

    def seconds(self, run):
        for _ in range(3):  # compiles, chooses kernels, fills caches
            run()
        samples, end = [], time.monotonic() + 1
        while len(samples) < 5 or (len(samples) < 300 and time.monotonic() < end):
            samples.append(run())
        lower, median, upper = statistics.quantiles(samples, n=4)
        return {"seconds": median, "quartiles": [lower, upper], "samples": len(samples)}


def race_torch(race, small):
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    facts = {
        "peer": "torch " + torch.__version__,
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
    }
    types = {"fp32": torch.float32, "tf32": torch.float32, "fp64": torch.float64}
    functions = {"relu": torch.relu, "tanh": torch.tanh, "exp": torch.exp}
    derivatives = {"relu": lambda z, s: (z > 0).to(z.dtype), "tanh": lambda z, s: 1 - s * s, "exp": lambda z, s: s}

    def timed(work):
        if device == "cpu":

            def run():
                begin = time.perf_counter()
                work()
                return time.perf_counter() - begin

            return run
        start, stop = (torch.cuda.Event(enable_timing=True) for _ in range(2))

        def run():
            start.record()
            work()
            stop.record()
            stop.synchronize()
            return start.elapsed_time(stop) / 1000

        return run

    def random(mode, *shape):
        torch.backends.cuda.matmul.allow_tf32 = mode == "tf32"
        torch.manual_seed(0)
        return torch.randn(*shape, device=device, dtype=types[mode])

    def gemm(mode, n):
        a, b = random(mode, n, n), random(mode, n, n)
        return timed(lambda: a @ b)

    def copy(count):
        source = random("fp32", count)
        target = torch.empty_like(source)
        return timed(lambda: target.copy_(source))

    def step(way, activation, mode, n, d, m):
        """W ← W − η ∇ ½‖aᵀs(WXᵀ)/√m − y‖², written out, or with the gradient by autograd."""
        x, y, w = random(mode, n, d), random(mode, n), random(mode, m, d)
        x /= x.norm(dim=1, keepdim=True)
        a = torch.sign(random(mode, m))
        s, ds = functions[activation], derivatives[activation]
        scale = m**-0.5

        def written_out(w):
            z = w @ x.T
            value = s(z)
            residual = scale * (a @ value) - y
            return w - (RATE * scale * a)[:, None] * ((ds(z, value) * residual) @ x)

        def by_autograd(w):
            leaf = w.detach().requires_grad_(True)
            loss = 0.5 * ((scale * (a @ s(leaf @ x.T)) - y) ** 2).sum()
            return w - RATE * torch.autograd.grad(loss, leaf)[0]

        one = by_autograd if way == "autograd" else written_out
        if way == "compile":
            torch._dynamo.reset()  # else the sizes of the case before make it compile for any size, and at last not at all
            one = torch.compile(one)
        state = [w]

        def work():
            with torch.set_grad_enabled(way == "autograd"):
                state[0] = one(state[0])

        return timed(work)

    def products(mode, n):
        """Many small products in one call; the time of the host, which waits for the end."""
        a, b = random(mode, 64, n, n), random(mode, 64, n, n)

        def run():
            begin = time.perf_counter()
            torch.bmm(a, b)
            if device == "cuda":
                torch.cuda.synchronize()
            return time.perf_counter() - begin

        return run

    def gram(mode, n, d, m):
        """The Gram matrix of relu: (XXᵀ) ∘ (S Sᵀ)/m with S the signs of the preactivations."""
        x, w = random(mode, n, d), random(mode, m, d)

        def work():
            signs = (x @ w.T > 0).to(x.dtype)
            return (x @ x.T) * (signs @ signs.T) / m

        return timed(work)

    def eigenvalues(batch, n):
        h = random("fp64", batch, n, n)
        h = h @ h.mT / n
        return timed(lambda: torch.linalg.eigvalsh(h))

    side, count = (512, 1 << 20) if small else (8192, 1 << 29)
    for mode in MODES:
        race.measure("gemm", lambda: gemm(mode, side), mode=mode, n=side, flops=2 * side**3, **facts)
    race.measure("copy", lambda: copy(count), bytes=8 * count, **facts)
    for way in ("compile", "eager", "autograd"):
        for n, d, m in SMALL_SHAPES if small else SHAPES:
            for activation in ACTIVATIONS[:1] if small else ACTIVATIONS:
                for mode in MODES[:2]:
                    sizes = {"activation": activation, "mode": mode, "n": n, "d": d, "m": m}
                    prepare = lambda: step(way, activation, mode, n, d, m)  # noqa: E731
                    race.measure("step-" + way, prepare, flops=4 * n * m * d, **sizes, **facts)
    for n, d, m in SMALL_SHAPES if small else ((1024, 64, 1 << 17), (1024, 64, 1 << 20)):
        for mode in MODES[:2]:
            race.measure("gram-relu", lambda: gram(mode, n, d, m), mode=mode, n=n, d=d, m=m, **facts)
    for n in (8,) if small else (64, 128, 256, 512):
        for mode in ("fp32", "fp64"):
            race.measure("bmm", lambda: products(mode, n), mode=mode, n=n, batch=64, **facts)
    for batch, n in ((64, 16),) if small else ((10000, 64), (64, 256), (1, 1024)):
        race.measure("eigvalsh", lambda: eigenvalues(batch, n), mode="fp64", batch=batch, n=n, **facts)


def race_jax(race, small):
    import jax
    import jax.numpy as jnp

    facts = {"peer": "jax " + jax.__version__, "device": jax.devices()[0].device_kind}
    functions = {"relu": jax.nn.relu, "tanh": jnp.tanh, "exp": jnp.exp}

    def step(activation, mode, n, d, m):
        keys = jax.random.split(jax.random.PRNGKey(0), 4)
        x = jax.random.normal(keys[0], (n, d))
        x /= jnp.linalg.norm(x, axis=1, keepdims=True)
        y = jax.random.normal(keys[1], (n,))
        a = jnp.sign(jax.random.normal(keys[2], (m,)))
        state = [jax.random.normal(keys[3], (m, d))]

        def loss(w):
            return 0.5 * jnp.sum((m**-0.5 * (a @ functions[activation](w @ x.T)) - y) ** 2)

        one = jax.jit(lambda w: w - RATE * jax.grad(loss)(w), donate_argnums=0)

        def run():
            with jax.default_matmul_precision("highest" if mode == "fp32" else "tensorfloat32"):
                begin = time.perf_counter()
                state[0] = one(state[0])
                state[0].block_until_ready()
                return time.perf_counter() - begin

        return run

    for n, d, m in SMALL_SHAPES if small else SHAPES[:2]:
        for activation in ACTIVATIONS[:1] if small else ("relu", "exp"):
            for mode in MODES[:2]:
                sizes = {"activation": activation, "mode": mode, "n": n, "d": d, "m": m}
                race.measure("step-jit", lambda: step(activation, mode, n, d, m), flops=4 * n * m * d, **sizes, **facts)


def main():
    peers = {"torch": race_torch, "jax": race_jax}
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=peers)
    parser.add_argument("--work", default="", metavar="REGEX")
    parser.add_argument("--seconds", type=float, default=100)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    peers[asked.peer](Race(asked.seconds, asked.work), asked.small)


if __name__ == "__main__":
    main()
