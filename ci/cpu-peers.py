#!/usr/bin/env python3
"""What users of numpy, torch, jax or LAPACK write for the work of `widthbench bench` on a CPU: prints median milliseconds.

usage: cpu-peers.py PEER CASE     both as `ci/peers --help` says, which calls this in a process of its own
"""
import os, statistics, sys, time

SECONDS = 3.0  # measured at least


def peer_gram(peer, activation, precision, n, d, m):
    """A Gram matrix as a function without arguments."""
    import numpy as np
    kind = np.float64 if precision == "fp64" else np.float32
    rng = np.random.default_rng(1)
    x = (rng.standard_normal((n, d)) / (2 * np.sqrt(d))).astype(kind)
    w = rng.standard_normal((m, d)).astype(kind)
    if peer == "numpy":
        return fastest([numpy_gram(np, activation, x, w, block) for block in (m, 4096, 1024)])
    if peer == "torch-inplace":
        import torch
        torch.set_num_threads(1)
        xt, wt = torch.from_numpy(x), torch.from_numpy(w)
        z = torch.empty(n, m, dtype=wt.dtype)

        def gram():
            with torch.no_grad():
                torch.mm(xt, wt.T, out=z)
                if activation == "relu": z.gt_(0)
                elif activation == "tanh": z.tanh_().mul_(z).neg_().add_(1)
                else: z.exp_()
                return (z @ z.T).mul_(xt @ xt.T).div_(m)
        return gram
    import jax
    import jax.numpy as jnp
    slope = {"relu": lambda z: (z > 0).astype(kind), "tanh": lambda z: 1 - jnp.tanh(z) ** 2, "exp": jnp.exp}[activation]

    @jax.jit
    def jitted(x, w):
        s = slope(x @ w.T)
        return (s @ s.T) * (x @ x.T) / m
    xj, wj = jnp.asarray(x), jnp.asarray(w)
    return lambda: jitted(xj, wj).block_until_ready()


def numpy_gram(np, activation, x, w, block):
    z = np.empty((len(x), min(block, len(w))), x.dtype)

    def gram():
        h = np.zeros((len(x), len(x)))
        for at in range(0, len(w), block):
            wb = w[at:at + block]
            s = z[:, :len(wb)]
            np.matmul(x, wb.T, out=s)
            if activation == "relu": np.greater(s, 0, out=s, casting="unsafe")
            elif activation == "tanh":
                np.tanh(s, out=s)
                np.multiply(s, s, out=s)
                np.subtract(1, s, out=s)
            else: np.exp(s, out=s)
            h += s @ s.T
        return h * (x @ x.T) / len(w)
    return gram


def fastest(contenders):
    """The function that takes the least time."""
    def seconds(run):
        run()
        start = time.perf_counter()
        run()
        return time.perf_counter() - start
    return min(contenders, key=seconds)


def product_rate(n):
    """Flops in a millisecond of numpy's fp32 product of n×n matrices."""
    import numpy as np
    a = np.random.default_rng(1).standard_normal((n, n)).astype(np.float32)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        a @ a
        times.append(time.perf_counter() - start)
    return 2.0 * n ** 3 / (statistics.median(times) * 1e3)


def peer_spectra(peer, n, count):
    """The eigenvalues of ``count`` matrices as a function without arguments."""
    import numpy as np
    rng = np.random.default_rng(1)
    points = rng.standard_normal((count, n, n))
    each = points @ points.transpose(0, 2, 1) / n + 0.01 * np.eye(n)
    if peer == "lapack":
        from scipy.linalg.lapack import dsyevd
        return lambda: [dsyevd(a, compute_v=0)[0] for a in each]
    if peer == "torch-inplace":
        import torch
        torch.set_num_threads(1)
        batch = torch.from_numpy(each)
        return lambda: torch.linalg.eigvalsh(batch)
    if peer == "jax":
        import jax
        import jax.numpy as jnp
        solve, batch = jax.jit(jnp.linalg.eigvalsh), jnp.asarray(each)
        return lambda: solve(batch).block_until_ready()
    return lambda: np.linalg.eigvalsh(each)


def peer_step(peer, activation, precision, n, d, m):
    """One step as a function without arguments, that returns when the step is done."""
    import numpy as np
    kind = np.float64 if precision == "fp64" else np.float32
    rng = np.random.default_rng(1)
    x = (rng.standard_normal((n, d)) / (2 * np.sqrt(d))).astype(kind)
    w = rng.standard_normal((m, d)).astype(kind)
    a = rng.choice([-1.0, 1.0], m).astype(kind)
    y = rng.choice([-1.0, 1.0], n).astype(kind)
    scale, rate = kind(1 / np.sqrt(m)), kind(1e-3)
    if peer == "numpy":
        return numpy_step(np, activation, x, w, a, y, scale, rate)
    if peer == "jax":
        return jax_step(activation, x, w, a, y, scale, rate)
    return torch_step(peer, activation, x, w, a, y, scale, rate)


def numpy_step(np, activation, x, w, a, y, scale, rate):
    """Chunks of neurons that stay in the cache; the gradient of the last step and the next forward in one sweep."""
    n, m = len(x), len(w)
    block = max(64, min(m, (1 << 18) // n))
    z, slope = np.empty((block, n), x.dtype), np.empty((block, n), x.dtype)
    last = {"residual": None}

    def apply(z):
        if activation == "tanh": np.tanh(z, out=z)
        elif activation == "exp": np.exp(z, out=z)
        else: np.maximum(z, 0, out=z)

    def step():
        f = np.zeros(n, x.dtype)
        for at in range(0, m, block):
            wb, ab = w[at:at + block], a[at:at + block]
            zb, sb = z[:len(wb)], slope[:len(wb)]
            if last["residual"] is not None:
                np.matmul(wb, x.T, out=sb)
                if activation == "relu": np.greater(sb, 0, out=sb, casting="unsafe")
                else: apply(sb)
                if activation == "tanh":
                    np.multiply(sb, sb, out=sb)
                    np.subtract(1, sb, out=sb)
                sb *= last["residual"]
                wb -= (rate * scale * ab)[:, None] * (sb @ x)
            np.matmul(wb, x.T, out=zb)
            apply(zb)
            f += ab @ zb
        last["residual"] = scale * f - y
    return step


def torch_step(peer, activation, x, w, a, y, scale, rate):
    import torch
    torch.set_num_threads(1)
    xt, wt, at, yt = map(torch.from_numpy, (x, w, a, y))
    scale, rate = float(scale), float(rate)
    function = {"relu": torch.relu, "tanh": torch.tanh, "exp": torch.exp}[activation]
    if peer == "torch-inplace":
        z = torch.empty(len(w), len(x), dtype=wt.dtype)

        def step():
            with torch.no_grad():
                torch.mm(wt, xt.T, out=z)
                {"relu": z.relu_, "tanh": z.tanh_, "exp": z.exp_}[activation]()
                residual = scale * (at @ z) - yt
                if activation == "relu": z.sign_()
                if activation == "tanh": z.mul_(z).neg_().add_(1)
                z.mul_(residual).mul_((rate * scale * at)[:, None])
                wt.sub_(z @ xt)
        return step

    @torch.compile
    def descend(wt):
        z = wt @ xt.T
        value = function(z)
        residual = scale * (at @ value) - yt
        slope = (z > 0).to(z.dtype) if activation == "relu" else 1 - value * value if activation == "tanh" else value
        return wt - (rate * scale * at)[:, None] * ((slope * residual) @ xt)

    state = {"w": wt}

    def step():
        with torch.no_grad():
            state["w"] = descend(state["w"])
    return step


def jax_step(activation, x, w, a, y, scale, rate):
    import jax
    import jax.numpy as jnp
    xj, aj, yj = map(jnp.asarray, (x, a, y))
    function = {"relu": jax.nn.relu, "tanh": jnp.tanh, "exp": jnp.exp}[activation]

    def loss(w):
        return 0.5 * jnp.sum((scale * (aj @ function(w @ xj.T)) - yj) ** 2)

    descend = jax.jit(lambda w: w - rate * jax.grad(loss)(w), donate_argnums=0)
    state = {"w": jnp.asarray(w)}

    def step():
        state["w"] = descend(state["w"])
        state["w"].block_until_ready()
    return step


def peer_replicas(peer, activation, precision, n, d, m, count):
    """One step of many networks as a function without arguments."""
    import numpy as np
    kind = np.float64 if precision == "fp64" else np.float32
    rng = np.random.default_rng(1)
    x = (rng.standard_normal((n, d)) / (2 * np.sqrt(d))).astype(kind)
    w = rng.standard_normal((count, m, d)).astype(kind)
    a = rng.choice([-1.0, 1.0], m).astype(kind)
    y = rng.choice([-1.0, 1.0], n).astype(kind)
    scale, rate = float(1 / np.sqrt(m)), 1e-3
    if peer == "torch-inplace":
        import torch
        torch.set_num_threads(1)
        xt, wt, at, yt = map(torch.from_numpy, (x, w, a, y))
        z = torch.empty(count, m, n, dtype=wt.dtype)

        def step():
            with torch.no_grad():
                torch.matmul(wt, xt.T, out=z)
                {"relu": z.relu_, "tanh": z.tanh_, "exp": z.exp_}[activation]()
                residual = scale * torch.einsum("j,bji->bi", at, z) - yt
                if activation == "relu": z.sign_()
                if activation == "tanh": z.mul_(z).neg_().add_(1)
                z.mul_(residual[:, None, :]).mul_((rate * scale * at)[None, :, None])
                wt.sub_(z @ xt)
        return step
    import jax
    import jax.numpy as jnp
    xj, aj, yj = map(jnp.asarray, (x, a, y))
    function = {"relu": jax.nn.relu, "tanh": jnp.tanh, "exp": jnp.exp}[activation]

    def loss(w):
        return 0.5 * jnp.sum((scale * (aj @ function(w @ xj.T)) - yj) ** 2)

    descend = jax.jit(jax.vmap(lambda w: w - rate * jax.grad(loss)(w)), donate_argnums=0)
    state = {"w": jnp.asarray(w)}

    def step():
        state["w"] = descend(state["w"])
        state["w"].block_until_ready()
    return step


def peer_dag(peer, graph, activation, precision, n, d, m, depth):
    """One step of a deep network as a function without arguments."""
    import numpy as np
    kind = np.float64 if precision == "fp64" else np.float32
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((n, d)).astype(kind), rng.choice([-1.0, 1.0], (n, 1)).astype(kind)
    sizes = [d] + [m] * (depth - 1) + [1]
    edges = [(i, j) for j in range(1, depth + 1) for i in range(j) if i == j - 1 or graph == "allSkips"]
    w = {e: (rng.standard_normal((sizes[e[1]], sizes[e[0]])) / np.sqrt(sizes[e[0]])).astype(kind) for e in edges}
    rate = 1e-6

    def outputs(weights, x, function):
        values = [x]
        for j in range(1, depth + 1):
            z = sum(values[i] @ weights[i, k].T for i, k in edges if k == j)
            values.append(function(z) if j < depth else z)
        return values[-1]

    if peer == "torch-compile":
        import torch
        torch.set_num_threads(1)
        function = {"relu": torch.relu, "tanh": torch.tanh, "exp": torch.exp}[activation]
        xt, yt = torch.from_numpy(x), torch.from_numpy(y)
        wt = [torch.from_numpy(w[e]).requires_grad_() for e in edges]

        @torch.compile
        def loss(weights):
            return 0.5 * torch.mean((outputs(dict(zip(edges, weights)), xt, function) - yt) ** 2)

        def step():
            gradient = torch.autograd.grad(loss(wt), wt)
            with torch.no_grad(): torch._foreach_add_(wt, gradient, alpha=-rate)
        return step
    import jax
    import jax.numpy as jnp
    function = {"relu": jax.nn.relu, "tanh": jnp.tanh, "exp": jnp.exp}[activation]
    xj, yj = jnp.asarray(x), jnp.asarray(y)
    loss = lambda weights: 0.5 * jnp.mean((outputs(weights, xj, function) - yj) ** 2)
    descend = jax.jit(lambda weights: jax.tree.map(lambda w, g: w - rate * g, weights, jax.grad(loss)(weights)), donate_argnums=0)
    state = {"w": {e: jnp.asarray(v) for e, v in w.items()}}

    def step():
        state["w"] = descend(state["w"])
        jax.block_until_ready(state["w"])
    return step


def jax_study(last, seeds):
    """The study exponential: training to |F - y| <= 1e-3 in a while loop, vmap over seeds; the Gram matrix's smallest eigenvalue."""
    import jax
    import jax.numpy as jnp
    import numpy as np
    x = jnp.asarray([[-0.3906, -0.2557, 0.1075, -0.1431], [0.1307, 0.2007, -0.3588, 0.2528], [-0.1263, 0.4440, 0.1545, -0.1143],
                     [0.0689, 0.0735, 0.1127, 0.4766], [0.1429, 0.4454, 0.1701, -0.0477], [-0.3318, -0.3396, 0.0446, 0.1504]])
    y = jnp.asarray([1., -1., 1., -1., 1., -1.])
    g = x @ x.T
    limit = jnp.linalg.eigvalsh(g * jnp.exp(jnp.sum((x[:, None] + x[None]) ** 2, -1) / 2))[-1]

    def run(key, m, coupled):
        key_w, key_a = jax.random.split(key)
        if coupled:
            w, a = jnp.repeat(jax.random.normal(key_w, (m // 2, 4)), 2, 0), jnp.tile(jnp.array([1., -1.]), m // 2)
        else:
            w, a = jax.random.normal(key_w, (m, 4)), jax.random.rademacher(key_a, (m,)).astype(jnp.float64)
        rate = 1 / (m * limit)
        residual = lambda w: a @ jnp.exp(w @ x.T) - y

        def body(state):
            w, r, t = state
            w = w - rate * a[:, None] * ((jnp.exp(w @ x.T) * r) @ x)
            return w, residual(w), t + 1
        end, _, t = jax.lax.while_loop(lambda s: (jnp.linalg.norm(s[1]) > 1e-3) & (s[2] < 100000), body, (w, residual(w), 0))
        s = jnp.exp(w @ x.T)
        return t, jnp.linalg.eigvalsh(g * (s.T @ s) / m)[0], jnp.linalg.norm(end - w)

    def study():
        for coupled in (True, False):
            for m in [2 ** e for e in range(6, last + 1)]:
                steps, *_ = jax.jit(jax.vmap(lambda key: run(key, m, coupled)))(jax.random.split(jax.random.PRNGKey(m), seeds))
                print(f"{m} {'coupled' if coupled else 'iid'}: {int(np.median(steps))} steps", file=sys.stderr)
    return study


def main(peer, case):
    if peer == "jax" and not case.startswith("study"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # XLA takes every core it may
    makers = {"replicas": peer_replicas, "dag": peer_dag, "gram": peer_gram, "batch": peer_spectra, "step": peer_step,
              "spectrum": lambda peer, n: peer_spectra(peer, n, 1)}
    kind, *values = case.split(",")
    numbers = [int(v) if v.isdigit() else v for v in values]
    if kind == "drawn":
        _, _, n, d, m = numbers
        return print((2.0 * n * n * m + 2.0 * n * m * d) / product_rate(2048))
    if kind == "study":
        study, start = jax_study(*numbers), time.perf_counter()
        study()
        return print((time.perf_counter() - start) * 1e3)
    if kind not in makers: kind, numbers = "step", [kind, *numbers]
    run = makers[kind](peer, *numbers)
    for _ in range(3): run()
    times, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    print(statistics.median(times) * 1e3)


main(*sys.argv[1:])
