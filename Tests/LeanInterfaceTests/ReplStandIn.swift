import Foundation
import Records
import TestSupport

@testable import LeanInterface

/// A small program that speaks the REPL's protocol, with the faults that a test asks for. It knows no Lean: a tactic's
/// word says what it answers.
struct ReplStandIn {
  let folder: TemporaryFolder
  let toolchain: Toolchain
  let options: LeanOptions

  /// - Parameter mode: what goes wrong with the header or its pickle.
  init(_ mode: String = "plain", isConfined: Bool = false, seconds: Double = 20) async throws {
    folder = try TemporaryFolder()
    let program = try folder.write("bin/repl", Self.program.utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    try folder.write("secret", "s".utf8)
    let found = try await testToolchain()
    toolchain = Toolchain(
      lean: found.lean, root: found.root, searchPath: found.searchPath, version: found.version,
      origin: found.origin,
      confinement: (isConfined ? found.confinement : nil, found.confinementProblem))
    options = LeanOptions(
      processes: 1, batchSeconds: seconds, engine: .repl,
      repl: [program, mode, "\(folder.path)/log", "\(folder.path)/secret"])
  }

  var pool: LeanPool { LeanPool(toolchain: toolchain, options: options) }

  /// What it was asked, by kinds: `start`, `header`, `pickle`, `unpickle`, `goal`, `tactic`.
  var log: [String] {
    ((try? String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
  }

  private static let program = #"""
    #!/usr/bin/python3
    import json, os, re, sys, time
    mode, log, secret = sys.argv[1:4]
    states = []

    def note(kind):
        try:
            with open(log, "a") as file: print(kind, file=file)
        except OSError: pass

    def say(answer):
        print(answer if isinstance(answer, str) else json.dumps(answer, indent=1) + "\n", flush=True)

    def can(path, how):
        try:
            open(path, how).close()
            return True
        except OSError: return False

    def tactic(request):
        script = request["tactic"]
        word = re.findall(r"[a-z]+", script)[-1]
        goals = states[request["proofState"]]
        turn = int((re.findall(r"rotate_left (\d+)", script) or ["0"])[0])
        others = goals[turn + 1:] + goals[:turn]
        left, status, more = [], "Completed", {}
        if word == "garbage": return "this is no JSON\n"
        if word == "half":
            print('{"proofState": 3,\n "goa', flush=True)
            os._exit(3)
        if word == "silence": time.sleep(600)
        if word == "failing": return {"message": "Lean error:\nit fails"}
        if word == "slow": return {"message": "Lean error:\n(deterministic) timeout at `whnf`"}
        if word == "lost": return {"message": "Unknown proof state."}
        if word == "peek":
            seen = [can(secret, "r"), can(secret, "a"), can(request["file"], "a")]
            return {"message": f"Lean error:\n{seen}"}
        if word == "split": left = ["case l\n⊢ 1 = 1", "case r\n⊢ 2 = 2"]
        if word == "more": left = ["⊢ 3 = 3", "⊢ 4 = 4", "⊢ 5 = 5"]
        if word == "spoil": left, others = ["⊢ 6 = 6"], ["⊢ 7 = 7"]
        if word == "dangling": status = "Incomplete: contains metavariable(s)"
        if word == "silent": status = "Incomplete: contains sorry"
        if word == "kernel": status = "Error: kernel type check failed"
        if word == "logged": more = {"messages": [{"severity": "error", "data": "unknown id"}]}
        if word == "hole": more = {"sorries": [{"goal": "⊢ 1 = 1", "proofState": 0}]}
        if word == "warned": more = {"messages": [{"severity": "warning", "data": "unused"}]}
        if left or others and status == "Completed": status = "Incomplete: open goals remain"
        states.append(left + others)
        return {"proofState": len(states) - 1, "goals": left + others, "proofStatus": status, **more}

    def answer(request):
        if "tactic" in request:
            note("tactic")
            return tactic(request | {"file": pickle})
        if "pickleTo" in request:
            note("pickle")
            globals()["pickle"] = request["pickleTo"]
            if mode == "crash-pickle": os._exit(1)
            if mode == "refuse-pickle": return {"message": "no pickles here"}
            open(request["pickleTo"], "w").close()
            return {"env": request["env"]}
        if "unpickleEnvFrom" in request:
            note("unpickle")
            if mode == "crash-unpickle": os._exit(1)
            return {"message": "what?"} if mode == "refuse-unpickle" else {"env": 0}
        if "sorry" not in request["cmd"]:
            note("header")
            if mode == "bad-header":
                place = {"line": 1, "column": 0}
                return {"env": 0, "messages": [{"severity": "error", "pos": place, "data": "no"}]}
            last = {"line": request["cmd"].count("\n") + 1, "column": 0}
            lack = {"severity": "error", "pos": last, "data": "unknown option"}
            return {"env": 0, "messages": [lack]} if "env" not in request else {"env": 1}
        note("goal")
        if "x" in request["cmd"]:
            return {"env": 1, "messages": [{"severity": "error", "pos": {"line": 1}, "data": "x?"}]}
        states.append(["⊢ 0 = 0"])
        return {"env": 1, "sorries": [{"goal": "⊢ 0 = 0", "proofState": len(states) - 1}]}

    pickle = ""
    note("start")
    lines = []
    for line in sys.stdin:
        if line.strip(): lines.append(line)
        elif lines:
            say(answer(json.loads("".join(lines))))
            lines = []
    """# + "\n"
}
