"""A small CRNN: B. Shi, X. Bai and C. Yao, "An end-to-end trainable neural network for image-based sequence recognition and its
application to scene text recognition" (2015), arXiv:1507.05717, with half of its channels."""

import torch


class CRNN(torch.nn.Module):
    """Pictures [n, 1, 32, width] to the logarithms of chances [width / 4, n, characters + 1], of which 0 is no character."""

    def __init__(self, characters):
        super().__init__()

        def block(before, after, pool):
            return [torch.nn.Conv2d(before, after, 3, padding=1, bias=False), torch.nn.BatchNorm2d(after), torch.nn.ReLU(),
                    *([torch.nn.MaxPool2d(pool)] if pool else [])]

        self.seen = torch.nn.Sequential(
            *block(1, 32, 2), *block(32, 64, 2), *block(64, 128, None), *block(128, 128, (2, 1)), *block(128, 256, (2, 1)),
            torch.nn.Conv2d(256, 256, (2, 1), bias=False), torch.nn.BatchNorm2d(256), torch.nn.ReLU())
        self.read = torch.nn.LSTM(256, 128, num_layers=2, bidirectional=True)
        self.said = torch.nn.Linear(256, characters + 1)

    def forward(self, images):
        columns = self.seen(images).squeeze(2).permute(2, 0, 1)
        return self.said(self.read(columns)[0]).log_softmax(2)
