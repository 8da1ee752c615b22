// Two fingers side by side, with the minutiae that were taken for the same ones; numbers pair them.
import { html, svg } from 'lit';
import { t } from './words.js';

/** More would hide the ridges; the first of the tree are the surest. */
const MOST = 14;

function mark(x, y, direction, bifurcation, number, size) {
  const tail = size * 1.9;
  return svg`<g class="minutia">
    <line x1=${x} y1=${y} x2=${x + Math.cos(direction) * tail} y2=${y + Math.sin(direction) * tail}/>
    ${bifurcation
      ? svg`<rect x=${x - size * 0.5} y=${y - size * 0.5} width=${size} height=${size}/>`
      : svg`<circle cx=${x} cy=${y} r=${size * 0.55}/>`}
    <text x=${x - size * 0.7} y=${y - size * 0.8} font-size=${size * 1.7}>${number}</text></g>`;
}

/** The square that these minutiae take up, with a margin; `side` is that of the larger finger's. */
function around(points, side) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const middle = (all) => (Math.min(...all) + Math.max(...all)) / 2;
  return [middle(xs) - side / 2, middle(ys) - side / 2, side, side];
}

function extent(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/**
 * @param picture address of the probe's image
 * @param reference what the other finger is, in words
 */
export function comparison(drawing, picture, reference) {
  const pairs = drawing.pairs.slice(0, MOST);
  if (pairs.length === 0) return '';
  const finger = t(`finger.${drawing.position}`);
  const here = pairs.map((pair) => [pair[0], pair[1]]);
  const there = pairs.map((pair) => [pair[4], pair[5]]);
  const side = Math.max(extent(here), extent(there)) + 90;
  const size = side / 27;
  return html`<div class="comparison">
    <figure><svg viewBox=${around(here, side).join(' ')} role="img" aria-label=${t('drawing.probe.alt', { finger, n: pairs.length })}>
        <image href=${picture} width=${drawing.width} height=${drawing.height} preserveAspectRatio="none"/>
        ${pairs.map(([x, y, direction, bifurcation], i) => mark(x, y, direction, bifurcation, i + 1, size))}</svg>
      <figcaption>${t('drawing.probe')}: ${finger.toLowerCase()}</figcaption></figure>
    <figure><svg class="bare" viewBox=${around(there, side).join(' ')} role="img" aria-label=${t('drawing.reference.alt', { n: pairs.length })}>
        ${pairs.map((pair, i) => mark(pair[4], pair[5], pair[6], pair[7], i + 1, size))}</svg>
      <figcaption>${reference}</figcaption></figure></div>`;
}
