#!/usr/bin/env python3
"""A checker for Lemmaloom that has another kernel check what Lean compiled: external_kernel.py LEAN KERNEL...

Lean judges as plain_lean.py does; then KERNEL... is called with the name of the compiled module, which it finds by LEAN_PATH
(`leanchecker` of a Lean toolchain works that way). It accepts with exit code 0 and rejects with words about `(kernel)`; any other
end, a module that it cannot find say, is nothing against the proof.
"""
import os, subprocess, sys, tempfile
from pathlib import Path
import plain_lean

LEAN, KERNEL = sys.argv[1], sys.argv[2:]
MODULE = "Candidate"


def judge(task):
    verdict = plain_lean.judge(task)
    if verdict["verdict"] != "accepted":
        return verdict
    with tempfile.TemporaryDirectory() as folder:
        source, compiled = Path(folder, f"{MODULE}.lean"), Path(folder, f"{MODULE}.olean")
        source.write_text(task["text"])
        limits = {"timeout": task["seconds"], "capture_output": True, "text": True}
        lean = subprocess.run([LEAN, "-DmaxHeartbeats=400000", "-R", folder, "-o", compiled, source], cwd=folder, **limits)
        if lean.returncode != 0:
            return {"verdict": "declined", "reason": f"it does not compile again: {(lean.stdout + lean.stderr)[-300:]}"}
        path = ":".join(filter(None, [folder, os.environ.get("LEAN_PATH")]))
        kernel = subprocess.run([*KERNEL, MODULE], env={**os.environ, "LEAN_PATH": path}, **limits)
    said = (kernel.stdout + kernel.stderr)[-300:]
    if kernel.returncode != 0 and "(kernel)" in said:
        return {"verdict": "rejected", "reason": "lean_error", "messages": [{"severity": "error", "text": said}]}
    if kernel.returncode != 0:
        return {"verdict": "declined", "reason": f"{KERNEL[0]} exited with {kernel.returncode}: {said}"}
    return verdict


plain_lean.serve(judge)
