"""One run: trains a CRNN on some words, and measures it on others."""

import numpy as np
import torch

from word_measures import distance
from word_reading import crops
from word_reading.network import CRNN


class Trainer:
    def __init__(self, words, seed, batch=32, rate=1e-3):
        torch.manual_seed(seed)
        self.random, self.batch, self.rate = np.random.default_rng(seed), batch, rate
        self.texts = [text for _, text in words]
        self.pictures = [crops.picture(path) for path, _ in words]
        self.widths = crops.by_width(self.pictures)
        self.alphabet = sorted({character for text in self.texts for character in text})
        self.numbers = {character: number for number, character in enumerate(self.alphabet, 1)}
        self.network = CRNN(len(self.alphabet)).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=rate)
        self.lost = torch.nn.CTCLoss(zero_infinity=True)

    def drawn(self):
        """The numbers of a step's words: any word, and others as wide as it, so that each word is drawn equally often."""
        width = self.pictures[self.random.integers(len(self.pictures))].shape[1]
        return self.random.choice(self.widths[width], self.batch)

    def train(self, steps):
        """The losses of the steps. The rate falls as a cosine does."""
        self.network.train()
        losses = []
        for step in range(steps):
            for group in self.optimizer.param_groups:
                group["lr"] = self.rate * (1 + np.cos(np.pi * step / steps)) / 2
            some = self.drawn()
            images = crops.stacked([self.pictures[number] for number in some])
            # The light of the pictures is no hint: any tone, any contrast, dark on bright or bright on dark.
            gain = self.random.uniform(0.5, 1.2, (len(some), 1, 1, 1)) * self.random.choice([-1, 1], (len(some), 1, 1, 1))
            images = (images - images.mean((2, 3), keepdims=True)) * gain + self.random.uniform(0.3, 0.7, gain.shape)
            chances = self.chances(images)
            texts = [self.texts[number] for number in some]
            loss = self.lost(
                chances, torch.tensor([self.numbers[character] for text in texts for character in text]),
                torch.full((len(some),), len(chances)), torch.tensor([len(text) for text in texts]))
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5)
            self.optimizer.step()
            losses.append(float(loss.detach()))
        return losses

    def chances(self, images):
        """The logarithms of chances, in bfloat16 on processors that multiply such numbers, where a step takes half of the time."""
        images = torch.from_numpy(images.astype(np.float32)).to(memory_format=torch.channels_last)
        halves = torch.cpu.get_capabilities().get("avx512_bf16", False)
        with torch.autocast("cpu", torch.bfloat16, enabled=halves):
            return self.network(images).float()

    @torch.no_grad()
    def read(self, words):
        """What it reads on pictures: of each column the likeliest, each once until another comes between."""
        self.network.eval()
        pictures = [crops.picture(path) for path, _ in words]
        texts = [""] * len(words)
        for numbers in crops.by_width(pictures).values():
            for some in (numbers[start:start + 64] for start in range(0, len(numbers), 64)):
                best = self.chances(crops.stacked([pictures[number] for number in some])).argmax(2).T.tolist()
                for number, columns in zip(some, best):
                    kept = [now for last, now in zip([0, *columns], columns) if now and now != last]
                    texts[number] = "".join(self.alphabet[number - 1] for number in kept)
        return texts

    @staticmethod
    def measured(words, said):
        """The character error rate and the share of words that are read without an error, in percent."""
        wrong = sum(distance(text, own) for (_, text), own in zip(words, said))
        whole = sum(text == own for (_, text), own in zip(words, said))
        return 100 * wrong / max(1, sum(len(text) for _, text in words)), 100 * whole / max(1, len(words))
