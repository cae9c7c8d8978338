"""Stands in for the package azure-storage-queue where it is not installed: keeps messages as that would send them, a message a file."""
import base64
import os
import tempfile


class TextBase64EncodePolicy:
    def encode(self, content):
        return base64.b64encode(content.encode("utf-8")).decode("utf-8")


class QueueClient:
    def __init__(self, message_encode_policy):
        self._policy = message_encode_policy

    @classmethod
    def from_connection_string(cls, conn_str, queue_name, credential=None, *, message_encode_policy=None):
        assert conn_str == os.environ["AZURE_STORAGE_CONNECTION_STRING"]
        assert queue_name == "users"
        return cls(message_encode_policy)

    def send_message(self, content, *, time_to_live=None):
        assert time_to_live == -1
        handle, _ = tempfile.mkstemp(prefix="message-", dir=os.environ["FAKE_FOLDER"])
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(self._policy.encode(content) if self._policy else content)
