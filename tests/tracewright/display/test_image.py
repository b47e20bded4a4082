from typing import Any

import pytest

from tracewright.display.image import MAX_CHARS, MAX_IMAGES, images_of, options, part

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
URI = f"data:image/png;base64,{PNG}"


def images(value: Any) -> list[dict[str, Any]]:
    found = part(value, options(None, "display_options"))
    return found["images"] if found else []


def test_a_data_uri_and_bare_base64_are_images_at_their_place() -> None:
    assert images(URI) == [{"at": "", "type": "image/png", "chars": len(URI)}]
    assert images([PNG]) == [{"at": "/0", "type": "image/png", "chars": len(PNG)}]


@pytest.mark.parametrize(
    ("block", "at"),
    [
        ({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}, "/source/data"),
        ({"type": "image_url", "image_url": {"url": URI}}, "/image_url/url"),
        ({"type": "input_image", "image_url": URI}, "/image_url"),
        ({"type": "image", "data": PNG, "mimeType": "image/png"}, "/data"),
    ],
)
def test_the_blocks_of_the_apis_are_images(block: dict[str, Any], at: str) -> None:
    assert images(block) == [{"at": at, "type": "image/png", "chars": len(block_text(block, at))}]
    assert images_of([{"type": "text", "text": "a"}, block])[0]["at"] == f"/1{at}"


def block_text(block: Any, at: str) -> str:
    for key in at.split("/")[1:]:
        block = block[key]
    return str(block)


def test_the_type_is_that_of_the_bytes_and_never_what_is_claimed() -> None:
    svg = "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"
    assert images(svg) == [{"name": svg}]
    assert images("data:image/png;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+")[0].get("type") is None
    assert images(f"data:text/html;base64,{PNG}")[0].get("type") is None


def test_an_address_is_a_link_and_a_name_a_name() -> None:
    assert images("https://tracker.example/pixel.png") == [{"address": "https://tracker.example/pixel.png"}]
    assert images({"type": "image", "source": {"type": "url", "url": "http://a.test/b"}}) == [
        {"address": "http://a.test/b"}
    ]
    assert images("shots/1.png") == [{"name": "shots/1.png"}]
    assert images("javascript:alert(1)") == [{"name": "javascript:alert(1)"}]


def test_an_image_that_is_too_large_says_so() -> None:
    text = PNG.rstrip("=") + "A" * MAX_CHARS
    assert images(text) == [{"large": len(text)}]


def test_many_images_are_bounded() -> None:
    found = part([PNG] * 100, options(None, ""))
    assert found is not None
    assert (len(found["images"]), found["more"]) == (MAX_IMAGES, 100 - MAX_IMAGES)


@pytest.mark.parametrize("value", [None, 3, {}, [], {"type": "text", "text": "x"}, [{"a": 1}], True])
def test_what_holds_no_image_is_none(value: Any) -> None:
    assert part(value, options(None, "")) is None
    assert images_of(value) == []
