// Both languages are loaded at the start, so that a switch needs nobody's answer.
import { LitElement } from 'lit';

const books = {};
let language = localStorage.getItem('forpost.language') === 'en' ? 'en' : 'ru';
const speakers = new Set();

export async function loadWords() {
  for (const code of ['ru', 'en']) {
    books[code] = await (await fetch(`/page/words.${code}.json`)).json();
  }
  document.documentElement.lang = language;
}

export const spoken = () => language;

export function speak(code) {
  language = code;
  localStorage.setItem('forpost.language', code);
  document.documentElement.lang = code;
  for (const speaker of speakers) speaker.requestUpdate();
}

/** The words for `key`, with {name} filled from `values`; undefined when there are none. */
export function wordsIf(key, values = {}) {
  const words = books[language]?.[key];
  return words?.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const t = (key, values) => wordsIf(key, values) ?? key;

/** What the rules in force say in both languages, in the officer's. */
export const inWords = (words) => words?.[language] ?? '';

/** A day YYYY-MM-DD, or a number yyyymmdd with 00 for what is not known, as people write it. */
export function day(value) {
  const text = String(value).replaceAll('-', '').padStart(8, '0');
  const [year, month, date] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
  if (year === '0000') return t('day.unknown');
  if (month === '00' || date === '00') return [year, month, date].filter((part) => !/^0+$/.test(part)).join('-');
  return new Date(Date.UTC(+year, +month - 1, +date))
    .toLocaleDateString(t('locale'), { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
}

export function age(seconds) {
  if (seconds == null) return t('age.unknown');
  if (seconds < 60) return t('age.seconds', { n: Math.max(0, Math.round(seconds)) });
  if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 172800) return t('age.hours', { n: Math.floor(seconds / 3600) });
  return t('age.days', { n: Math.floor(seconds / 86400) });
}

/** The smallest rate that was ever counted, as Calibration.SMALLEST_SHOWN has it. */
const SMALLEST_SHOWN = 1e-6;

/** An FMR of 1e-5 said as "1 in 100,000"; what is rarer than could be measured is not given a number. */
export function oneIn(fmr) {
  if (!(fmr >= SMALLEST_SHOWN)) {
    return t('fmr.less', { n: Math.round(1 / SMALLEST_SHOWN).toLocaleString(language) });
  }
  return t('fmr.one-in', { n: Math.round(1 / fmr).toLocaleString(language) });
}

/** An element that speaks the officer's language and shares the page's one style sheet. */
export class Spoken extends LitElement {
  createRenderRoot() {
    return this;
  }
  connectedCallback() {
    super.connectedCallback();
    speakers.add(this);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    speakers.delete(this);
  }
}
