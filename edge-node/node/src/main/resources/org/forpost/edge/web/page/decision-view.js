// Step 3: what the list says, and the officer's word. Two presses for a decision, since gloves slip.
import { html } from 'lit';
import { Spoken, oneIn, t } from './words.js';

const OUTCOMES = [['admit', 'F8', '✓'], ['refuse', 'F9', '✕'], ['refer', 'F10', '➜']];
const REASONS = {
  refuse: ['document', 'watchlist', 'stay', 'purpose', 'other'],
  refer: ['watchlist', 'document', 'no-capture', 'other'],
  admit: ['no-capture', 'other'],
};

class DecisionView extends Spoken {
  static properties = {
    crossing: { attribute: false }, busy: { attribute: false }, field: {},
    outcome: { state: true }, confirmed: { state: true },
  };

  constructor() {
    super();
    this.outcome = null;
    this.confirmed = undefined;
  }

  choose(outcome) {
    this.outcome = outcome;
    this.updateComplete.then(() => this.querySelector('[name=note]')?.focus());
  }

  submit(event) {
    event.preventDefault();
    if (!this.outcome) return;
    const form = new FormData(event.target);
    const note = form.get('note').trim();
    const chosen = form.get('reason') ?? '';
    const decision = { outcome: this.outcome, reason: [chosen, note].filter(Boolean).join(': ') };
    if (this.crossing.candidates.length > 0 && this.confirmed !== undefined) decision.confirmed = this.confirmed;
    this.dispatchEvent(new CustomEvent('decide', { bubbles: true, detail: decision }));
  }

  candidate(candidate, index) {
    return html`<article class="candidate">
      <h3><span aria-hidden="true">▲</span> ${t('candidate.title', { nominal: candidate.nominal })}</h3>
      <dl>
        <dt>${t('candidate.score')}</dt><dd>${Number(candidate.score).toFixed(1)}</dd>
        <dt>${t('candidate.meaning')}</dt><dd>${t('candidate.meaning.text', { n: oneIn(candidate.fmr) })}</dd>
        <dt>${t('candidate.action')}</dt><dd class="action">${candidate.action}</dd>
      </dl>
      <div class="verdicts"><button type="button" class="choice" aria-pressed=${this.confirmed === candidate.nominal}
        @click=${() => { this.confirmed = candidate.nominal; }}>
        <span aria-hidden="true">${this.confirmed === candidate.nominal ? '◉' : '○'}</span>
        ${t('candidate.hit')} ${index === 0 ? html`<kbd>F2</kbd>` : ''}</button>
        ${index === this.crossing.candidates.length - 1 ? this.falseHit() : ''}</div>
    </article>`;
  }

  falseHit() {
    return html`<button type="button" class="choice" aria-pressed=${this.confirmed === null}
        @click=${() => { this.confirmed = null; }}>
        <span aria-hidden="true">${this.confirmed === null ? '◉' : '○'}</span> ${t('candidate.false-hit')} <kbd>Shift F2</kbd></button>`;
  }

  candidates() {
    const { candidates } = this.crossing;
    if (candidates.length === 0) {
      if (this.crossing.exemption || this.crossing.captures.length === 0) return '';
      return !this.crossing.compared
        ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('candidate.not-compared')}</p>`
        : html`<p class="calm"><span aria-hidden="true">✓</span> ${t('candidate.none')}</p>`;
    }
    return html`<section class="candidates" role="alert"><h2>${t('candidate.heading')}</h2>
      ${candidates.map((candidate, index) => this.candidate(candidate, index))}
    </section>`;
  }

  render() {
    const open = this.crossing.candidates.length > 0 && this.confirmed === undefined;
    const early = this.crossing.needs.length > 0;
    const reasons = this.outcome === 'admit' && !early ? [] : REASONS[this.outcome] ?? [];
    const usual = this.crossing.candidates.length > 0 && this.confirmed ? 'watchlist' : reasons[0];
    return html`<form class="decision" @submit=${this.submit}>
      ${this.candidates()}
      <div class="outcomes" role="group" aria-label=${t('decision')}>
        ${OUTCOMES.map(([outcome, key, sign]) => html`<button type="button" class="outcome ${outcome}"
            aria-pressed=${this.outcome === outcome} @click=${() => this.choose(outcome)}>
          <span class="sign" aria-hidden="true">${sign}</span> ${t(`outcome.${outcome}`)} <kbd>${key}</kbd></button>`)}
      </div>
      ${this.outcome ? html`<div class="row">
        ${reasons.length ? html`<label>${t('field.reason')}<select name="reason">
          ${reasons.map((reason) => html`<option value=${reason} ?selected=${reason === usual}>${t(`reason.${reason}`)}</option>`)}</select></label>` : ''}
        <label class="wide">${t('field.note')}<input name="note" maxlength="200" autocomplete="off"></label></div>
        ${early ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('decision.early')}</p>` : ''}
        ${open ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('decision.open-candidate')}</p>` : ''}
        <div class="actions"><button class="primary ${this.outcome}" ?disabled=${!!this.busy || open}>
          ${t(`decision.record.${this.outcome}`)} <kbd>Enter</kbd></button></div>` : ''}
    </form>`;
  }
}
customElements.define('decision-view', DecisionView);
