"""The names of a measure's copies, as copies.cpp gives them."""


def copied(name, copy):
    """Of copy 1, which is the measure itself, 2, …"""
    return name if copy == 1 else f"{name}_{copy}"
