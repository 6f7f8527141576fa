"""XML, an element at a time, also in the Chinese encodings that the parser does not know."""

import codecs
import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from pipelines.readers.refusal import Refused

_CHINESE = re.compile(rb"""<\?xml[^>]*encoding=["'](?:gb2312|gbk|gb18030)["']""", re.IGNORECASE)
_DECLARATION = 200


def elements(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Each element twice, at its start and at its end."""
    is_chinese = _CHINESE.match(source.read(_DECLARATION).lstrip())
    source.seek(0)
    parser = None
    if is_chinese:
        source = codecs.EncodedFile(source, "utf-8", "gb18030")
        parser = DefusedXMLParser(target=TreeBuilder(), encoding="utf-8", forbid_dtd=True)
    try:
        yield from iterparse(source, events=("start", "end"), parser=parser, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("forged") from None
    except (ParseError, UnicodeDecodeError):
        raise Refused("damaged") from None
