#!/usr/bin/env python3
"""A real OpenAI-compatible server from PyPI on loopback, with a tiny random Qwen3 model.

    real_server.py transformers|llama DIR

Makes DIR/venv with what the server needs where it is missing (transformers: PyTorch, hundreds of megabytes; llama:
llama-cpp-python, which is compiled for some ten minutes and needs a C++ compiler), makes the model in DIR/model, starts
`transformers serve` or `llama_cpp.server`, prints "PORT MODEL" when it answers, and ends with its input.
LEMMALOOM_TORCH_PACKAGES may name a folder of installed packages that has torch and transformers already.
"""
import os, signal, socket, subprocess, sys, time, urllib.request, venv

TORCH = ["torch==2.13.0+cpu", "torch==2.13.0"]  # the second from indexes that have no builds without CUDA
BASE = ["transformers>=5.20,<6", "tokenizers", "safetensors", "numpy"]
SERVE = ["fastapi", "uvicorn", "openai>=1.98", "accelerate", "rich", "pydantic", "typer"]
LLAMA = ["llama-cpp-python[server]>=0.3.36", "gguf==0.19.0"]

TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXTS = ["theorem t (a b : ℕ) : a + b = b + a := by omega", "intro x; exact rfl", "∀ x, ∃ y, x → y 😀 𝔽", "simp at h₁ ⊢"]


def packages(python, *names):
    # Output goes to standard error: the owner waits for the port.
    run = [python, "-m", "pip", "--disable-pip-version-check", "-q", "install", *names]
    return subprocess.run(run, stdout=sys.stderr).returncode == 0


def install(kind, folder):
    python = f"{folder}/venv/bin/python"
    done = f"{folder}/venv/installed-{kind}"
    if os.path.exists(done):
        return python
    if not os.path.exists(python):
        venv.create(f"{folder}/venv", with_pip=True)
    given = os.environ.get("LEMMALOOM_TORCH_PACKAGES")
    if given:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        with open(f"{folder}/venv/lib/{version}/site-packages/given.pth", "w") as file:
            file.write(given + "\n")
    elif not any(packages(python, name) for name in TORCH) or not packages(python, *BASE):
        sys.exit("PyTorch and transformers could not be installed")
    if not packages(python, *(SERVE if kind == "transformers" else LLAMA)):
        sys.exit(f"the packages of {kind} could not be installed")
    open(done, "w").close()
    return python


def make_model(folder):
    """A random Qwen3 with a byte-level BPE vocabulary, in Hugging Face's layout. Runs in the new environment."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(TEXTS * 20, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(5)
    configuration = Qwen3Config(
        vocab_size=len(fast), hidden_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=32, intermediate_size=128, max_position_embeddings=2048, tie_word_embeddings=False,
        initializer_range=0.2, eos_token_id=fast.eos_token_id, pad_token_id=fast.pad_token_id)
    model = Qwen3ForCausalLM(configuration)
    # Only tokens that are whole printable characters are drawn: servers differ in what they make of parts of characters.
    # Column 0 of the residual stream is kept at 1, so that row weights on it are biases.
    texts = [fast.decode([token]) for token in range(len(fast))]
    bad = [token for token, text in enumerate(texts) if "\ufffd" in text or not text.isprintable()]
    bad += [token for token in fast.all_special_ids if token != fast.eos_token_id]
    with torch.no_grad():
        model.model.embed_tokens.weight[:, 0] = 1
        for layer in model.model.layers:
            layer.self_attn.o_proj.weight[0] = 0
            layer.mlp.down_proj.weight[0] = 0
        model.lm_head.weight[:, 0] = 0
        model.lm_head.weight[bad, 0] = -1000
    model.generation_config.do_sample = True
    model.generation_config.top_k = 0
    model.save_pretrained(folder)


def make_gguf(folder):
    """The same model as a GGUF file, in f32. Runs in the new environment."""
    import gguf, json
    from safetensors.numpy import load_file

    with open(f"{folder}/config.json") as file:
        config = json.load(file)
    with open(f"{folder}/tokenizer.json") as file:
        tokenizer = json.load(file)
    writer = gguf.GGUFWriter(f"{folder}/model.gguf", "qwen3")
    writer.add_name("tiny")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    names = sorted(tokenizer["model"]["vocab"].items(), key=lambda pair: pair[1])
    special = {token["content"] for token in tokenizer["added_tokens"]}
    kinds = [gguf.TokenType.CONTROL if name in special else gguf.TokenType.NORMAL for name, _ in names]
    merges = tokenizer["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([name for name, _ in names])
    writer.add_token_types(kinds)
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_bos_token_id(config["pad_token_id"])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
    parts = {
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
        "self_attn.k_norm": "attn_k_norm", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}
    whole = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}
    for name, values in load_file(f"{folder}/model.safetensors").items():
        stem = name.removesuffix(".weight")
        if stem not in whole:
            _, _, layer, part = stem.split(".", 3)
            stem = f"blk.{layer}.{parts[part]}"
        else:
            stem = whole[stem]
        writer.add_tensor(stem + ".weight", values.astype("float32"))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def wait_for(process, url):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"the server ended with status {process.returncode}")
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.5)
    sys.exit("the server does not answer")


def main(kind, folder):
    folder = os.path.abspath(folder)
    os.makedirs(folder, exist_ok=True)
    python = install(kind, folder)
    model = f"{folder}/model"
    made = [("config.json", "make-model")] + ([("model.gguf", "make-gguf")] if kind == "llama" else [])
    for name, step in made:
        if not os.path.exists(f"{model}/{name}"):
            subprocess.run([python, __file__, step, model], check=True, stdout=sys.stderr)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    where = ["--host", "127.0.0.1", "--port", port]
    if kind == "transformers":
        command = [f"{folder}/venv/bin/python", "-m", "transformers.cli.transformers", "serve", model, *where]
        ready, name = "health", model
    else:
        command = [python, "-m", "llama_cpp.server", "--model", f"{model}/model.gguf", "--model_alias", "tiny", *where]
        command += ["--n_ctx", "2048", "--logits_all", "true", "--n_threads", "1", "--chat_format", "chatml"]
        ready, name = "v1/models", "tiny"
    os.makedirs(f"{folder}/hub/hub", exist_ok=True)  # without it /v1/models of transformers fails
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": f"{folder}/hub", "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, start_new_session=True)
    try:
        wait_for(server, f"http://127.0.0.1:{port}/{ready}")
        print(port, name, flush=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        sys.stdin.read()
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


if len(sys.argv) != 3 or sys.argv[1] not in ("transformers", "llama", "make-model", "make-gguf"):
    sys.exit(__doc__)
{"make-model": make_model, "make-gguf": make_gguf}.get(sys.argv[1], lambda folder: main(sys.argv[1], folder))(sys.argv[2])
