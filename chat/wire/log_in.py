"""What can be wrong with a log-in: ``errors`` has them, and says what they all are."""

from chat.wire.error import ChatError


class LoginRequired(ChatError):
    """Nobody is logged in, or the log-in was ended.

    Again: after a new log-in. If the connection is closed with this, first with the
        same cookie, token or password: it may only have been to be made anew.
    """

    code = "login-required"
    detail = "Log in first."


class BadCredentials(ChatError):
    """The name or the password is wrong, or the token is not valid any more.

    Again: no; ask the person.
    """

    code = "bad-credentials"
    detail = "The name or the password is wrong."


class AppPasswordNeeded(ChatError):
    """The password is right, but the account has a second factor.

    Again: no; the person makes an app password on the page of their account, and gives
        that to the client.
    """

    code = "app-password-needed"
    detail = (
        "Your password is right, but not enough here: on the page of your account, make"
        " an app password, and log in by that."
    )


class ClearPassword(ChatError):
    """From there a password may come with TLS only; it was not looked at.

    Again: no; over TLS. ``detail`` says where, if the site knows. Until then the person
        should not be asked for a password.
    """

    code = "clear-password"
    detail = "From where you are a password would travel in clear."
