"""Dialplans as nobody would write them, to hold our parser against Asterisk: all from a seed."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

EXTENSIONS = (
    *("100", "1-00", "1 0 1", "_1XX", "_1xx", "_[1-3]X", "_NX.", "_X!", "_Z.", "s", "h", "i", "t", "_+X."),
    *("*98", "#", "_[a-c1-9]X", "_[321]X", "_9[12 ]", '"q"', "_1-XX", "100/555", "100/_5X.", "_1XX/55-5"),
    *("100/", "fax", "${G1}", "_${G2}X", "7${G3}", "_.", "_!", "_[]X", "_X[", "_[9-1]X", "_[-]X", "_[1-]X"),
    *("_[\\]]X", "_\\X1", "ABC", "abc", "x\\,y", "10[1,2]", "_[1,2]X", "é", "${G1:1}", "${G2:0:1}x", "$"),
    *("${", "${G1", "${nope}1", "$9", ""),
)
PRIORITIES = (
    *("1", "2", "3", "n", "n", "n", "n", "n", "n(l1)", "n(l2)", "n+2", "s", "s(l3)", "hint", "10", "1(l1)"),
    *("n(l1", "next", "same", "l1", "l2+3", "0", "-1", "+2", "0x1", " 1 ", "1 (a)", "n(a)(b)", "", "99"),
    *("5abc", "n+", "n+x", "n+-1", "n()", "2(l2)", "n( sp )"),
)
STEPS = (
    *("NoOp", "Answer()", "Dial(SIP/${EXTEN},30,tT)", "Set(a=b)", "Playback(x\\;y)", "Goto(a,100,1)"),
    *("Gosub(b,s,1(x,y))", "Hangup", "App(a(b)c)", "App(unclosed", "${V}(x)", "$[1]x(y)", " Lead (x) "),
    *("NoOp,x,y", "NoOp|x|y", "", 'Verbose(1,"a;b")', "E(=>)", "X(a=b,c=d)", "Y([x])", "Z(\\,)", "T(\t)"),
    *("Q(;-- gone --;stays)", "Emoji(日本)", "W(a)b", "(x)", ")", "V(${X:1})", "App(a)trail)", "U(\udcff)"),
    *(f"Long({'x' * size})" for size in (3, 900, 1010, 1100, 4000)),
)
OTHERS = (
    *("include => b", "include => a,9:00-17:00,mon-fri,*,*", "include => A", "include=>", "include => ${G1}"),
    *("include => a|9:00|*|*|*", "ignorepat => 9", "ignorepat => _9X", "ignorepat => ${G2}", "autohints=no"),
    *("switch => Loopback/x", "switch => Loopback/${G1}", "lswitch => Loopback/${G1}", "eswitch => Loopback"),
    *("eswitch => Loopback/${G1}", "foo => bar", "#foo", "#include", '#tryinclude "nope.conf"', "#"),
    *(
        '#exec "/bin/true"',
        "#tryinclude nope*",
        "noequals",
        " = x",
        "\\exten => 1,1,NoOp",
        "exten",
        "exten =>",
    ),
)
ENDS_ALL = ("\\", "[", "[x", "[zz](nobody)", "[zz](+)", '#include "nobody.conf"')
COMMENTS = (
    *("; comment", ";-- block --;", ";-- a ;-- nested --; b --;", ";--- not block", ";", " ;;-- x", ";-"),
    *(";-- --;exten => d,1,NoOp", ";----;", "\\;", "\\;-- x", ";--x --;", ";-- a\\;--; b", ";-- open"),
)
SECTIONS = (
    *("[{0}]", "[{0}]", "[{0}]", "[{0}]", "[{0}](tpl)", "[{0}](!)", "[{0}](+)", "[{0}](a)", "[{0}](+,tpl)"),
    *("[{0}](tpl,!)", "[{0}](tpl2,tpl)", "[{0}];c", "[{0}] (+)", "[{0}]()", "[{0}](tpl,+)"),
    "[{0}](+TEMPLATES=include)",
)
INCLUDES = (
    *('#include "{0}"', "#include {0}", "#include <{0}>", "#tryinclude {0}", '#INCLUDE "{0}" '),
    *('#include "{0}', '#include\t"{0}"'),
)
GLOBS = ('#tryinclude "glob/*.conf"', '#include "glob/{a,b}.conf"', '#include "glob/[ab].conf"')
NAMES = ("a", "b", "ctx", "from-trunk", "A", "in ner", "ü")
ARROWS = ("=>", "=", "=>", " => ", " =", "= >", "==", "=>>")
WORDS = ("exten", "exten", "exten", "same", "same", "same", " exten", "EXTEN", "Same", "sameness", "exten+")
LONG = (8150, 8171, 8172, 8173, 8174, 8200, 16362, 16363, 16364)  # around once and twice 8,191 bytes in all
HEAD = (
    "[general]\nclearglobalvars=yes\n[globals]\nG1=one\nG2=2\nG3=${G1}x${G2}\n"
    "[tpl](!)\nexten => t1,1,NoOp(t)\n same => n,X\n[tpl2](!)\ninclude => b\n"
    "[a]\nexten => 1,1,NoOp\n[b]\nexten => 2,1,NoOp\n"
)


def write(seed: int) -> Mapping[str, bytes]:
    """Write the files of one dialplan. Its context `mark-SEED` tells whether Asterisk has loaded it."""
    return _Writer(random.Random(seed)).files(seed)


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._files: dict[str, bytes] = {}

    def files(self, seed: int) -> Mapping[str, bytes]:
        for name in ("glob/a.conf", "glob/b.conf"):
            self._files[name] = self._text(2, 4)
        mark = f"[mark-{seed}]\nexten => 1,1,NoOp\n"
        self._files["extensions.conf"] = (HEAD + mark).encode() + self._text(0, 40)
        return self._files

    def _text(self, depth: int, most: int) -> bytes:
        lines = [self._line(depth) for _ in range(self._chance.randint(0, most))]
        newline = "\r\n" if self._chance.random() < 0.03 else "\n"
        text = newline.join(lines) + newline * (self._chance.random() < 0.8)
        return text.encode(errors="surrogateescape")

    def _line(self, depth: int) -> str:
        may_nest, may_glob = depth < 3, depth < 2
        kinds: tuple[tuple[float, Callable[[], str]], ...] = (
            (8, lambda: self._one(OTHERS)),
            (6, lambda: self._one((*COMMENTS, "", ""))),
            (8, lambda: self._one(SECTIONS).format(self._one(NAMES))),
            (3 * may_nest, lambda: self._include(depth)),
            (1 * may_glob, lambda: self._one(GLOBS)),
            (1, lambda: f"exten => 1,n,Big({'y' * self._one(LONG)})"),
            (0.15, lambda: self._one(ENDS_ALL)),
            (72, self._exten),
        )
        weights, writers = zip(*kinds, strict=True)
        return self._chance.choices(writers, weights)[0]()

    def _include(self, depth: int) -> str:
        name = f"g{len(self._files)}.conf"
        self._files[name] = b""
        self._files[name] = self._text(depth + 1, 8)
        return self._one(INCLUDES).format(name)

    def _exten(self) -> str:
        word = self._one(WORDS)
        extension = "" if word.lower().startswith("same") else f"{self._spaced(EXTENSIONS)},"
        value = f"{extension}{self._spaced(PRIORITIES)},{self._one(STEPS)}"
        comment = f" {self._one(COMMENTS)}" if self._chance.random() < 0.06 else ""
        return word + self._one(ARROWS) + self._one(("", " ", "  ", "\t")) + value + comment

    def _spaced(self, choices: Sequence[str]) -> str:
        text = self._one(choices)
        return self._one((text, text, text, f" {text}", f"{text} "))

    def _one(self, choices: Sequence[T]) -> T:
        return self._chance.choice(choices)


PIECES = ("X", "N", "Z", "x", "n", *"0123456789*#+ab", "-", "-", ".", "!")
SETS = (
    *("1-3", "2-9", "321", "0-9", "a-c", "1", "5-5", "9-1", "-", "1-", "-3", "a-zA-Z", "", "[", "1-35-7"),
    "^1",
)


def write_patterns(seed: int) -> tuple[bytes, Sequence[tuple[str, str]]]:
    """Write contexts full of patterns, and numbers to look for: (number, context)."""
    chance = random.Random(seed)
    patterns = [_pattern(chance) for _ in range(30)]
    contexts = ("ca", "cb", "cc", "cd")
    lines = [f"[mark-{seed}]", "exten => 1,1,NoOp"]
    for context in contexts:
        lines.append(f"[{context}]")
        lines.extend(f"exten => {chance.choice(patterns)},{chance.choice('1112')},NoOp" for _ in range(12))
        lines.extend(f"include => {other}" for other in contexts if other > context and chance.random() < 0.5)
    asked = [(_number(chance, patterns), chance.choice(contexts)) for _ in range(20)]
    return "\n".join(lines).encode(), asked


def _pattern(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return "".join(chance.choices("0123456789*#ab-+", k=chance.randint(1, 4)))
    pieces = [*PIECES, *(f"[{inside}]" for inside in SETS)]
    return "_" + "".join(chance.choices(pieces, k=chance.randint(1, 5)))


def _number(chance: random.Random, patterns: Sequence[str]) -> str:
    if chance.random() < 0.3:
        return "".join(chance.choices("0123456789*#ab-+AN", k=chance.randint(1, 5)))
    digits = "0123456789"
    replaced = {**dict.fromkeys("XNZxn.!", digits), "[": "", "_": ""}
    text = chance.choice(patterns)
    return "".join(chance.choice(replaced.get(each, each) or "1") for each in text) or "1"
