#!/usr/bin/env python3
"""A real Lean REPL with faults on demand: faulty_repl.py LOG REPL-COMMAND...

Passes requests and answers through. A command whose text holds FAULT:KIND fails in that way instead:
  crash       exits with 134, no answer      half      half an answer, then exits
  garbage     a line that is no JSON         hang      no answer at all
  flood       1 MB to standard error first   big       an info message of 2 MB in one line
  children    leaves `sleep 300` running, then hangs    late      answers, and dies 0.1 s later
  message     the REPL's own error           noenv     an answer without an environment
LOG gets a line for every process started: its identifier.
"""
import json, os, re, subprocess, sys, threading, time

log, command = sys.argv[1], sys.argv[2:]
with open(log, "a") as file:
    print(os.getpid(), file=file)
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def blocks(stream):
    lines = []
    for line in stream:
        if line.strip():
            lines.append(line)
        elif lines:
            yield "".join(lines)
            lines = []
    if lines:
        yield "".join(lines)


answers = blocks(child.stdout)


def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def end(code):
    child.kill()
    os._exit(code)


for request in blocks(sys.stdin):
    found = re.search(r"FAULT:(\w+)", request)
    kind = found[1] if found else ""
    if kind == "crash":
        end(134)
    if kind == "half":
        say('{"messages":\n [{"sev')
        end(134)
    if kind == "hang":
        time.sleep(300)
    if kind == "children":
        subprocess.Popen(["sleep", "300"])
        time.sleep(300)
    if kind == "flood":
        sys.stderr.write("x" * 1_000_000)
        sys.stderr.flush()
    if kind == "message":
        say('{"message": "uncaught exception"}\n\n')
        continue
    child.stdin.write(request + "\n")
    child.stdin.flush()
    answer = next(answers, None)
    if answer is None:
        end(1)
    if kind == "garbage":
        say("this is no JSON\n")
    if kind in ("big", "noenv"):
        value = json.loads(answer)
        if kind == "big":
            place = {"line": 1, "column": 0}
            value.setdefault("messages", []).append({"severity": "info", "pos": place, "data": "x" * 2_000_000})
        else:
            value.pop("env", None)
        answer = json.dumps(value) + "\n"
    say(answer + "\n")
    if kind == "late":
        threading.Timer(0.1, end, [1]).start()
child.stdin.close()
child.wait()
