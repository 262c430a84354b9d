"""QR codes as SVG, for the footer of every document and for pages that show one."""

import io

import segno
from segno.encoder import DataOverflowError

QUIET_ZONE = 2


def qr_svg(address: str) -> str | None:
    """Draw the address as an SVG text; None when there is no address or it is too long for a code."""
    if not address:
        return None
    try:
        code = segno.make_qr(address, error="m")
    except DataOverflowError:
        return None
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True, nl=False)
    return out.getvalue().decode()
