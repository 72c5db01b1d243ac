from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "chat.leaving"
    label = "leaving"

    def ready(self) -> None:
        from chat.accounts import clear, sweeping
        from chat.accounts.sections import SECTIONS
        from chat.files import door
        from chat.leaving import (
            clock,
            departing,
            export_page,
            exports,
            handlers,  # noqa: F401  (they register themselves)
            making,
            panel,  # noqa: F401  (it registers itself)
            views,
        )
        from chat.sessions import ticker

        clear.PAGES.add("account-leaving")
        SECTIONS += [export_page.SECTION, views.SECTION]
        ticker.WORKS += [clock.keep, making.keep]
        sweeping.SWEEPS += [departing.free_names, exports.forget_old]
        door.OTHERS["exports"] = exports.handed
