"""`keepwell import PATH`, when that is a whole firm as `keepwell export firm` wrote it."""

from pathlib import Path


def bring_in_firm(path: Path, *, is_dry_run: bool, as_json: bool) -> int:
    """Take a firm into an empty one; how many rows each table has."""
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.bar import bar
    from keepwell.config.terminal.plainly import say
    from keepwell.config.terminal.said import write_json
    from keepwell.exchange.commands.take_in_firm import take_in_firm
    from keepwell.exchange.whole.reading import opened_firm
    from keepwell.kernel.refusal import refuse_unless

    refuse_unless(
        not is_dry_run,
        _("A whole firm has no dry run: it goes into an empty firm, whole or not at all."),
    )
    with opened_firm(path) as written, bar() as shown:
        rows = take_in_firm(written, at=timezone.now(), tell=shown.show)
        firm = written.firm
    if as_json:
        write_json({"firm": firm, "rows": rows})
    else:
        facts = {"firm": firm, "rows": sum(rows.values()), "tables": len(rows)}
        say(_("%(firm)s is here: %(rows)s rows of %(tables)s tables.") % facts)
    return 0
