"""Words of the catalogue."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """How a programme is held; decides what limits it. The numbers are those of the planner's problem."""

    CLASS = "class", _("Kelas sendiri (angkatan)")
    SENT = "sent", _("Dikirim ke lembaga lain")
    ONLINE = "online", _("Daring mandiri")
    WEBINAR = "webinar", _("Webinar")
    MENTORING = "mentoring", _("Mentoring dan coaching")


MODE_NUMBER = {Mode.CLASS: 0, Mode.SENT: 1, Mode.ONLINE: 2, Mode.WEBINAR: 3, Mode.MENTORING: 4}
