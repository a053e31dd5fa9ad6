"""XML that every parser takes. In: elements. Out: UTF-8 bytes with a declaration, indented, always the same."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

# XML 1.0, 2.2: every other control character makes the document unreadable, even when escaped.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add_element(parent: Element, tag: str, attributes: Mapping[str, str] | None = None, *, text: str = "") -> Element:
    """Append a child; attributes keep their order, characters that XML forbids are dropped."""
    child = ElementTree.SubElement(
        parent, tag, {name: FORBIDDEN.sub("", value) for name, value in (attributes or {}).items()}
    )
    child.text = FORBIDDEN.sub("", text) or None
    return child


def write_xml(root: Element) -> bytes:
    """Write the document."""
    ElementTree.indent(root, space=" ")
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
