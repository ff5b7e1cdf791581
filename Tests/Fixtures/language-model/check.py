#!/usr/bin/env python3
"""Loads a checkpoint that the built-in model saved into transformers, and compares.

    check.py DIR [EXPECTED]

EXPECTED (by default DIR/expected.json) is what the saving side makes of some texts: {"texts": [...],
"ids": [[...]], "logits": [[[...]]]}. Prints the figures as JSON; the status is 1 when token ids differ
or a logit is off by more than 1e-4 of the largest of its text.
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, logging

ERROR_MAX = 1e-4


def main():
    directory = sys.argv[1]
    with open(sys.argv[2] if len(sys.argv) > 2 else directory + "/expected.json") as file:
        expected = json.load(file)
    logging.set_verbosity_error()
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = AutoModelForCausalLM.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager").eval()
    wrong_ids, error = 0, 0.0
    for text, ids, logits in zip(expected["texts"], expected["ids"], expected["logits"]):
        wrong_ids += tokenizer(text, add_special_tokens=False)["input_ids"] != ids
        with torch.no_grad():
            theirs = model(input_ids=torch.tensor([ids])).logits[0]
        ours = torch.tensor(logits)
        error = max(error, ((ours - theirs).abs().max() / theirs.abs().max()).item())
    texts = len(expected["texts"])
    print(json.dumps({
        "model": type(model).__name__, "tokenizer": type(tokenizer).__name__, "texts": texts,
        "textsWithOtherIds": wrong_ids, "largestRelativeError": error}))
    return 0 if texts > 0 and wrong_ids == 0 and error <= ERROR_MAX else 1


if __name__ == "__main__":
    sys.exit(main())
