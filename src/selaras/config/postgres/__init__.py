"""The PostgreSQL cluster that the product starts by itself: in_use, status, stop, urls."""

from selaras.config.postgres.cluster import ClusterRefused
from selaras.config.postgres.layout import Urls, urls
from selaras.config.postgres.usage import Cluster, Status, in_use, keep, status, stop

__all__ = ["Cluster", "ClusterRefused", "Status", "Urls", "in_use", "keep", "status", "stop", "urls"]
