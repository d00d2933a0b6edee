"""What ci/gpu measured, item by item, from bench.jsonl and peers.jsonl in a folder.

usage: python3 gpu-figures.py FOLDER
Every line is one figure that the project wants of a GPU, with what was wanted and whether that was reached; "not
measured" where it is missing. The limit of a step is max(FLOP / rate of products, bytes / rate of copies) of the same
run.
"""

import json
import pathlib
import sys


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


class Figures:
    def __init__(self, folder):
        self.cases = [case for case in lines(folder / "bench.jsonl") if case["status"] == "ok"]
        self.peers = lines(folder / "peers.jsonl")

    def found(self, benchmark, **params):
        """Cases of a benchmark with the parameters given."""
        return [
            case
            for case in self.cases
            if case["benchmark"].endswith(benchmark)
            and all(case["params"].get(key) == str(value) for key, value in params.items())
        ]

    def all_parameters(self, benchmark, *names):
        return sorted({tuple(case["params"].get(name, "") for name in names) for case in self.found(benchmark)})

    def peer(self, work, **facts):
        """The fastest of the peers at a work, with its name; nothing where none was measured."""
        times = [
            (line["seconds"], line["peer"] + " " + line["work"])
            for line in self.peers
            if line["work"].startswith(work)
            and "seconds" in line
            and all(line.get(key) == value for key, value in facts.items())
        ]
        return min(times, default=None)


def metric(case, name):
    return next((entry["median"] for entry in case["metrics"] if entry["name"] == name), None)


def seconds(case):
    units = {"ns/op": 1e-9, "us/op": 1e-6, "ms/op": 1e-3, "s/op": 1}
    entry = next(entry for entry in case["metrics"] if entry["name"] == "time")
    return entry["median"] * units[entry["unit"]]


def host_overhead(case):
    """Host time beyond the device's, in percent of the device's; nothing without a device clock."""
    device = metric(case, "deviceCompute")
    return None if not device else 100 * (seconds(case) * 1e9 - device - (metric(case, "deviceCopy") or 0)) / device


def wanted(reached, what):
    return f" (wanted: {what}; {'reached' if reached else 'NOT REACHED'})"


def described(case, *names):
    return ", ".join(name + " " + case["params"][name] for name in names if name in case["params"])


def steps(figures):
    for case in figures.found("DescentBenchmark.step"):
        mode, n, d, m = (case["params"][name] for name in ("precision", "sampleCount", "inputDim", "width"))
        facts = {"mode": mode, "n": int(n), "d": int(d), "m": int(m), "activation": case["params"]["activation"]}
        line = f"{seconds(case) * 1e6:.4g} us a step"
        multiply = figures.found("BaselineBenchmark.multiply", precision=mode)
        copy = figures.found("BaselineBenchmark.copy", precision=mode)
        if multiply and copy:
            limit = max(
                metric(case, "flops") / metric(multiply[0], "throughput") * 1e-9,
                metric(case, "bytes") / metric(copy[0], "bandwidth") * 1e-9,
            )
            share = 100 * limit / seconds(case)
            line += f", {share:.0f} % of the limit of this run" + (wanted(share >= 60, "60 %") if mode == "fp64" else "")
        peer = figures.peer("step-", **facts)
        if peer:
            times = peer[0] / seconds(case)
            line += f", {times:.2f} times as fast as {peer[1]}" + wanted(times >= 1.5, "1.5, aim 2.5")
        yield described(case, "passes", "precision", "activation", "sampleCount", "inputDim", "width"), line


def overheads(figures):
    for case in figures.found("DescentBenchmark.stepOfLongStretch"):
        share, device = host_overhead(case), metric(case, "deviceCompute")
        line = f"{seconds(case) * 1e6:.4g} us a step"
        if share is not None:
            line += f", host {share:.1f} % beside the device" + (wanted(share <= 5, "at most 5 %") if device >= 20e3 else "")
        yield "captured step, " + described(case, "precision", "sampleCount", "inputDim", "width"), line
    for case in figures.found("BatchBenchmark.multiply"):
        share = host_overhead(case)
        peer = figures.peer("bmm", mode=case["params"]["precision"], n=int(case["params"]["width"]))
        line = f"{seconds(case) * 1e6:.4g} us" + (f", host {share:.1f} % beside the device" if share is not None else "")
        yield "batched product, " + described(case, "precision", "matrices", "width"), line + (
            f", {peer[1]} {peer[0] * 1e6:.4g} us" if peer else ""
        )


def others(figures):
    for case in figures.found("GramBenchmark.drawn"):
        n, m = (int(case["params"][name]) for name in ("sampleCount", "width"))
        peer = figures.peer("gram-relu", mode="fp32", n=n, m=m)
        line = f"{seconds(case):.4g} s" + (wanted(seconds(case) < 3, "under 3 s") if m == 10**9 else "")
        yield "exact relu Gram, " + described(case, "sampleCount", "width"), line + (
            f", {peer[1]} {peer[0]:.4g} s" if peer else ""
        )
    for case in figures.found("EigenBenchmark.batch"):
        count, n = (int(case["params"][name]) for name in ("matrices", "sampleCount"))
        peer = figures.peer("eigvalsh", batch=count, n=n)
        line = f"{seconds(case):.4g} s"
        if peer:
            times = peer[0] / seconds(case)
            line += f", {times:.2f} times as fast as {peer[1]}" + wanted(times >= 5, "aim 5")
        yield f"spectra of {count} matrices of {n} rows", line
    for case in figures.found("EigenBenchmark.smallest") + figures.found("EigenBenchmark.full"):
        yield case["benchmark"].split(".")[-1] + " of one matrix, " + described(case, "sampleCount"), f"{seconds(case):.4g} s"
    for regime in ("forward", "forwardCold", "forwardBatch"):
        for case in figures.found("ForwardBenchmark." + regime):
            yield f"{regime}, " + described(case, "precision", "sampleCount", "width"), f"{seconds(case) * 1e6:.4g} us"


def main():
    folder = pathlib.Path(sys.argv[1])
    figures = Figures(folder)
    for what, line in [*steps(figures), *overheads(figures), *others(figures)]:
        print(f"{what}: {line}")
    text = folder / "bench.txt"
    crossovers = [line for line in text.read_text().splitlines() if line.startswith("crossover: ")] if text.exists() else []
    for line in crossovers or ["crossover: not measured"]:
        print(line)
    for case in figures.cases:
        for caution in case.get("cautions", []):
            print(f"caution, {case['benchmark'].split('.')[-2]}, {described(case, 'precision', 'width')}: {caution}")
    for what, benchmark in (
        ("step", "DescentBenchmark.step"),
        ("captured step", "DescentBenchmark.stepOfLongStretch"),
        ("batched product", "BatchBenchmark.multiply"),
        ("exact relu Gram", "GramBenchmark.drawn"),
        ("spectra of many matrices", "EigenBenchmark.batch"),
    ):
        if not figures.found(benchmark):
            print(f"{what}: not measured")


if __name__ == "__main__":
    main()
