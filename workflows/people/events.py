"""What happens to people that other slices follow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonLeft:
    """Somebody's account was closed; `successor_id` (None when nobody was named) takes over what they had to do."""

    user_id: int
    successor_id: int | None
