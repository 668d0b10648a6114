"""What every noun has: an identifier that sorts by the time it was made."""

from django.db import models

import keepwell.kernel.among  # noqa: F401 - every field can be asked `one_of`
from keepwell.kernel.ids import uuid7


class Noun(models.Model):
    """A row of some room, named by a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
