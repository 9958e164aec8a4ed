"""What Learnt needs to speak with Teams."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from adapters.teams.cloud import PUBLIC, Cloud


class AppType(Enum):
    """How the bot was registered in Azure. learn.microsoft.com/azure/bot-service/bot-service-quickstart-registration"""

    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"
    MULTI_TENANT = "MultiTenant"  # none can be made since 31 July 2025; those that there are go on


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Teams' credentials; the password shows in no `repr`. A managed identity has none.

    `tenants` are those whose people Learnt speaks with; empty, everybody whom Microsoft lets through. Without an
    `app_id` nobody is authenticated at all, which is for a local playground alone.
    """

    app_id: str = ""
    password: str = field(default="", repr=False)
    app_type: AppType = AppType.SINGLE_TENANT
    tenant: str = ""
    tenants: frozenset[str] = frozenset()
    cloud: Cloud = PUBLIC

    @property
    def authority(self) -> str:
        """Where a token is had."""
        tenant = self.tenant if self.app_type is AppType.SINGLE_TENANT else self.cloud.home
        return f"{self.cloud.login}/{tenant}"
