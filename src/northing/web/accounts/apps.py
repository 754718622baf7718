"""The accounts, as Django knows them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """This app."""

    name = "northing.web.accounts"
    label = "accounts"
    verbose_name = "Accounts"
