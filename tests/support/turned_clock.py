"""A clock that the test turns."""


class TurnedClock:
    def __init__(self, start: float = 1000.0) -> None:
        self.seconds = start
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
