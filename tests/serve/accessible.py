"""What WCAG 2.2 AA asks of a page, as far as a browser can tell: each rule is a script that returns what breaks it."""

from __future__ import annotations

from playwright.sync_api import Page

NAMES = """
[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
  .filter(each => !(each.labels?.length || each.ariaLabel || each.textContent.trim()))
  .map(each => each.outerHTML)
"""
"""Controls without a name (4.1.2)."""

IMAGES = """
[...document.querySelectorAll('img:not([alt]), svg:not(svg svg)')]
  .filter(each => each.tagName === 'IMG' || !(each.getAttribute('aria-hidden') === 'true'
    || (each.getAttribute('role') === 'img' && (each.ariaLabel || each.querySelector('title')?.textContent.trim()))))
  .map(each => each.outerHTML.slice(0, 80))
"""
"""Pictures and charts that say nothing to those who do not see them (1.1.1)."""

REFERENCES = """
(() => {
  const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
  const twice = ids.filter((id, nth) => ids.indexOf(id) !== nth).map(id => 'twice: ' + id);
  const lost = [...document.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]')]
    .flatMap(each => [each.getAttribute('aria-labelledby'), each.getAttribute('aria-describedby'),
      each.getAttribute('for')].filter(Boolean).join(' ').split(' '))
    .filter(id => !ids.includes(id)).map(id => 'nowhere: ' + id);
  return [...twice, ...lost];
})()
"""
"""Ids that stand twice, and labels that are nowhere (4.1.2)."""

HEADINGS = """
(() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(each => [+each.tagName[1], each]);
  const jumps = levels.filter(([level], nth) => level > (nth ? levels[nth - 1][0] : 0) + 1);
  const empty = levels.filter(([, each]) => !each.textContent.trim());
  const faults = [...jumps, ...empty].map(([level, each]) => 'h' + level + ': ' + each.textContent.trim());
  return levels.filter(([level]) => level === 1).length === 1 ? faults : [...faults, 'not one h1'];
})()
"""
"""Headings that leave out a level or say nothing, and pages without one first heading (1.3.1, 2.4.6)."""

LANDMARKS = """
[['html', 'lang'], ['title', 'textContent']].filter(([tag, part]) => !document.querySelector(tag)?.[part].trim())
  .concat(['main', 'header', 'nav', 'footer'].filter(tag => !document.querySelector('body ' + tag)))
  .concat([...document.querySelectorAll('nav, [role=region]')]
    .filter(each => !each.ariaLabel && !each.getAttribute('aria-labelledby')).map(each => each.outerHTML.slice(0, 80)))
"""
"""A page without language, title or its parts, and parts without a name (1.3.1, 2.4.2, 3.1.1)."""

TABLES = """
[...document.querySelectorAll('table')].flatMap(table => [
  ...[...table.querySelectorAll('th:not([scope])')].map(each => 'no scope: ' + each.textContent.trim()),
  ...[...table.tBodies].flatMap(body => [...body.rows]).filter(row => !row.querySelector('th[scope=row]'))
    .slice(0, 1).map(row => 'no head: ' + row.textContent.trim().slice(0, 60)),
  ...(table.caption || table.getAttribute('aria-labelledby') || table.closest('[role=region]') ? [] : ['no name']),
])
"""
"""Tables whose cells nothing tells what they are (1.3.1)."""

TARGETS = """
(() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(each => each.checkVisibility() && !each.matches('.skip')).map(each => [each, each.getBoundingClientRect()]);
  const isSmall = box => box.width < 24 || box.height < 24;
  const words = each => [...each.parentElement.childNodes]
    .some(node => node.nodeType === 3 && /[^\\s·|,()]/.test(node.textContent));
  const gap = (box, x, y) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  return all.filter(([each, box]) => isSmall(box) && !(getComputedStyle(each).display === 'inline' && words(each)))
    .filter(([each, box]) => {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      return all.some(([other, near]) => other !== each && (gap(near, x, y) < 12 || isSmall(near)
        && Math.hypot(near.left + near.width / 2 - x, near.top + near.height / 2 - y) < 24));
    })
    .map(([each, box]) => Math.round(box.width) + '×' + Math.round(box.height) + ' ' + each.outerHTML.slice(0, 90));
})()
"""
"""Things to press that are smaller than 24 pixels and near to others; links within a sentence may be (2.5.8)."""

CONTRAST = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parts = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, nth) => sum + v * [0.2126, 0.7152, 0.0722][nth], 0);
  const over = (above, below) => { const part = above[3] / 255;
    return [0, 1, 2].map(nth => above[nth] * part + below[nth] * (1 - part)).concat(255); };
  const ground = each => { const found = [];
    for (; each; each = each.parentElement) { found.push(parts(getComputedStyle(each).backgroundColor));
      if (found.at(-1)[3] === 255) break; }
    return found.reverse().reduce((below, above) => over(above, below), [255, 255, 255, 255]); };
  const drawn = text => { const box = text.getBoundingClientRect(), chart = text.ownerSVGElement;
    const all = [...chart.querySelectorAll('rect')];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return all.filter(each => each.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING).filter(each => {
      const shape = each.getBoundingClientRect();
      return shape.left <= x && x <= shape.right && shape.top <= y && y <= shape.bottom; })
      .reduce((below, each) => { const style = getComputedStyle(each), fill = parts(style.fill);
        fill[3] *= style.fillOpacity * style.opacity;
        return style.fill === 'none' ? below : over(fill, below); }, ground(chart.parentElement)); };
  const pale = [];
  for (const each of document.querySelectorAll('body *:not(script, option, title, desc, style)')) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !each.checkVisibility()) continue;
    const style = getComputedStyle(each), size = parseFloat(style.fontSize), svg = each.closest('svg');
    const below = svg ? drawn(each) : ground(each), above = over(parts(svg ? style.fill : style.color), below);
    const [one, other] = [light(above), light(below)].sort((a, b) => b - a);
    const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < needed) pale.push(ratio.toFixed(1) + ': ' + each.outerHTML.slice(0, 80));
  }
  return pale;
})()
"""
"""Texts with less contrast than (lighter + 0.05) / (darker + 0.05) of relative luminance has to be (1.4.3)."""

WIDTH = """
(() => {
  const wide = document.documentElement.scrollWidth;
  return wide <= innerWidth ? [] : [wide + ' px', ...[...document.querySelectorAll('main *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth && !each.closest('.wide, figure'))
    .slice(0, 3).map(each => each.outerHTML.slice(0, 80))];
})()
"""
"""Pages that have to be scrolled sideways (1.4.10), and what makes them so wide."""

RULES = {
    "names": NAMES,
    "images": IMAGES,
    "references": REFERENCES,
    "headings": HEADINGS,
    "landmarks": LANDMARKS,
    "tables": TABLES,
    "targets": TARGETS,
    "contrast": CONTRAST,
    "width": WIDTH,
}


def barriers(page: Page) -> dict[str, list[str]]:
    """What keeps somebody from reading or using a page, by rule; empty when nothing does."""
    found = {name: page.evaluate(rule) for name, rule in RULES.items()}
    return {name: faults for name, faults in found.items() if faults}
