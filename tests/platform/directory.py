"""A ministry's directory on this machine: discovery, sign-in, token, keys and user facts (OIDC)."""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "suar", "a secret of the test"


class Directory:
    """Vouches for one person at a time; refuses what a careful directory refuses."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.issued: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.token_changes: dict[str, Any] = {}
        self.asked: list[str] = []

    def __enter__(self) -> "Directory":
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def settings(self) -> dict[str, Any]:
        """Give what the platform's settings say of it."""
        app = {
            "provider_id": "ministry",
            "name": "Ministry",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.issuer},
        }
        return {"openid_connect": {"APPS": [app]}}

    def vouch(self, address: str, *, email: str, verified: bool = True) -> str:
        """Sign the person in at the directory's own page; give the address it sends her back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.claims = {"sub": f"id-of-{email}", "email": email, "email_verified": verified}
        code = secrets.token_urlsafe(8)
        self.issued[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def get(self, path: str, authorization: str) -> dict[str, Any] | None:
        """Answer what the platform fetches."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/userinfo" and authorization.removeprefix("Bearer ") in self.tokens:
            return self.claims
        if path == "/jwks":
            numbers = self.key.public_key().public_numbers()
            return {
                "keys": [{"kty": "RSA", "kid": "1", "n": _b64(numbers.n), "e": _b64(numbers.e)}]
            }
        return None

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Exchange a code once, for the client that has the secret and the verifier."""
        asked = self.issued.pop(form.get("code", ""), None)
        if asked is None or form.get("client_secret") != SECRET or not _proves(asked, form):
            return None
        access = secrets.token_urlsafe(8)
        self.tokens.add(access)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        claims |= self.token_changes
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": access, "token_type": "Bearer", "id_token": signed}


def _proves(asked: dict[str, str], form: dict[str, str]) -> bool:
    if "code_challenge" not in asked:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _b64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _handler(directory: Directory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.tell(directory.get(self.path, self.headers.get("Authorization", "")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.tell(directory.token({name: each[0] for name, each in parse_qs(body).items()}))

        def tell(self, answer: dict[str, Any] | None) -> None:
            self.send_response(200 if answer is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"error": "invalid_grant"}).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's name
            """Say nothing of each request."""

    return Handler
