// The second-line desk: cases that the lanes referred, and what the first line saw of the one that is open.
import { html } from 'lit';
import { Spoken, age, day, inWords, t, wordsIf } from './words.js';

const WORD = { hit: '✕', 'not-the-same': '✓' };

/** What the first line gave as its reason, in the officer's language where the rules know it. */
function reasonWords(rules, reason) {
  const [code, ...note] = reason.split(':');
  const words = (rules?.reasons ?? []).find((one) => one.outcome === 'refer' && one.code === code)?.words;
  return words ? [inWords(words), ...note].join(':') : reason;
}

/** Cases that wait at this desk, the oldest first. */
class DeskView extends Spoken {
  static properties = { desk: { attribute: false }, rules: { attribute: false }, busy: { attribute: false }, open: { state: true } };

  /** From now on a digit opens a case. */
  toggle() {
    this.open = !this.open;
    this.updateComplete.then(() => (this.open ? this.querySelector('tbody button')?.focus() : null));
  }

  number(digit) {
    const one = this.desk.cases[digit - 1];
    if (!one) return false;
    this.choose(one.id);
    return true;
  }

  choose(id) {
    this.dispatchEvent(new CustomEvent('open-case', { bubbles: true, detail: id }));
  }

  row(one, index) {
    return html`<tr><td>${t('desk.ago', { age: age((Date.now() - Date.parse(one.at)) / 1000) })}<br><small>${t('lane')} ${one.lane}, ${one.officer}</small></td>
      <td><b><bdi>${one.surname}</bdi> <bdi>${one.givenNames}</bdi></b>, ${day(one.birthDate)}<br><small>${one.document}</small></td>
      <td>${reasonWords(this.rules, one.reason)}</td>
      <td class="keys"><button type="button" ?disabled=${!!this.busy} @click=${() => this.choose(one.id)}>${t('desk.open')}
        ${index < 9 ? html`<kbd>${index + 1}</kbd>` : ''}</button></td></tr>`;
  }

  render() {
    const cases = this.desk?.cases ?? [];
    return html`<section class="decided desk" aria-label=${t('desk')}>
      <h2><span aria-hidden="true">➜</span> ${t('desk')}: <span role="status">${cases.length ? t('desk.waiting', { n: cases.length }) : t('desk.none')}</span>
        ${cases.length ? html`<kbd>F2</kbd>` : ''}</h2>
      ${cases.length ? html`<div class="scroll"><table><thead><tr>${['when', 'who', 'reason', 'do'].map((column) =>
        html`<th scope="col">${t(`desk.${column}`)}</th>`)}</tr></thead>
        <tbody>${cases.map((one, index) => this.row(one, index))}</tbody></table></div>` : ''}</section>`;
  }
}
customElements.define('desk-view', DeskView);

/** What the first line saw and said of the case that is open. */
class FirstLine extends Spoken {
  static properties = { crossing: { attribute: false }, rules: { attribute: false } };

  said({ kind, reference, measure, word }) {
    return html`<li><span aria-hidden="true">${WORD[word]}</span> ${t(`first-line.${kind}`, { reference, measure: Math.round(measure) })}:
      <b>${t(`first-line.word.${word}`)}</b></li>`;
  }

  render() {
    const first = this.crossing.firstLine;
    if (!first) return '';
    return html`<section class="first-line" aria-label=${t('first-line')}>
      <h2><span aria-hidden="true">➜</span> ${t('first-line.from', { lane: first.lane, age: age((Date.now() - Date.parse(first.at)) / 1000), officer: first.officer })}</h2>
      <p><b>${reasonWords(this.rules, first.reason)}</b></p>
      <p>${this.crossing.exemption ? '' : t('first-line.captures', { n: first.fingers, face: t(first.face ? 'first-line.face' : 'first-line.no-face') })}</p>
      <ul>${first.said.map((one) => this.said(one))}
        ${first.said.length === 0 ? html`<li>${t(first.compared ? 'first-line.nothing' : 'first-line.not-compared')}</li>` : ''}
        ${first.chip.map(({ step, result }) => html`<li>${wordsIf(`chip.check.${step}`) ?? step}: <b>${t(`chip.outcome.${result}`)}</b></li>`)}</ul>
    </section>`;
  }
}
customElements.define('first-line', FirstLine);
