"""国民经济行业分类（GB/T 4754-2017）: which divisions (大类) a section (门类) has."""

import re

_SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip

# (section letter, two digits of the division)
DIVISIONS = tuple(
    (letter, f"{division:02}") for letter, (first, last) in _SECTIONS.items() for division in range(first, last + 1)
)
_KNOWN = {letter + division for letter, division in DIVISIONS}


def is_known_industry(code: str) -> bool:
    """Whether a code, or its start, is of the classification: the letter, then none or two to four digits."""
    if not re.fullmatch(r"[A-T](\d{2,4})?", code):
        return False
    return len(code) == 1 or code[:3] in _KNOWN
