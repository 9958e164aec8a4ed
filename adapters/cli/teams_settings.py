"""The settings of Microsoft Teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.teams.cloud import CLOUDS, read_cloud
from adapters.teams.credentials import AppType, Credentials
from adapters.teams.local import is_loopback

_TYPES: Final = {kind.value.casefold(): kind for kind in AppType}


def read(environ: Mapping[str, str], host: str, public: str, wrong: list[str]) -> Credentials | None:
    """Teams' credentials; what is half set is added to `wrong`. The values themselves are never shown."""
    names = ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_TYPE")
    app_id, password, tenant, typed = (environ.get(name, "").strip() for name in names)
    tenants = frozenset(environ.get("LEARNT_TEAMS_TENANTS", "").replace(",", " ").split())
    if not app_id:
        if password:
            wrong.append(
                "MICROSOFT_APP_ID is not set: copy the Microsoft App ID from the bot's Configuration in Azure."
            )
        return _unauthenticated(environ, host, public, tenants, wrong)
    before = len(wrong)
    kind = _TYPES.get(typed.casefold() or AppType.SINGLE_TENANT.value.casefold())
    if kind is None:
        wrong.append(f"MICROSOFT_APP_TYPE is {typed!r}: it is SingleTenant, UserAssignedMSI or MultiTenant.")
    if not tenant and kind is not AppType.MULTI_TENANT:
        wrong.append("MICROSOFT_APP_TENANT_ID is not set: copy the tenant's ID from the bot's Configuration in Azure.")
    if not password and kind is not AppType.MANAGED_IDENTITY:
        wrong.append(
            "MICROSOFT_APP_PASSWORD is not set: make a client secret under Certificates & secrets, and copy its value."
        )
    cloud = read_cloud(environ.get("MICROSOFT_CLOUD", "").strip())
    if cloud is None:
        wrong.append(f"MICROSOFT_CLOUD is none that is known: it is {', '.join(CLOUDS)}.")
    if len(wrong) > before or kind is None or cloud is None:
        return None
    return Credentials(app_id=app_id, password=password, app_type=kind, tenant=tenant, tenants=tenants, cloud=cloud)


def _unauthenticated(
    environ: Mapping[str, str], host: str, public: str, tenants: frozenset[str], wrong: list[str]
) -> Credentials | None:
    """A local playground, where everybody is believed: so nobody else may reach it."""
    said = environ.get("LEARNT_TEAMS_UNAUTHENTICATED", "").strip()
    if said in {"", "0"}:
        return None
    if said != "1":
        wrong.append(
            f"LEARNT_TEAMS_UNAUTHENTICATED is {said!r}: it is 1, for a playground on this machine, or not set."
        )
    elif not is_loopback(host):
        wrong.append(f"LEARNT_TEAMS_UNAUTHENTICATED believes everybody, so LEARNT_HOST must be 127.0.0.1, not {host}.")
    elif public:
        wrong.append(
            "LEARNT_TEAMS_UNAUTHENTICATED believes everybody, so no LEARNT_PUBLIC_URL may be set: "
            "set MICROSOFT_APP_ID instead."
        )
    else:
        return Credentials(tenants=tenants)
    return None
