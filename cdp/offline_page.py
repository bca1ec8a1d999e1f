"""One HTML page that asks for nothing outside: a heading, pictures, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def offline_page(title: str, told: str, body: str) -> str:
    """Return a page; `title` and `told` are plain words, `body` is HTML."""
    return _PAGE.format(title=escape(title), told=escape(told), body=body)


def figure(svg: str, caption: str) -> str:
    """Return a picture with its caption, which is HTML."""
    return f"<figure>{svg}<figcaption>{caption}</figcaption></figure>"


def html_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of plain words."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif; margin: 2rem auto; max-width: 920px;
  padding: 0 1rem; color: #1f2933; background: #f4f6f8 }}
h1 {{ font-size: 1.6rem; margin: 0 0 .25rem }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 1.5rem 0 }}
div.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse; width: 100%; font-size: 13px }}
th, td {{ text-align: left; padding: .2rem .6rem .2rem 0; vertical-align: top }}
th {{ color: #5b6776; font-weight: 600 }}
dt {{ color: #5b6776 }} dd {{ margin: 0; overflow-wrap: anywhere }}
figure {{ margin: 1.5rem 0; background: #fff; border-radius: 8px; padding: 8px; box-shadow: 0 1px 3px #0002 }}
figcaption {{ color: #5b6776; padding: 0 1rem 1rem; max-width: 46rem }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e6e9ee; background: #0f1318 }} figure {{ background: #171c23 }}
  dt, th, figcaption {{ color: #9aa5b4 }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{told}</p>
{body}
</main>
</body>
</html>
"""
