"""One run: trains a CRNN on some words, and measures it on others."""

import numpy as np
import torch

from word_measures import distance
from word_reading import crops
from word_reading.network import CRNN


class Trainer:
    def __init__(self, words, seed, batch=32, rate=1e-3):
        torch.manual_seed(seed)
        self.words, self.random, self.batch = words, np.random.default_rng(seed), batch
        self.alphabet = sorted({character for _, text in words for character in text})
        self.numbers = {character: number for number, character in enumerate(self.alphabet, 1)}
        self.network = CRNN(len(self.alphabet))
        self.rate = rate
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=rate)
        self.lost = torch.nn.CTCLoss(zero_infinity=True)

    def train(self, steps):
        """The losses of the steps. The rate falls as a cosine does."""
        self.network.train()
        losses = []
        for step in range(steps):
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate * (1 + np.cos(np.pi * step / steps)) / 2
            some = [self.words[number] for number in self.random.integers(len(self.words), size=self.batch)]
            images = crops.pictures(some)
            # The light of the pictures is no hint: any tone, any contrast, dark on bright or bright on dark.
            gain = self.random.uniform(0.5, 1.2, (len(some), 1, 1, 1)) * self.random.choice([-1, 1], (len(some), 1, 1, 1))
            images = (images - images.mean((2, 3), keepdims=True)) * gain + self.random.uniform(0.3, 0.7, gain.shape)
            chances = self.network(torch.from_numpy(images.astype(np.float32)))
            wanted = [self.numbers[character] for _, text in some for character in text]
            loss = self.lost(
                chances, torch.tensor(wanted), torch.full((len(some),), len(chances)),
                torch.tensor([len(text) for _, text in some]))
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5)
            self.optimizer.step()
            losses.append(float(loss.detach()))
        return losses

    @torch.no_grad()
    def read(self, words):
        """What it reads on pictures: of each column the likeliest, each once until another comes between."""
        self.network.eval()
        texts = []
        for start in range(0, len(words), 64):
            best = self.network(torch.from_numpy(crops.pictures(words[start:start + 64]))).argmax(2).T.tolist()
            for columns in best:
                kept = [now for last, now in zip([0, *columns], columns) if now and now != last]
                texts.append("".join(self.alphabet[number - 1] for number in kept))
        return texts

    def measured(self, words):
        """The character error rate and the share of words that are read without an error, in percent."""
        said = self.read(words)
        wrong = sum(distance(text, own) for (_, text), own in zip(words, said))
        whole = sum(text == own for (_, text), own in zip(words, said))
        return 100 * wrong / max(1, sum(len(text) for _, text in words)), 100 * whole / max(1, len(words))
