"""A session ends everywhere: the server has several processes, each with a memory of its own."""

import pytest
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db


def test_a_session_ended_in_another_process_opens_no_page_here(cast, sign_in):
    client = sign_in(cast.sari_user)
    assert client.get("/pegawai/profil/").status_code == 200

    # What signing out in another process leaves behind: the row is gone, this process was told nothing.
    Session.objects.all().delete()

    answer = client.get("/pegawai/profil/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/masuk/?next=/pegawai/profil/"
