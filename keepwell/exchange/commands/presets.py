"""Keeping how a file was read, for the next one of the same shape."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.exchange.models import Import, ImportFile, Preset
from keepwell.exchange.queries.imports import header_key, mappings_of, preset_for, shape_key
from keepwell.exchange.readers.vendors import mapping_from_json
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.kernel.words import keep as _kept


@command
def keep_preset(file: ImportFile, name: str, *, at: datetime, by: Teammate) -> Preset:
    """Keep how this file's columns are read under a name; the same name again replaces it."""
    must_be_allowed(by, Act.IMPORT)
    name = " ".join(name.split())[:120]
    refuse_unless(bool(name), _("Give it a name, such as “Monthly orders”."), field="name")
    header = file.shape.get("header") or []
    refuse_unless(file.form == "table" and bool(header), _("Only tables have columns to keep."))
    preset, _made = Preset.objects.update_or_create(
        name=name,
        defaults={"header_key": header_key(header), "mapping": file.mapping, "kept_by": by},
    )
    record("keep_preset", "preset", preset.pk, at=at, by=by, name=name, file=file.name)
    return preset


@command
def drop_preset(preset: Preset, *, at: datetime, by: Teammate) -> None:
    """Forget a kept way of reading."""
    must_be_allowed(by, Act.IMPORT)
    record("drop_preset", "preset", preset.pk, at=at, by=by, name=preset.name)
    preset.delete()


@command
def apply_presets(
    job: Import, *, at: datetime, by: Teammate, like: Import | None = None
) -> int:
    """Read each file as last time: as `like` did, else as the newest preset of its header.

    Counts the files that are read so.
    """
    earlier = mappings_of(like) if like else {}
    applied = 0
    for file in job.files.filter(is_done=False):
        preset = preset_for(file.shape.get("header") or [])
        kept = earlier.get(shape_key(file)) or (preset.mapping if preset else None)
        if kept is None:
            continue
        called = (
            preset.name if preset and kept is preset.mapping else _kept("the import before")
        )
        if file.form == "table":
            mapping = mapping_from_json(kept)
            file.table, kept = mapping.table, mapping.as_json()
        file.mapping, file.because = kept, ""
        file.shape = {**file.shape, "preset": called}
        file.save(update_fields=["table", "mapping", "shape", "because"])
        applied += 1
        record("apply_preset", "import", job.pk, at=at, by=by, name=called, file=file.name)
    return applied
