from django.urls import path

from chat.factors.pages import account, log_in

urlpatterns = [
    path("login/step/", log_in.second_step, name="second-step"),
    path("login/passkey/", log_in.log_in_by_passkey, name="passkey-log-in"),
    path("login/passkey/ask/", log_in.ask_for_passkey, name="passkey-options"),
    path("account/two-step/app/", account.set_up_app, name="two-step-app"),
    path(
        "account/two-step/app/remove/", account.remove_app, name="two-step-app-remove"
    ),
    path("account/two-step/codes/", account.renew_codes, name="recovery-codes"),
    path("account/passkeys/add/", account.add_passkey, name="passkey-add"),
    path("account/passkeys/ask/", account.ask_for_new, name="passkey-new"),
    path(
        "account/passkeys/<seq:number>/name/",
        account.rename_passkey,
        name="passkey-rename",
    ),
    path(
        "account/passkeys/<seq:number>/remove/",
        account.remove_passkey,
        name="passkey-remove",
    ),
]
