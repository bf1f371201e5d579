# SPDX-License-Identifier: Apache-2.0
"""PyTorch on the same step, eager and in a CUDA graph: microseconds per step at batch 128, 1,024 and 4,096."""
import statistics
import torch
from torch import nn

INPUTS, HIDDEN, CODES = 513, 128, 32


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(INPUTS, HIDDEN)
        self.mean = nn.Linear(HIDDEN, CODES)
        self.log_variance = nn.Linear(HIDDEN, CODES)
        self.decoder = nn.Linear(CODES, HIDDEN)
        self.output = nn.Linear(HIDDEN, INPUTS)


def loss_of(net, x):
    h = torch.tanh(net.encoder(x))
    mean, log_variance = net.mean(h), net.log_variance(h)
    a = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
    eta = net.output(torch.tanh(net.decoder(a)))
    variance = log_variance.exp()
    gamma = (variance + mean**2).detach()
    divergence = 0.5 * (torch.log(gamma) - log_variance + (variance + mean**2) / gamma - 1)
    return ((x * torch.exp(-eta) + eta).sum() + divergence.sum()) / len(x)


def timed(step, times):
    for _ in range(20):
        step()
    torch.cuda.synchronize()
    found = []
    for _ in range(5):
        a, b = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        a.record()
        for _ in range(times):
            step()
        b.record()
        b.synchronize()
        found.append(a.elapsed_time(b) * 1e3 / times)
    return statistics.median(found)


def measure(batch):
    data = torch.empty(20000, INPUTS, device="cuda").exponential_()
    rows = torch.randint(0, len(data), (batch,), device="cuda")

    def made(capturable):
        net = Net().cuda()
        return net, torch.optim.Adam(net.parameters(), 1e-4, fused=not capturable, capturable=capturable)

    net, adam = made(False)

    def eager():
        adam.zero_grad()
        loss_of(net, data[rows]).backward()
        adam.step()

    print(f"eager, batch {batch}: {timed(eager, 50):.1f} us", flush=True)
    net, adam = made(True)

    def step():
        adam.zero_grad(set_to_none=False)
        loss_of(net, data[rows]).backward()
        adam.step()

    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    print(f"CUDA graph, batch {batch}: {timed(graph.replay, 200):.1f} us", flush=True)


if __name__ == "__main__":
    print("torch", torch.__version__, torch.cuda.get_device_name(0), flush=True)
    for size in (128, 1024, 4096):
        measure(size)
