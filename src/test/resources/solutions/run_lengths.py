from itertools import groupby


def compress(text):
    runs = ((character, len(list(run))) for character, run in groupby(text))
    return "".join(character + (str(count) if count > 1 else "") for character, count in runs)
