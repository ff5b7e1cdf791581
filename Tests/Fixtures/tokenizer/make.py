"""Makes the fixtures of TokenizerTests: run with a Python that has `tokenizers` (0.23) and `jinja2`.

    python make.py REPOSITORY [CHAT_TEMPLATE]

tokenizer.json   a tokenizer of the Qwen kind, trained by the library on Lean and Markdown files of the repository
pieces.json      what test lines are put together from, see `line`
ids.bin          a 64-bit hash of each line's ids, little endian
ids.json         the ids of the first lines in full
decoded.bin      a 64-bit hash of the text of random ids, without and with special tokens
chat.json        conversations and their texts under CHAT_TEMPLATE, a file with the published template of Qwen 3
"""

import itertools
import json
import pathlib
import struct
import sys

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

LINES = 12_000
FULL_LINES = 200
DECODED = 2_000
MASK = (1 << 64) - 1
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
FOLDER = pathlib.Path(__file__).parent

PIECES = """
∀ ∃ λ ℕ ℤ ℝ ℂ ∈ ∉ ⊆ ∪ ∩ ∧ ∨ ¬ → ↔ ⟨ ⟩ ≤ ≥ ≠ ∘ × ∑ ∏ ∫ √ ∞ ∂ ∇ ⊢ ⊥ ⊤ ▸ ‖x‖ f⁻¹ x₁ x₂ xₙ₊₁ h₀ α β γ δ ε φ ψ ω Γ 𝓝 𝔸 𝒫 𝟙 𝕜 ⋃ ⨆ ⟪x,y⟫
theorem lemma by simp omega induction_on nlinarith Nat.succ_le_of_lt fun :=by <;> ←h ‹_› ·exact @[simp] #eval --comment /-doc-/ {x//p} [Fact(Nat.Prime_p)]
don't I'll we've THEY'RE 's 'S 'T 'RE 'Ve 'lL 'D 'M 'ſ 'ſt x'y 'r 'v 'l 'll'll ''s 's's 'é ' ’s
\u00e9 e\u0301 e\u0302\u0301 e\u0323\u0302 \u1eb9\u0302 a\u0302\u0323 q\u0323\u0307 q\u0307\u0323 \u00c5 A\u030a \u212b \u2126 \u212a \ufb01 \u017f \u00df \u1e9e \u0130 \u0131 \u01c6 \u1112\u1161\u11ab \ud55c \uac00\u11a8 \u1100\u1161\u11a8 \u1100 \u1161 \u0915\u093c \u0958 \u09a1\u09bc \u09c7\u09be \u0b22\u0b3c \u3400 \u05e9\u05bc\u05c1 \ufb2c =\u0338 \u2260 \ufe56 \uf900 \u05d9\u05b4 \u0344 \u037e \u0387 \u2adc \u2add\u0338 \U00011131\U00011127 \U000114b9\U000114ba \U00011935\U00011930 \U00016d63\U00016d67 \U0001d15e \U0002f800 \u304b\u3099 \u30ab\u309a a\u0315\u0300\u05ae\u0300\u0062 a\u07fd\u0334 \u0b47\u0300\u0b3e
中文 汉字测试 日本語 ひらがな が が カタカナ ﾊﾟ 한국어 ภาษาไทย ไทย हिन्दी தமிழ் العَرَبِيَّة עִבְרִית Русский ѐ ё Ελληνικά ά ά ქართული Հայերեն አማርኛ \u304c \u304b\u3099 \u0435\u0308 \u03b1\u0301 \u03ac \u1f71 \u0e19\u0e49\u0e33 \u0928\u0940\u0902
😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 🇩 ❤️ ❤ 1️⃣ 🤦🏼‍♂️ ☕︎ 🫠 🧑🏿‍🚀
0 7 42 1234567890 ٠١٢ ०१२ 〇 四 Ⅷ ½ ² ① 𝟘𝟙 ৪ 3.14e-10 0xFF 1_000 １２ 𐒠 ൰ ㊿
<|endoftext|> <|im_start|> <|im_end|> <|im_start|>user <|im_sta <|im_end|><|im_end|> <think> </think> </think <tool> <\u00c5> <A\u030a> <\u212b>
� �� \ufeff abc\u200b \u00ad \u2060 a\u0301\u0323b \u0301 \u0344 \u0345\u0301 \ue000 \U0010fffd \ufffe
! ?! ... ,,, ~~~ == -> => ||| ``` "quoted" (a+b)*c $x^2$ \\frac{1}{2} https://example.org/?q=1&r=2 a_b_c CamelCaseName snake_case_name ÀÉÎ naïve Ünïcödé
"""
SPACES = [
    " ", " ", " ", " ", "  ", "   ", "        ", "\t", "\t\t", "\n", "\n\n", "\r\n", "\r", " \n", "\n ", "  \n\n  ",
    "\u00a0", "\u2003", "\u3000", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\u1680", "\u202f", "\u205f", "\u180e",
    "\u200b", " \u00a0", "\x00", "\x1b", "\x7f", "\x9f", "\x1c", "\x1f", "", "", "", "",
]
LONG = ["a" * 300, "ab" * 200, "=" * 257, "∀" * 100, "的" * 90, " " * 130, "\n" * 40, "e\u0301" * 60, "Ab9" * 70, "\u0301" * 50]
# Inclusive: all planes, blocks with marks and composites, scripts with digits, spaces, what is not assigned.
RANGES = [
    (0x00, 0xFF), (0x100, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x700, 0x8FF), (0x900, 0xDFF),
    (0xE00, 0x10FF), (0x1100, 0x11FF), (0x1200, 0x1CFF), (0x1D00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x2BFF),
    (0x2C00, 0x2FFF), (0x3000, 0x33FF), (0x4E00, 0x9FFF), (0xA000, 0xABFF), (0xAC00, 0xD7FF), (0xE000, 0xFFFF),
    (0x10000, 0x107FF), (0x10800, 0x10FFF), (0x11000, 0x11FFF), (0x12000, 0x1BFFF), (0x1D000, 0x1D7FF),
    (0x1D800, 0x1EFFF), (0x1F000, 0x1FBFF), (0x20000, 0x33FFF), (0xE0000, 0x10FFFF),
]  # fmt: skip


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return self.next() % bound


def line(index, pieces):
    """Line `index`: up to twelve pieces, of which one in six is a random character."""
    random = SplitMix64(index)
    parts = []
    for _ in range(1 + random.below(12)):
        if random.below(6) == 0:
            low, high = pieces["ranges"][random.below(len(pieces["ranges"]))]
            value = low + random.below(high - low + 1)
            parts.append(chr(0xFFFD if 0xD800 <= value < 0xE000 else value))
        else:
            parts.append(pieces["words"][random.below(len(pieces["words"]))])
        parts.append(pieces["spaces"][random.below(len(pieces["spaces"]))])
    return "".join(parts)


def fnv(data):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def train(repository):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    split = pre_tokenizers.Split(Regex(PATTERN), "isolated")
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, byte_level])
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=2_000, min_frequency=2, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    texts = [p.read_text() for s in ("*.lean", "*.md") for p in sorted(repository.rglob(s)) if ".build" not in p.parts]
    # Some of the test pieces, so that merges happen in them too.
    tokenizer.train_from_iterator(texts + [PIECES] * 2 + LONG, trainer)
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])
    tokenizer.add_tokens([AddedToken(t, normalized=False) for t in ("<think>", "</think>", "</think", "<a b>")])
    # Looked for after normalization: its composed form is found in decomposed text.
    tokenizer.add_tokens([AddedToken("<\u00c5>", normalized=True)])
    return tokenizer


def words(repository):
    texts = [p.read_text() for p in sorted(repository.joinpath("corpus").rglob("*.lean"))]
    lean = sorted({piece for text in texts for piece in text.split("\n")[:60] if piece})[::3][:150]
    split = [word for row in PIECES.split("\n") for word in row.split(" ") if word] + ["<a b>", "<a b"]
    return split + [word + "\u0301" for word in split[::17]] + lean + LONG


def chats(template):
    import jinja2

    compiled = jinja2.Environment(trim_blocks=True, lstrip_blocks=True).from_string(template)
    contents = [
        "Prove it.", "", "\n\nhi\n", "<think>\nplan\n</think>\n\nanswer", "<think>\n\n</think>\n\nanswer", "a</think>b</think>\n\nc",
        "<think>open", "x<think>\ny\n<think>\n\nz\n\n</think>", "</think>\u0301x", "<tool_response>\n4\n</tool_response>",
        "<tool_response>", "\r\n</think>\r\n\nend",
    ]  # fmt: skip
    random = SplitMix64(7)
    cases = []
    shapes = [s for n in (1, 2, 3, 4) for s in itertools.product(("system", "user", "assistant"), repeat=n)]
    for shape in shapes + [("user", "assistant")] * 40 + [("user", "assistant", "user", "assistant")] * 60:
        messages = [{"role": role, "content": contents[random.below(len(contents))]} for role in shape]
        render = lambda **options: compiled.render(messages=messages, **options)
        texts = [render(), render(add_generation_prompt=True), render(add_generation_prompt=True, enable_thinking=False)]
        cases.append({"messages": messages, "texts": texts})
    # Each text once would do: hashes keep the file small, and the first cases are there in full.
    for case in cases[60:]:
        case["hashes"] = [f"{fnv(text.encode()):016x}" for text in case.pop("texts")]
    return cases


def main():
    repository = pathlib.Path(sys.argv[1])
    tokenizer = train(repository)
    tokenizer.save(str(FOLDER / "tokenizer.json"), pretty=False)
    pieces = {"words": words(repository), "spaces": SPACES, "ranges": RANGES}
    (FOLDER / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=True, separators=(",", ":")))
    encoded = [tokenizer.encode(line(index, pieces), add_special_tokens=False).ids for index in range(LINES)]
    hashes = [fnv(struct.pack(f"<{len(ids)}i", *ids)) for ids in encoded]
    (FOLDER / "ids.bin").write_bytes(struct.pack(f"<{LINES}Q", *hashes))
    (FOLDER / "ids.json").write_text(json.dumps(encoded[:FULL_LINES], separators=(",", ":")))
    decoded = []
    for index in range(DECODED):
        random = SplitMix64(index)
        ids = [random.below(tokenizer.get_vocab_size() + 3) for _ in range(1 + random.below(20))]
        # Bytes above 0x7F alone are likelier to make whole and broken characters.
        ids = [ids[i] % 256 if index % 2 else ids[i] for i in range(len(ids))]
        for skip in (True, False):
            decoded.append(fnv(tokenizer.decode(ids, skip_special_tokens=skip).encode()))
    (FOLDER / "decoded.bin").write_bytes(struct.pack(f"<{len(decoded)}Q", *decoded))
    if len(sys.argv) > 2:
        cases = chats(pathlib.Path(sys.argv[2]).read_text())
        (FOLDER / "chat.json").write_text(json.dumps(cases, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
