"""The shape of what is sent with a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class ManyFiles(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class AttachedFiles(forms.FileField):
    """Several files; whether they may be kept is judged when they are received."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The files as a list, empty where none was chosen."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [one for one in given if one]


class AttachForm(forms.Form):
    """Files to keep."""

    files: Any = AttachedFiles(label=_("Files to keep"), required=False)


class RenameForm(forms.Form):
    """What a file is called."""

    name = forms.CharField(label=_("Name"), max_length=180)
