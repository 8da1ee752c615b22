// A zone while it is being typed: which field the next key goes into, which check digits fit already.
import { html } from 'lit';
import { t } from './words.js';

const SIGN = { right: '✓', wrong: '✕', waiting: '…' };

/** The zone with its lines broken where the layout breaks them, for whoever types or pastes it in one go. */
export function broken(text, typing) {
  if (!typing?.width) return text;
  const lines = text.split('\n');
  const last = lines.at(-1).replaceAll(' ', '');
  if (lines.length >= typing.most || last.length <= typing.width) return text;
  const rest = [];
  for (let at = 0; at < last.length && lines.length - 1 + rest.length < typing.most; at += typing.width) {
    rest.push(last.slice(at, at + typing.width));
  }
  const kept = rest.join('').length;
  return [...lines.slice(0, -1), ...rest].join('\n') + last.slice(kept);
}

/** Line and column of the cursor, spaces left out. */
export function place(text, cursor) {
  const before = text.slice(0, cursor).split('\n');
  return { line: before.length - 1, column: before.at(-1).replaceAll(' ', '').length };
}

function classOf(typing, line, column) {
  const check = typing.checks.find((one) => one.line === line && one.column === column);
  if (check) return `check ${check.state}`;
  const part = typing.parts.findIndex((one) => one.line === line && one.from <= column && column < one.to);
  return part < 0 ? '' : `part ${part % 2 ? 'odd' : 'even'}`;
}

/** One line as stretches of columns that belong together. */
function stretches(typing, index, at) {
  const line = typing.lines[index] ?? { text: '', strays: [] };
  const text = line.text.padEnd(typing.width, '·');
  const strays = new Set(line.strays.map(({ column }) => column));
  const found = [];
  for (let column = 0; column < text.length; column++) {
    let kind = column >= typing.width && typing.width ? 'over' : classOf(typing, index, column);
    if (strays.has(column)) kind = 'stray';
    if (at.line === index && at.column === column) kind += ' here';
    if (column >= line.text.length) kind += ' open';
    if (found.at(-1)?.kind === kind && !kind.includes('here')) found.at(-1).text += text[column];
    else found.push({ kind, text: text[column] });
  }
  return found;
}

function now(typing, at) {
  const part = typing.parts.find((one) => one.line === at.line && one.from <= at.column && at.column < one.to);
  const check = typing.checks.find((one) => one.line === at.line && one.column === at.column);
  if (check) return t('mrz.now.check', { field: t(`mrz.field.${check.field}`) });
  if (!part) return '';
  const format = part.field.endsWith('-date') ? t('mrz.now.date') : '';
  return t('mrz.now', { field: `${t(`mrz.field.${part.field}`)}${format}` });
}

/**
 * @param at place of the cursor
 * @param sound whether all is there and fits, so that nothing more need be said of digits
 */
export function typed(typing, at, sound) {
  if (!typing || typing.lines.length === 0) return '';
  const strays = typing.lines.flatMap((line, i) => line.strays.map((stray) => ({ ...stray, line: i + 1 })));
  const over = typing.width > 0 && typing.lines.some(({ missing }) => missing < 0);
  const lines = typing.width ? Array.from({ length: Math.max(typing.most, typing.lines.length) }, (_, i) => i) : typing.lines.map((_, i) => i);
  const missing = typing.lines[at.line]?.missing ?? typing.width;
  return html`<div class="zone" aria-hidden="true">${lines.map((i) => html`<div>${stretches(typing, i, at)
      .map(({ kind, text }) => html`<span class=${kind}>${text}</span>`)}</div>`)}</div>
    ${typing.width && !sound ? html`<p class="now">${t('mrz.line', { format: typing.format, line: Math.min(at.line + 1, typing.most), lines: typing.most, n: Math.max(0, missing) })}
      <b>${now(typing, at)}</b></p>` : ''}
    ${strays.slice(0, 3).map(({ line, column, code, cyrillic }) => html`<p class="notice bad stray"><span aria-hidden="true">✕</span>
      ${t(cyrillic ? 'mrz.stray.cyrillic' : 'mrz.stray', { line, column: column + 1, code })}</p>`)}
    ${over ? html`<p class="notice bad stray"><span aria-hidden="true">✕</span> ${t('mrz.over', { n: typing.width })}</p>` : ''}
    ${typing.checks.length && !sound ? html`<ul class="checks">${typing.checks.map(({ field, state, expected }) => html`<li class=${state}>
      <span aria-hidden="true">${SIGN[state]}</span> ${t(`mrz.field.${field}`)}<span class="unseen">: ${t(`mrz.check.${state}`)}</span>${
        state === 'wrong' ? html`: <b>${t('mrz.check.expected', { expected })}</b>` : ''}</li>`)}</ul>` : ''}`;
}
