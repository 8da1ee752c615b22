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

/** The part of a finger without an image that its minutiae take up, with a margin. */
function around(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const margin = 40;
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return [left, top, Math.max(...xs) + margin - left, Math.max(...ys) + margin - top];
}

/** @param picture address of the probe's image */
export function comparison(drawing, picture) {
  const pairs = drawing.pairs.slice(0, MOST);
  if (pairs.length === 0) return '';
  const finger = t(`finger.${drawing.position}`);
  const box = around(pairs.map((pair) => [pair[4], pair[5]]));
  const size = drawing.width / 26;
  const there = Math.max(box[2], box[3]) / 26;
  return html`<div class="comparison">
    <figure><svg viewBox="0 0 ${drawing.width} ${drawing.height}" role="img" aria-label=${t('drawing.probe.alt', { finger, n: pairs.length })}>
        <image href=${picture} width=${drawing.width} height=${drawing.height} preserveAspectRatio="none"/>
        ${pairs.map(([x, y, direction, bifurcation], i) => mark(x, y, direction, bifurcation, i + 1, size))}</svg>
      <figcaption>${t('drawing.probe')}: ${finger.toLowerCase()}</figcaption></figure>
    <figure><svg class="bare" viewBox=${box.join(' ')} role="img" aria-label=${t('drawing.reference.alt', { n: pairs.length })}>
        ${pairs.map((pair, i) => mark(pair[4], pair[5], pair[6], pair[7], i + 1, there))}</svg>
      <figcaption>${t('drawing.reference')}</figcaption></figure></div>`;
}
