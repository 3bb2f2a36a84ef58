"""A value that says: leave what is there. None can't say it, for it takes away."""

from enum import Enum
from typing import Final


class Leave(Enum):
    """That a value is not to be changed."""

    AS_IT_IS = "as it is"


AS_IT_IS: Final = Leave.AS_IT_IS
