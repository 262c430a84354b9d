"""The history says in words what was done; no verb is left without its own."""

from selaras.web import history


def test_taking_a_list_away_has_words_of_its_own():
    said = [history._what(verb, history.VERBS) for verb in ("list.export", "list.look")]
    assert said == ["mengunduh sebuah daftar sebagai buku kerja", "membuka sebuah daftar"]
