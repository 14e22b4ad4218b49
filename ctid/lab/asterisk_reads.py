"""How Asterisk reads what we send, written anew from its source, to hold our encoders against.

AMI (main/manager.c: get_input, do_message, astman_get_header): a line ends at LF, a CR before it is dropped;
what stands behind a NUL is not seen; a line is read into 1,024 bytes; an empty line ends an action; of more
than 128 lines none counts; a value loses its leading blanks.

AGI (res/res_agi.c: run_agi, parse_args): one command a line; words are parted by blanks; quotes keep blanks,
a backslash keeps the next character.
"""

AMI_LINE = 1024  # bytes of the buffer; a line of that many with its end does not fit
AMI_LINES = 128
AGI_LINE = 2048
BLANKS = bytes(range(1, 33))

Field = tuple[bytes, bytes]


def read_actions(data: bytes) -> list[list[Field] | None]:
    """Return the actions in `data`, each a list of its fields; None for one that Asterisk refuses."""
    actions: list[list[Field] | None] = []
    lines: list[bytes] = []
    refused = False
    while (end := data.find(b"\n")) >= 0:
        line, data = data[:end].removesuffix(b"\r"), data[end + 1 :]
        refused = refused or end + 1 > AMI_LINE
        line = line.partition(b"\0")[0]
        if line:
            lines.append(line)
            continue
        if lines or refused:
            actions.append(None if refused or len(lines) > AMI_LINES else [_field(each) for each in lines])
        lines, refused = [], False
    return actions


def _field(line: bytes) -> Field:
    name, _, value = line.partition(b":")
    return name, value.lstrip(BLANKS)


def read_commands(data: bytes) -> list[list[bytes]]:
    """Return the commands in `data`, each as its words."""
    *lines, _ = data.split(b"\n")
    return [_words(line.partition(b"\0")[0]) for line in lines if len(line) < AGI_LINE]


def _words(line: bytes) -> list[bytes]:
    words: list[bytearray] = []
    quoted = escaped = False
    between = True  # words
    for byte in line:
        if byte in b" \t" and not (quoted or escaped):
            between = True
        elif byte == 0x22 and not escaped:
            quoted = not quoted
            if quoted and between:
                words.append(bytearray())
                between = False
        elif byte == 0x5C and not escaped:
            escaped = True
        else:
            if between:
                words.append(bytearray())
                between = False
            words[-1].append(byte)
            escaped = False
    return [bytes(word) for word in words]
