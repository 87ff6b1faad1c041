#!/usr/bin/python3
"""The badges of a design drawn by ReportLab, as one would ordinarily write it: for tests/bench/run to measure against.

badges_reportlab.py banner PDF IMAGE         takes the banner out of a PDF of lanyard-badges, so that both draw the same picture
badges_reportlab.py render DESIGN IMAGE ROWS PDF
    DESIGN: design.json; ROWS: JSON {"event": {"title", "dates"}, "badges": [row of badge_rows, ...]}
"""
import json
import re
import sys
import zlib

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = "/usr/share/fonts/truetype/noto/NotoSans-%s.ttf"
# Those that tests/bench/people.lua gives.
COUNTRIES = {
    "BR": "Brazil", "CN": "China", "CZ": "Czechia", "DE": "Germany", "GB": "United Kingdom", "GR": "Greece",
    "IE": "Ireland", "KE": "Kenya", "MX": "Mexico", "PL": "Poland", "RS": "Serbia", "SE": "Sweden", "SG": "Singapore",
    "SN": "Senegal", "TO": "Tonga", "TR": "Türkiye", "UA": "Ukraine", "VN": "Vietnam",
}


def take_banner(pdf, image):
    from PIL import Image

    with open(pdf, "rb") as file:
        data = file.read()
    best = None
    for head in re.finditer(rb"<<[^>]*?/Subtype /Image[^>]*?>>\s*stream\r?\n", data):
        text = head.group()
        width, height = (int(re.search(rb"/%s (\d+)" % name, text)[1]) for name in (b"Width", b"Height"))
        if b"/DeviceRGB" in text and b"/FlateDecode" in text and (not best or width * height > best[0] * best[1]):
            best = width, height, head.end()
    if not best:
        sys.exit("no banner found in " + pdf)
    width, height, start = best
    Image.frombytes("RGB", (width, height), zlib.decompressobj().decompress(data[start:])).save(image)


def fit(text, font, style, width, height):
    """The greatest size at which the text fits on one line, or else on as many as the style allows; and its lines."""
    least, most = style["size"]
    line = pdfmetrics.stringWidth(text, font, 1)
    size = min(most, width / line, height / 1.2)
    if size >= least or style.get("lines", 1) == 1:
        return max(size, least), [text]
    size = min(most, height / 1.2 / style["lines"])
    while size > least and len(simpleSplit(text, font, size, width)) > style["lines"]:
        size -= 1
    return size, simpleSplit(text, font, size, width)


def draw_text(canvas, style, text, color=None):
    x, y, width, height = (n * mm for n in style["box"])
    font = "bold" if style.get("weight") == "bold" else "regular"
    size, lines = fit(text, font, style, width, height)
    canvas.setFont(font, size)
    canvas.setFillColor(color or HexColor(style["color"]))
    baseline = A6[1] - y - height / 2 + len(lines) * size * 0.6 - size * 0.95
    for line in lines:
        if style.get("align") == "left":
            canvas.drawString(x, baseline, line)
        else:
            canvas.drawCentredString(x + width / 2, baseline, line)
        baseline -= size * 1.2


def draw_symbol(canvas, box, token):
    x, y, width, height = (n * mm for n in box)
    symbol = QrCodeWidget(token, barLevel="M", barBorder=4, barWidth=width, barHeight=height)
    drawing = Drawing(width, height)
    drawing.add(symbol)
    renderPDF.draw(drawing, canvas, x, A6[1] - y - height)


def text_color_on(color):
    return white if 0.299 * color.red + 0.587 * color.green + 0.114 * color.blue < 0.6 else black


def render(design_file, image, rows_file, pdf):
    with open(design_file) as file:
        design = json.load(file)
    with open(rows_file) as file:
        rows = json.load(file)
    pdfmetrics.registerFont(TTFont("regular", FONTS % "Regular"))
    pdfmetrics.registerFont(TTFont("bold", FONTS % "Bold"))
    canvas = Canvas(pdf, pagesize=A6, pageCompression=1)
    styles = {style["field"]: style for style in design["texts"]}

    # What all badges share is drawn once.
    canvas.beginForm("background")
    x, y, width, height = (n * mm for n in design["banner"]["box"])
    canvas.drawImage(image, x, A6[1] - y - height, width, height)
    draw_text(canvas, styles["event_title"], rows["event"]["title"])
    draw_text(canvas, styles["event_dates"], rows["event"]["dates"])
    canvas.endForm()

    for row in rows["badges"]:
        canvas.doForm("background")
        color = HexColor(row["category_color"])
        x, y, width, height = (n * mm for n in design["band"]["box"])
        canvas.setFillColor(color)
        canvas.rect(x, A6[1] - y - height, width, height, stroke=0, fill=1)
        draw_text(canvas, styles["badge_name"], row["badge_name"])
        draw_text(canvas, styles["affiliation"], row["affiliation"])
        draw_text(canvas, styles["country"], COUNTRIES[row["country"]])
        draw_text(canvas, styles["code"], row["badge_code"])
        draw_text(canvas, styles["category"], row["category_title"], text_color_on(color))
        draw_symbol(canvas, design["symbol"]["box"], row["token"])
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    commands = {"banner": (take_banner, 2), "render": (render, 4)}
    function, count = commands.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if not function or len(sys.argv) != 2 + count:
        sys.exit(__doc__)
    function(*sys.argv[2:])
