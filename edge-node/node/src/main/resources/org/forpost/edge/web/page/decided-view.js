// The last decided crossings: each can be corrected by a record more, and has its slip.
import { html } from 'lit';
import { slipOf } from './api.js';
import { fingerStates, missingOf, nextState, statesOf } from './finger-states.js';
import { OUTCOMES, reasonList } from './decision-view.js';
import { Spoken, age, day, inWords, t } from './words.js';

const SIGN = { admit: '✓', refuse: '✕', refer: '➜' };

class DecidedView extends Spoken {
  static properties = {
    crossings: { attribute: false }, rules: { attribute: false }, busy: { attribute: false },
    open: { type: Boolean, attribute: false }, chosen: { state: true }, outcome: { state: true }, reason: { state: true },
    mending: { state: true }, missing: { state: true },
  };

  constructor() {
    super();
    this.crossings = [];
    this.clear();
  }

  clear() {
    this.open = false;
    this.mending = false;
    this.missing = new Map();
    this.chosen = null;
    this.outcome = null;
    this.reason = null;
  }

  toggle() {
    if (this.open) this.clear();
    else this.open = true;
    this.updateComplete.then(() => this.querySelector(this.open ? 'tbody button' : 'button')?.focus());
  }

  reasons() {
    return (this.rules?.reasons ?? []).filter(({ outcome }) => outcome === this.outcome);
  }

  number(digit) {
    if (!this.open) return false;
    if (this.outcome) {
      const reason = this.reasons()[digit - 1];
      if (!reason) return false;
      this.reason = reason.code;
      this.updateComplete.then(() => this.querySelector('[name=note]')?.focus());
      return true;
    }
    const crossing = this.crossings[digit - 1];
    if (!crossing) return false;
    this.choose(crossing.id);
    return true;
  }

  choose(id) {
    this.chosen = id;
    this.outcome = null;
    this.reason = null;
    this.mending = false;
    this.missing = missingOf(this.crossings.find((crossing) => crossing.id === id).exceptions);
    this.updateComplete.then(() => this.querySelector('.correction .outcome')?.focus());
  }

  decide(outcome) {
    if (!this.chosen) return;
    this.outcome = outcome;
    this.reason = null;
    this.updateComplete.then(() => this.querySelector('.correction .reason')?.focus());
  }

  submit(event) {
    event.preventDefault();
    if (!this.reason) return;
    const form = new FormData(event.target);
    const note = form.get('note').trim();
    const correction = { outcome: this.outcome, reason: [this.reason, note].filter(Boolean).join(': ') };
    if (this.mending) {
      const word = (name) => form.get(name).trim().toUpperCase();
      correction.document = { type: word('type'), issuer: word('issuer'), number: word('number') };
      correction.person = {
        surname: word('surname'), givenNames: word('givenNames'), birthDate: form.get('birthDate'),
        nationality: word('nationality'), sex: form.get('sex'),
      };
      correction.exceptions = statesOf(this.missing);
    }
    this.dispatchEvent(new CustomEvent('correct', { bubbles: true, detail: { id: this.chosen, correction } }));
  }

  /** Document, person and fingers are corrected only where the officer asks for it. */
  mend() {
    if (!this.chosen) return;
    this.mending = !this.mending;
    this.updateComplete.then(() => this.querySelector(this.mending ? '.mended [name=number]' : '.correction .outcome')?.focus());
  }

  text(name, value, size, extra = {}) {
    return html`<label class=${size}>${t(`field.${name}`)}<input name=${name} .defaultValue=${value} autocomplete="off" spellcheck="false"
      ?required=${!extra.optional} maxlength=${extra.max ?? 60} pattern=${extra.pattern ?? '.*'}></label>`;
  }

  mended(crossing) {
    return html`<div class="mended"><div class="row">
        ${this.text('type', crossing.type, 'tiny', { max: 2, pattern: '[A-Za-z]{1,2}' })}
        ${this.text('issuer', crossing.issuer, 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}' })}
        ${this.text('number', crossing.document, '', { max: 32 })}
        ${this.text('surname', crossing.surname, '')}${this.text('givenNames', crossing.givenNames, '', { optional: true })}</div>
      <div class="row"><label>${t('field.birthDate')}<input name="birthDate" type="date" required .defaultValue=${crossing.birthDate}></label>
        ${this.text('nationality', crossing.nationality, 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}' })}
        <label class="tiny">${t('field.sex')}<select name="sex">${['F', 'M', 'X'].map((sex) =>
          html`<option value=${sex} ?selected=${sex === crossing.sex}>${t(`sex.${sex}`)}</option>`)}</select></label></div>
      ${crossing.exempt ? '' : html`<fieldset class="fingers"><legend>${t('field.exceptions')}</legend>
        ${fingerStates(this.missing, (position) => { this.missing = nextState(this.missing, position); })}</fieldset>`}</div>`;
  }

  /** What was written first and what took its place, oldest first. */
  history({ corrected, history }) {
    if (!corrected) return '';
    return html`<ol class="history" aria-label=${t('decided.history')}>${history.map((step) => html`<li>
      ${new Date(step.at).toLocaleString(t('locale'), { dateStyle: 'short', timeStyle: 'short' })}
      <span aria-hidden="true">${SIGN[step.outcome]}</span> <b>${t(`outcome.${step.outcome}.done`)}</b>,
      <bdi>${step.surname}</bdi> <bdi>${step.document}</bdi>${step.reason ? html`, ${this.reasonWords(step)}` : ''} — ${step.officer}${step.approvals.map(({ supervisor }) =>
        html`, ${t('decided.approved', { supervisor })}`)}</li>`)}</ol>`;
  }

  reasonWords({ outcome, reason }) {
    const [code, ...note] = reason.split(':');
    const words = this.rules?.reasons.find((one) => one.outcome === outcome && one.code === code)?.words;
    return words ? [inWords(words), ...note].join(' ') : reason;
  }

  row(crossing, index) {
    return html`<tr aria-current=${this.chosen === crossing.id ? 'true' : 'false'}>
      <td>${new Date(crossing.at).toLocaleTimeString(t('locale'), { hour: '2-digit', minute: '2-digit' })}</td>
      <td><bdi>${crossing.surname}</bdi> <bdi>${crossing.givenNames}</bdi><br><small>${t(`direction.${crossing.direction}`)}, ${crossing.document}</small></td>
      <td class=${crossing.outcome}><span aria-hidden="true">${SIGN[crossing.outcome]}</span> <b>${t(`outcome.${crossing.outcome}.done`)}</b>
        ${crossing.corrected ? html`<br><small>${t('decided.corrected', { first: t(`outcome.${crossing.first}.done`) })}</small>` : ''}
        ${crossing.secondLine ? html`<br><small class="second-line">${t('decided.second-line', {
          outcome: t(`decided.second-line.${crossing.secondLine.outcome}`), age: age((Date.now() - Date.parse(crossing.secondLine.at)) / 1000) })}</small>` : ''}</td>
      <td>${this.reasonWords(crossing)} ${crossing.stayUntil ? html`${t('stay.until')} ${day(crossing.stayUntil)}` : ''}</td>
      <td class="keys"><button type="button" @click=${() => this.choose(crossing.id)}>${t('action.correct')} <kbd>${index + 1}</kbd></button>
        <a class="button" href=${slipOf(crossing.id)} target="_blank" rel="noopener">${t('action.slip')} ${index === 0 ? html`<kbd>F1</kbd>` : ''}</a></td></tr>`;
  }

  correction() {
    const crossing = this.crossings.find(({ id }) => id === this.chosen);
    if (!crossing) return '';
    const ready = this.outcome && this.reason;
    return html`<form class="correction" @submit=${this.submit}><h2>${t('correction.title', { surname: crossing.surname })}</h2>
      <p class="hint">${t('correction.hint')}</p>
      ${this.history(crossing)}
      <div class="outcomes" role="group" aria-label=${t('decision')}>
        ${OUTCOMES.map(([outcome, key, sign]) => html`<button type="button" class="outcome ${outcome}"
            aria-pressed=${this.outcome === outcome} @click=${() => this.decide(outcome)}>
          <span class="sign" aria-hidden="true">${sign}</span> ${t(`outcome.${outcome}`)} <kbd>${key}</kbd></button>`)}</div>
      <button type="button" class="plain mend" aria-expanded=${this.mending} @click=${() => this.mend()}>${t('correction.mend')} <kbd>F4</kbd></button>
      ${this.mending ? this.mended(crossing) : ''}
      ${this.outcome ? html`${reasonList(this.reasons(), this.reason, (code) => { this.reason = code; })}
        <div class="row"><label class="wide">${t('field.note')}<input name="note" maxlength="160" autocomplete="off" ?required=${this.reason === 'other'}></label>
          <button class="primary" ?disabled=${!!this.busy || !ready}>${t('correction.record')} <kbd>Enter</kbd></button></div>` : ''}
    </form>`;
  }

  render() {
    if (this.crossings.length === 0) return '';
    return html`<section class="decided" aria-label=${t('decided')}>
      <button type="button" class="plain" aria-expanded=${this.open} @click=${() => this.toggle()}>${t('decided')} (${this.crossings.length}) <kbd>F3</kbd></button>
      ${this.open ? html`<div class="scroll"><table><thead><tr>${['time', 'who', 'outcome', 'reason', 'do'].map((column) =>
          html`<th scope="col">${t(`decided.${column}`)}</th>`)}</tr></thead>
        <tbody>${this.crossings.map((crossing, index) => this.row(crossing, index))}</tbody></table></div>
        ${this.correction()}` : ''}</section>`;
  }
}
customElements.define('decided-view', DecidedView);
