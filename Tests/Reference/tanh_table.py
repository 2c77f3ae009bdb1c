#!/usr/bin/env python3
"""Writes Sources/Autodiff/Table/Tanh+Table.swift: python3 tanh_table.py >../../Sources/Autodiff/Table/Tanh+Table.swift

Needs mpmath. The points are the numbers from 0.0625 to 20 whose significands have six bits. With 300 bits, each hyperbolic
tangent is written as the nearest double, the nearest double to what that one lacks, and the nearest double to the
derivative, 1 - tanh².
"""
import re
from mpmath import mp, mpf, tanh

mp.prec = 300

HEAD = """\
// The hyperbolic tangent at the points of `Math.tanh`, each as the nearest number and the rest, and its derivative there,
// computed with 300 bits: at 0.0625...20, the numbers whose significands have six bits.
// Tests/Reference/tanh_table.py writes this file.
extension Math {
  static let tanhTable: [Double] = ["""


def points():
    exponent = -4
    while True:
        for step in range(32):
            point = (1 + mpf(step) / 32) * mpf(2) ** exponent
            if point > 20:
                return
            yield point
        exponent += 1


def text(number):
    """A double as Swift writes it in hexadecimal."""
    sign, digits, exponent = re.fullmatch(r"(-?)0x([^p]*)p([+-]\d+)", number.hex()).groups()
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    return f"{sign}0x{whole}{'.' if fraction else ''}{fraction}p{int(exponent)}"


print(HEAD)
for point in points():
    value = tanh(point)
    nearest = float(value)
    print(f"    {text(nearest)}, {text(float(value - mpf(nearest)))}, {text(float(1 - value**2))},")
print("  ]\n}")
