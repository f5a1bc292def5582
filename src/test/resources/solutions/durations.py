import re


def seconds(text):
    match = re.fullmatch(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    if not text or not match:
        return -1
    return sum(int(n or 0) * unit for n, unit in zip(match.groups(), (86400, 3600, 60, 1)))
