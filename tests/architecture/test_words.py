"""One English sentence has one Indonesian sentence: catalogues merge at run time, so the first app would win."""

from collections import defaultdict

from selaras.config import messages


def test_a_text_means_the_same_in_every_catalogue():
    said: dict[tuple[str | None, str], dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for app in messages.apps():
        if messages.catalogue_path(app).exists():
            for message in messages.read(app):
                if message.id and messages.translated(message):
                    text = message.string[0] if isinstance(message.string, tuple) else message.string
                    said[messages.key(message)][text].append(app)
    torn = {key: dict(strings) for key, strings in said.items() if len(strings) > 1}
    assert not torn, "choose one word (docs/glossary.md), or use pgettext where the meaning truly differs"
