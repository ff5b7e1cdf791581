"""Loads a tokenizer that was trained here with `AutoTokenizer` and compares: python check.py FOLDER EXPECTED.json"""

import json
import sys

from transformers import AutoTokenizer

folder, expected_path = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(folder)
with open(expected_path) as file:
    expected = json.load(file)

different = 0
for text, ids, back in zip(expected["texts"], expected["ids"], expected["decoded"], strict=True):
    same = tokenizer(text)["input_ids"] == ids
    different += not (same and tokenizer.decode(ids, skip_special_tokens=True) == back)
for messages, text in zip(expected["messages"], expected["prompts"], strict=True):
    prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    different += prompt != text
size = len(tokenizer)
print(f"{len(expected['texts'])} texts, {len(expected['prompts'])} chats, {different} different, {size} tokens")
print(f"end {tokenizer.eos_token}, padding {tokenizer.pad_token}")
wrong = different or size != expected["count"] or tokenizer.eos_token != "<|im_end|>"
sys.exit(1 if wrong else 0)
