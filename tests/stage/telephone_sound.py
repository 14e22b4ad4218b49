"""Sounds of a telephone line: 8 kHz, 16 bit, one channel."""

import array
import math
import random

RATE = 8000


def tone(seconds, loud=6000.0):
    count = int(seconds * RATE)
    return array.array("h", (int(loud * math.sin(i * 0.6)) for i in range(count))).tobytes()


def noise(seconds, loud=40, seed=1):
    draw = random.Random(seed)
    return array.array("h", (draw.randint(-loud, loud) for _ in range(int(seconds * RATE)))).tobytes()
