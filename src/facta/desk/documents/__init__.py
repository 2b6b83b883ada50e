"""The JSON documents of the commands: their shapes, their schemas, and results brought into them."""

from facta.desk.documents.catalogue import DOCUMENTS, write_schemas
from facta.desk.documents.shaping import encode_result

__all__ = ["DOCUMENTS", "encode_result", "write_schemas"]
