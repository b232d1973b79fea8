from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX or CSV with the columns of the template, at most 5,000 rows."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
