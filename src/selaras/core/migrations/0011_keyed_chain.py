"""The links of the chain are made with a key of the home; receipts forget answers that showed a token.

A chain that does not hold is left as it is from its first damage on, so that the damage still shows.
"""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import migrations

START = "0" * 64
ROWS = """
SELECT s.agency_id, s.id, s.chain, e.id, e.at, e.actor_id, e.role, e.verb, e.kind, e.object_id, e.subject_kind,
       e.subject_id, e.article, e.digest
FROM core_eventseal s JOIN core_event e ON e.id = s.event_id AND e.agency_id = s.agency_id
ORDER BY s.agency_id, s.sequence
"""
RELINK = "UPDATE core_eventseal SET chain = %s WHERE id = %s"
HEAD = "UPDATE core_sealhead SET chain = %s WHERE agency_id = %s AND chain = %s"


def text_of(parts):
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def relinked(rows, key):
    """Yield the changed links, and each agency's ends; stop at an agency's first damage."""
    former, chains, damaged = {}, {}, set()
    for agency, seal, chain, event, at, *rest in rows:
        if agency in damaged:
            continue
        parts = [event, at.isoformat(), *rest]
        if hashlib.sha256(text_of([former.get(agency, START), *parts])).hexdigest() != chain:
            damaged.add(agency)
            continue
        former[agency] = chain
        made = hmac.new(key, text_of([chains.get(agency, START), *parts]), hashlib.sha256).hexdigest()
        chains[agency] = made
        yield RELINK, (made, seal)
    for agency in chains.keys() - damaged:
        yield HEAD, (chains[agency], agency, former[agency])


def relink(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ROWS)
        changes = list(relinked(cursor.fetchall(), settings.DIGEST_KEY.encode()))
        for statement in (RELINK, HEAD):
            given = [values for one, values in changes if one == statement]
            if given:
                cursor.executemany(statement, given)


class Migration(migrations.Migration):
    dependencies = [("core", "0010_analyze")]
    operations = [
        migrations.RunPython(relink, migrations.RunPython.noop),
        migrations.RunSQL(
            "UPDATE core_receipt SET body = '', is_kept = false WHERE body <> ''"
            " AND (path LIKE '/accounts/tokens/%%' OR body LIKE '%%sl\\_%%')",
            migrations.RunSQL.noop,
        ),
    ]
