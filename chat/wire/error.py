"""What all that can go wrong for a person has in common: see ``chat.wire.errors``."""

from chat.words import IN_ENGLISH, Parameter, Words


class ChatError(Exception):
    """Something was not allowed or not possible; ``detail`` says so to a person.

    ``many``: the sentence where the parameter ``count`` is not one. ``retry``: seconds
    after which the same has a chance, where that is known.
    """

    code = "internal"
    detail = "Something went wrong."
    retry: float | None = None

    def __init__(
        self,
        detail: str | None = None,
        many: str = "",
        *,
        retry: float | None = None,
        **parameters: Parameter,
    ) -> None:
        self.retry = type(self).retry if retry is None else retry
        self.text = detail or type(self).detail
        self.many = many
        self.parameters = parameters
        self.detail = self.said(IN_ENGLISH)
        super().__init__(self.detail)

    def said(self, words: Words) -> str:
        """The sentence in somebody's words."""
        return words(self.text, self.many, **self.parameters)
