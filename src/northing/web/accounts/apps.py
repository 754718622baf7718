"""The accounts, as Django knows them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """This app."""

    name = "northing.web.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Listen to who comes in."""
        from northing.web.accounts import signals  # noqa: F401 - its receivers register themselves
