"""Becomes the account under which PostgreSQL is willing to run, then becomes the program itself."""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def enter_namespace(uid: int, gid: int) -> None:
    """Appear under another number to the program while files stay ours."""
    outside_uid, outside_gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        sys.exit(f"user namespaces are not available: {os.strerror(ctypes.get_errno())}")
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{uid} {outside_uid} 1")
    write("/proc/self/gid_map", f"{gid} {outside_gid} 1")


def drop(uid: int, gid: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main() -> None:
    how, uid, gid, session, *command = sys.argv[1:]
    if session == "session":
        os.setsid()
    os.umask(0o077)
    if how == "namespace":
        enter_namespace(int(uid), int(gid))
    elif how == "drop":
        drop(int(uid), int(gid))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
