#!/usr/bin/env python3
"""Writes the reference fixtures of this folder with PyTorch and transformers.

    pip install torch==2.13.0 transformers==5.23.0 && python make.py

Each case is a folder as `save_pretrained` writes it (config.json, model.safetensors; a random tiny
Qwen3ForCausalLM in float32 with eager attention) with what the model makes of a batch:

    case.json             sequences of token ids, mean next-token loss
    expected.safetensors  logits [all tokens, vocabulary] and gradient.<parameter>
    optimizer.json        settings of AdamW, losses and gradient norms of five steps (one case)
    optimizer.safetensors the weights after them
"""
import json
import os
import shutil
import sys

import torch
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = dict(
    hidden_act="silu", attention_bias=False, attention_dropout=0.0, rms_norm_eps=1e-6,
    max_position_embeddings=128, use_cache=True)
SHAPES = {
    # Query heads for each key-value head: 1, 2, 4. Head size times heads is never the width.
    "gqa1": dict(
        vocab_size=29, hidden_size=12, num_hidden_layers=2, num_attention_heads=3,
        num_key_value_heads=3, head_dim=6, intermediate_size=20, rope_theta=10000.0),
    "gqa2": dict(
        vocab_size=31, hidden_size=16, num_hidden_layers=1, num_attention_heads=4,
        num_key_value_heads=2, head_dim=8, intermediate_size=24, rope_theta=1000000.0),
    "gqa4": dict(
        vocab_size=33, hidden_size=18, num_hidden_layers=1, num_attention_heads=4,
        num_key_value_heads=1, head_dim=16, intermediate_size=34, rope_theta=500.0),
}
# The last is longer than the strips into which our causal attention is cut.
LENGTHS = {"gqa1": [7, 2, 12], "gqa2": [9, 5, 17], "gqa4": [3, 71]}


def make_model(shape, tied, seed):
    torch.manual_seed(seed)
    config = Qwen3Config(**COMMON, **shape, tie_word_embeddings=tied, attn_implementation="eager")
    model = Qwen3ForCausalLM(config).float().eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, 1.3 * parameter.shape[1] ** -0.5)
            else:
                parameter.copy_(1 + 0.3 * torch.randn_like(parameter))
    return model


def padded(sequences):
    longest = max(map(len, sequences))
    ids = torch.tensor([s + [0] * (longest - len(s)) for s in sequences])
    mask = torch.tensor([[1] * len(s) + [0] * (longest - len(s)) for s in sequences])
    return ids, mask


def mean_loss(model, sequences):
    ids, mask = padded(sequences)
    return model(input_ids=ids, attention_mask=mask, labels=ids.masked_fill(mask == 0, -100))


def gradients(model, prefix):
    return {
        prefix + name: parameter.grad.detach().clone().contiguous()
        for name, parameter in model.named_parameters()
    }


def optimizer_case(model, folder, sequences):
    rate, warm_up, decay, longest = 0.01, 3, 0.1, 0.8
    matrices = [p for p in model.parameters() if p.dim() > 1]
    norms = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [dict(params=matrices, weight_decay=decay), dict(params=norms, weight_decay=0.0)],
        lr=rate, betas=(0.9, 0.98), eps=1e-8)
    losses, lengths = [], []
    for step in range(1, 6):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, step / warm_up)
        optimizer.zero_grad()
        loss = mean_loss(model, sequences).loss
        loss.backward()
        lengths.append(torch.nn.utils.clip_grad_norm_(model.parameters(), longest).item())
        losses.append(loss.item())
        optimizer.step()
    with open(folder + "/optimizer.json", "w") as file:
        json.dump(dict(
            learningRate=rate, warmUpSteps=warm_up, weightDecay=decay, beta1=0.9, beta2=0.98,
            epsilon=1e-8, gradientNormMax=longest, losses=losses, gradientNorms=lengths), file)
    weights = {name: p.detach().clone().contiguous() for name, p in model.named_parameters()}
    save_file(weights, folder + "/optimizer.safetensors")


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for index, (name, shape) in enumerate(SHAPES.items()):
        for tied in [True, False]:
            folder = f"{HERE}/{name}-{'tied' if tied else 'untied'}"
            shutil.rmtree(folder, ignore_errors=True)
            model = make_model(shape, tied, seed=2 * index + tied)
            model.save_pretrained(folder)
            os.remove(folder + "/generation_config.json")
            generator = torch.Generator().manual_seed(index)
            sequences = [
                torch.randint(shape["vocab_size"], (length,), generator=generator).tolist()
                for length in LENGTHS[name]]
            output = mean_loss(model, sequences)
            model.zero_grad()
            output.loss.backward()
            logits = torch.cat([output.logits[i, :len(s)] for i, s in enumerate(sequences)])
            with open(folder + "/case.json", "w") as file:
                json.dump(dict(sequences=sequences, loss=output.loss.item()), file)
            save_file(
                dict(logits=logits.detach().contiguous(), **gradients(model, "gradient.")),
                folder + "/expected.safetensors")
            if (name, tied) == ("gqa2", True):
                optimizer_case(model, folder, sequences)


if __name__ == "__main__":
    sys.exit(main())
