"""Pictures that tell more than they show, as cameras and programs make them."""

import io
import zlib

import pillow_heif
from PIL import Image, ImageChops, ImageDraw
from PIL.PngImagePlugin import PngInfo

# Stands in all that may be written beside a picture.
PLACE = b"Secret Street 7"
ASIDE = 6
FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"]
# Those of which what a camera has written says how they are turned.
TURNED = ["JPEG", "PNG", "WEBP"]

pillow_heif.register_heif_opener()


def colourful(width=64, height=40):
    """No two corners of it are alike, in any direction."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, ImageChops.invert(across)))


def grainy(width, height):
    """As costly as what a camera takes: sharp edges, and grain of some pixels."""
    grain = Image.effect_noise((width // 4, height // 4), 60).resize((width, height))
    return Image.blend(colourful(width, height), grain.convert("RGB"), 0.4)


def exif(orientation=ASIDE):
    """Where a camera was, and how it was held."""
    its = Image.Exif()
    its[0x0112], its[0x010E] = orientation, PLACE.decode()
    its.get_ifd(0x8825)[29] = PLACE.decode()
    return its.tobytes()


def xmp():
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>%s</x:xmpmeta>" % PLACE


def telling(format, picture=None, **more):
    """A picture of that format that tells where it was taken, in every way it can."""
    content = io.BytesIO()
    text = PngInfo()
    text.add_text("Comment", PLACE.decode())
    text.add_itxt("XML:com.adobe.xmp", PLACE.decode(), zip=False)
    about = {
        "JPEG": {"exif": exif(), "xmp": xmp(), "comment": PLACE},
        "PNG": {"exif": exif(), "pnginfo": text},
        "GIF": {"comment": PLACE},
        "WEBP": {"exif": exif(), "xmp": xmp(), "lossless": True},
        "AVIF": {"exif": exif(orientation=1), "xmp": xmp(), "speed": 10},
        "HEIF": {"exif": exif(orientation=1), "xmp": xmp()},
    }
    (picture or colourful()).save(content, format, **about[format], **more)
    return content.getvalue() + PLACE * (format not in ("AVIF", "HEIF"))


def moving(format="GIF", frames=3):
    """A square wanders."""
    drawn = []
    for at in range(frames):
        frame = Image.new("RGB", (64, 40), "white")
        ImageDraw.Draw(frame).rectangle((10 * at, 5, 10 * at + 9, 14), "red")
        drawn.append(frame)
    content = io.BytesIO()
    how = {"save_all": True, "append_images": drawn[1:], "duration": 80, "loop": 0}
    drawn[0].save(content, format, **how)
    return content.getvalue()


def bomb(width=30_000, height=30_000):
    """A PNG of some bytes that says it has a billion pixels."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    chunks = [
        (b"IHDR", size + b"\x08\x06\0\0\0"),
        (b"IDAT", zlib.compress(bytes(1000))),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, [*chunks, (b"IEND", b"")]))


def _chunk(chunk):
    kind, data = chunk
    check = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + check


def film(*boxes):
    """As cameras make them: what is seen, and where that was, behind it or within."""
    place = _box(b"udta", _box(b"\xa9xyz", PLACE)), _box(b"meta", PLACE)
    track = _box(b"trak", _box(b"tkhd", bytes(80)), *place)
    head = _box(b"ftyp", b"isom" + bytes(4)), _box(b"mdat", b"seen" * 9)
    moov = _box(b"moov", _box(b"mvhd", bytes(96)), track, *place)
    return b"".join([*head, moov, _box(b"uuid", PLACE * 2), *boxes])


def _box(kind, *contents):
    content = b"".join(contents)
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def pdf(text="Plan"):
    """A page with some words on it."""
    said = b"BT /F 40 Tf 40 100 Td (%s) Tj ET" % text.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(said), said),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % each for each in places)
    table = b"xref\n0 5\n0000000000 65535 f \n" + rows
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + table + end


def opened(content):
    return Image.open(io.BytesIO(content))


def is_alike(one, other, most=40):
    """Whether two pictures show the same, but for what the smaller file has cost."""
    one, other = (each.convert("RGB").resize((16, 16)) for each in (one, other))
    return (
        max(high for _, high in ImageChops.difference(one, other).getextrema()) < most
    )
