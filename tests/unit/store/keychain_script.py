"""Run in a session of its own: use the system keychain once and print what came of it as one line of JSON."""

from __future__ import annotations

import asyncio
import json

from app.core.errors import KeychainError
from app.store.keychain import LONGEST_SECRET, SystemKeychain, create_key, read_key

SECRET = "\u00e9" * LONGEST_SECRET


async def use() -> dict[str, object]:
    keychain = SystemKeychain()
    try:
        missing = await keychain.read("session")
        await keychain.write("session", "first")
        await keychain.write("session", SECRET)
        kept = await keychain.read("session") == SECRET
        key = await create_key(keychain, "mirror-key")
        same_key = await read_key(keychain, "mirror-key") == key
        await keychain.delete("session")
        await keychain.delete("session")
        return {"missing": missing, "kept": kept, "sameKey": same_key, "gone": await keychain.read("session")}
    except KeychainError as error:
        return {"error": type(error).__name__, "sentence": str(error)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(use())))  # noqa: T201 - the answer
