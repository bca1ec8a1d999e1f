"""A server on loopback that speaks S3 (moto's; no server of the real thing comes as a wheel), with one bucket."""

from __future__ import annotations

from functools import cache
from typing import Any

BUCKET = "people"
_KEYS = {"access_key_id": "reader", "secret_access_key": "hush-hush", "region": "us-east-1"}


@cache
def _endpoint() -> str:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


@cache
def _client() -> Any:
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=_endpoint(),
        aws_access_key_id=_KEYS["access_key_id"],
        aws_secret_access_key=_KEYS["secret_access_key"],
        region_name=_KEYS["region"],
    )
    client.create_bucket(Bucket=BUCKET)
    return client


def put(key: str, content: bytes) -> None:
    """Store an object."""
    _client().put_object(Bucket=BUCKET, Key=key, Body=content)


def settings(key: str, format: Any = "csv", **options: Any) -> dict[str, Any]:
    """Settings of a source of the objects."""
    usual = {"url": f"s3://{BUCKET}/{key}", "format": format, "endpoint": _endpoint(), "options": _KEYS}
    return usual | options
