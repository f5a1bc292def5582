def is_balanced(text):
    closing = {")": "(", "]": "[", "}": "{"}
    open_brackets = []
    for character in text:
        if character in closing.values():
            open_brackets.append(character)
        elif character in closing:
            if not open_brackets or open_brackets.pop() != closing[character]:
                return False
    return not open_brackets
