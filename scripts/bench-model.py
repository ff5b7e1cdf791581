#!/usr/bin/env python3
"""Measures the built-in model side by side with PyTorch on the same checkpoint.

    scripts/bench-model.py [--rounds N] [--threads N] [--json] -- .build/release/lemmaloom bench model

The command is our benchmark. It is run with `--checkpoint DIR --workers N --json`: it makes the
checkpoint in DIR when there is none and prints its report. PyTorch then does the same work in a process
of its own, with the Qwen3 of transformers (float32, no torch.compile) and its `generate`. The two take
turns, N times, so that other work on the machine hurts both; ratios are of the best and of the median
wall-clock times, and of processor time, which means something on a busy machine with one thread only
(PyTorch's threads spin while they wait for each other). Needs torch==2.13.0 and transformers.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

GOALS = {"training": 1.5, "sampling": 3.0, "scoring": 3.0}
PART_OF_PEAK_GOAL = 0.6
# What our program measures; see ModelBench.Options.
TRAINING_BATCH, TRAINING_LENGTH = 32, 128
SAMPLES, SAMPLED_TOKENS = 64, 128
CANDIDATES, CANDIDATE_LENGTH, PREFIX_LENGTH = 64, 12, 100


def measured(work, rounds):
    """Best and median wall-clock and median processor milliseconds; the first run is not counted."""
    walls, processors = [], []
    for index in range(rounds + 1):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        if index > 0:
            walls.append(1e3 * (time.perf_counter() - wall))
            processors.append(1e3 * (time.process_time() - processor))
    return {
        "best": min(walls), "median": statistics.median(walls),
        "processor": statistics.median(processors)}


def bench_torch(directory, threads, rounds):
    import torch
    import transformers

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    transformers.logging.set_verbosity_error()
    model = transformers.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    vocabulary = model.config.vocab_size
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
    batch = torch.randint(vocabulary, (TRAINING_BATCH, TRAINING_LENGTH))
    prompts = torch.ones((SAMPLES, 1), dtype=torch.long)
    prefix = torch.randint(vocabulary, (1, PREFIX_LENGTH)).expand(CANDIDATES, -1)
    whole = torch.cat([prefix, torch.randint(vocabulary, (CANDIDATES, CANDIDATE_LENGTH))], 1)

    def train():
        model.train()
        optimizer.zero_grad(set_to_none=True)
        model(input_ids=batch, labels=batch).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    @torch.no_grad()
    def sample():
        model.eval()
        out = model.generate(
            prompts, attention_mask=torch.ones_like(prompts), do_sample=True, temperature=1.0,
            top_k=0, top_p=1.0, max_new_tokens=SAMPLED_TOKENS, min_new_tokens=SAMPLED_TOKENS,
            eos_token_id=None, pad_token_id=0)
        assert out.shape == (SAMPLES, 1 + SAMPLED_TOKENS), out.shape

    @torch.no_grad()
    def score():
        model.eval()
        logits = model(input_ids=whole, use_cache=False).logits[:, PREFIX_LENGTH - 1:-1]
        logs = torch.log_softmax(logits, -1)
        return logs.gather(2, whole[:, PREFIX_LENGTH:, None]).sum((1, 2))

    return {
        "trainingMs": measured(train, rounds),
        "samplingMs": measured(sample, max(1, rounds // 3)),
        "naiveScoringMs": measured(score, rounds),
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": torch.__version__}


def report_of(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with status {done.returncode}")
    return json.loads(done.stdout)


def merged(reports):
    """Best of the bests and median of the medians of several reports."""
    result = dict(reports[-1])
    for key, value in result.items():
        if isinstance(value, dict):
            result[key] = {
                "best": min(report[key]["best"] for report in reports),
                "median": statistics.median(report[key]["median"] for report in reports),
                "processor": statistics.median(report[key]["processor"] for report in reports)}
        elif key.startswith("peakMemory"):
            result[key] = max(report[key] for report in reports)
        elif isinstance(value, float):
            result[key] = statistics.median(report[key] for report in reports)
    return result


def ratios(ours, torch):
    pairs = {
        "training": (torch["trainingMs"], ours["trainingMs"]),
        "sampling": (torch["samplingMs"], ours["samplingMs"]),
        "scoring": (ours["naiveScoringMs"], ours["scoringMs"]),
        "scoringAgainstTorch": (torch["naiveScoringMs"], ours["scoringMs"])}
    return {
        name: {kind: slow[kind] / fast[kind] for kind in ["best", "median", "processor"]}
        for name, (slow, fast) in pairs.items()}


def show(result):
    ours, torch = result["ours"], result["torch"]
    print(f"OpenBLAS core {ours['core']}, {ours['workers']} workers; torch {torch['version']}")
    print(f"{'':24}{'ours':>12}{'PyTorch':>12}   (best, ms)")
    for name, key in [("training step", "trainingMs"), ("sampling", "samplingMs"),
                      ("scoring, naive", "naiveScoringMs"), ("scoring, shared prefix", "scoringMs")]:
        other = f"{torch[key]['best']:12.1f}" if key in torch else f"{'-':>12}"
        print(f"{name:24}{ours[key]['best']:12.1f}{other}")
    print(f"{'peak memory, MB':24}{ours['peakMemoryMB']:12.0f}{torch['peakMemoryMB']:12.0f}")
    print(f"training {ours['trainingGflops']:.0f} GFLOP/s, sgemm {ours['sgemmGflops']:.0f}")
    print(f"{'ratio':24}{'best':>12}{'median':>12}{'processor':>12}{'goal':>8}")
    for name, values in result["ratios"].items():
        goal = f"{GOALS[name]:8.1f}" if name in GOALS else ""
        print(f"{name:24}" + "".join(f"{values[k]:12.2f}" for k in values) + goal)
    print(f"{'part of sgemm peak':24}{'':24}{ours['partOfSgemmPeak']:12.2f}{PART_OF_PEAK_GOAL:8.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--torch", metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("command", nargs="*", help="our benchmark, after --")
    arguments = parser.parse_args()
    if arguments.torch:
        print(json.dumps(bench_torch(arguments.torch, arguments.threads, rounds=5)))
        return
    if not arguments.command:
        parser.error("give our benchmark: -- .build/release/lemmaloom bench model")
    threads = str(arguments.threads)
    ours, torch = [], []
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = folder + "/checkpoint"
        for _ in range(arguments.rounds):
            ours.append(report_of(
                arguments.command + ["--checkpoint", checkpoint, "--workers", threads, "--json"]))
            torch.append(report_of(
                [sys.executable, os.path.abspath(__file__), "--threads", threads,
                 "--torch", checkpoint]))
    result = {"ours": merged(ours), "torch": merged(torch)}
    result["ratios"] = ratios(**result)
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        show(result)


if __name__ == "__main__":
    main()
