"""Numbers in English words."""

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on


def in_words(number: int) -> str:
    """12 as "twelve", 142 as "one hundred and forty-two"; from a thousand on in figures."""
    if number < 0 or number >= 1000:
        return str(number)
    if number < 20:
        return _SMALL[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return f"{_TENS[ten]}-{_SMALL[one]}" if one else _TENS[ten]
    hundred, rest = divmod(number, 100)
    return f"{_SMALL[hundred]} hundred and {in_words(rest)}" if rest else f"{_SMALL[hundred]} hundred"
