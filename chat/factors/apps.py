from django.apps import AppConfig


class FactorsConfig(AppConfig):
    name = "chat.factors"
    label = "factors"

    def ready(self) -> None:
        from chat.accounts import clear, secrets, sections, steps
        from chat.factors import (
            keeping,
            panel,  # noqa: F401  (it registers itself)
        )
        from chat.factors.pages import account, log_in

        steps.STEPS.append(log_in.ask_for_factor)
        secrets.SECOND_FACTORS.append(keeping.has_factor)
        secrets.WAYS.append(keeping.count_passkeys)
        sections.SECTIONS += [account.TWO_STEP, account.PASSKEYS]
        sections.WAYS_IN.append(log_in.PASSKEY_WAY)
        # They take a code or a password, or show a secret.
        clear.PAGES |= {
            *("second-step", "two-step-app", "two-step-app-remove", "recovery-codes"),
            *("passkey-add", "passkey-remove"),
        }
