#!/usr/bin/env python3
"""A checker for Lemmaloom: asks `lean` itself. Reads a task a line, answers with a verdict a line (docs/CHECKER_PLUGINS.md)."""
import json, re, subprocess, sys

LEAN = sys.argv[1] if len(sys.argv) > 1 else "lean"


def judge(task):
    # A proof that breaks off is an error at the next command: the first one asks nothing.
    question = f"#check Type\nexample : {task['proposition']} := @{task['name']}\n#print axioms {task['name']}\n"
    run = subprocess.run([LEAN, "--json", "--stdin", "-DmaxHeartbeats=400000"], input=task["text"] + question,
                         capture_output=True, text=True, timeout=task["seconds"])
    if run.returncode not in (0, 1):
        return {"verdict": "declined", "reason": f"Lean exited with {run.returncode}"}
    messages = [json.loads(line) for line in run.stdout.split("\n") if line.startswith("{")]
    last = task["text"].count("\n")
    errors = [m for m in messages if m["severity"] == "error"]
    for limit in ("(deterministic) timeout", "maximum recursion depth", "deep recursion"):
        if any(limit in m["data"] for m in errors):
            return {"verdict": "declined", "reason": limit}
    if errors:
        inside = any(m["pos"]["line"] <= last + 1 for m in errors)
        return {"verdict": "rejected", "reason": "lean_error" if inside else "statement_differs",
                "messages": [{"severity": "error", "text": m["data"]} for m in errors]}
    answer = next((m["data"] for m in messages if m["pos"]["line"] == last + 3), "")
    found = re.search(r"depends on axioms: \[(.*)\]", answer, re.S)
    if not found and "does not depend on any axioms" not in answer:
        return {"verdict": "declined", "reason": "no answer about the axioms"}
    return {"verdict": "accepted", "axioms": re.split(r",\s*", found[1]) if found else []}


def serve(judge):
    for line in sys.stdin:
        task = json.loads(line)
        try:
            answer = judge(task)
        except Exception as error:
            answer = {"verdict": "declined", "reason": repr(error)}
        print(json.dumps({"id": task["id"], **answer}), flush=True)


if __name__ == "__main__":
    serve(judge)
