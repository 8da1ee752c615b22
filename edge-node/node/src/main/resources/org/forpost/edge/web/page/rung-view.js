// On which rung the lane stands, why, and what to do; and the drill in which a rung is played.
import { html } from 'lit';
import * as api from './api.js';
import { Spoken, spoken, t, wordsIf } from './words.js';

const SIGN = ['●', '▲', '✕'];
const TONE = ['good', 'warn', 'bad'];

const said = (words) => words[spoken()] ?? words.en;

/** Every rung that is reached and is not full operation, the worst first. */
class RungView extends Spoken {
  static properties = { rungs: { attribute: false } };

  asks({ asks, forbids }) {
    const outcomes = (list) => list.map((outcome) => t(`outcome.${outcome}`).toLowerCase()).join(', ');
    return html`${forbids.length ? html`<b>${t('rung.forbids', { outcomes: outcomes(forbids) })}</b> ` : ''}
      ${asks.length ? html`<b>${t('rung.asks', { outcomes: outcomes(asks) })}</b>` : ''}`;
  }

  drill({ rung, by, ends }) {
    const minutes = Math.max(0, Math.ceil((Date.parse(ends) - Date.now()) / 60_000));
    const known = this.rungs.known.find((one) => one.code === rung);
    return html`<p class="drill" role="status"><b><span aria-hidden="true">◆</span> ${t('drill')}</b>
      ${t('drill.now', { rung: known ? said(known.why) : rung, by, n: minutes })}</p>`;
  }

  render() {
    const { rungs } = this;
    if (!rungs || (!rungs.drill && rungs.reached.every((rung) => rung.level === 0))) return '';
    return html`<section aria-label=${t('rung')}>${rungs.drill ? this.drill(rungs.drill) : ''}
      ${rungs.reached.filter((rung) => rung.level > 0).map((rung) => html`
        <p class="rung notice ${TONE[rung.level]}" data-rung=${rung.code}>
          <span aria-hidden="true">${SIGN[rung.level]}</span> <b>${said(rung.why)}</b> ${said(rung.todo)} ${this.asks(rung)}</p>`)}</section>`;
  }
}
customElements.define('rung-view', RungView);

/** For supervisors and technicians: begin and end a drill. */
class DrillPanel extends Spoken {
  static properties = { rungs: { attribute: false }, trouble: { state: true } };

  async ask(action) {
    this.trouble = null;
    try {
      await action();
    } catch (refusal) {
      this.trouble = refusal;
    }
  }

  submit(event) {
    event.preventDefault();
    const { rung, minutes } = Object.fromEntries(new FormData(event.target));
    this.ask(() => api.beginDrill(rung, Number(minutes)));
  }

  render() {
    const { rungs } = this;
    return html`<form class="card drills" @submit=${this.submit}>
      <h2>${t('drill.title')}</h2>
      ${rungs.drill ? html`<div class="actions"><button type="button" @click=${() => this.ask(api.endDrill)}>${t('drill.end')}</button></div>`
        : html`<div class="row"><label class="wide">${t('field.rung')}<select name="rung">
            ${rungs.known.map((rung) => html`<option value=${rung.code} ?selected=${rung.code === 'list-very-stale'}>${said(rung.why)}</option>`)}</select></label>
          <label class="tiny">${t('field.minutes')}<input name="minutes" type="number" min="1" max="60" value="10" required></label></div>
          <div class="actions"><button>${t('drill.begin')}</button></div>`}
      ${this.trouble ? html`<p class="notice bad" role="alert">${wordsIf(`error.${this.trouble.code}`) ?? this.trouble.message}</p>` : ''}</form>`;
  }
}
customElements.define('drill-panel', DrillPanel);

/** A supervisor's word for one decision, by login and password. */
class WordView extends Spoken {
  static properties = { action: {}, trouble: { state: true }, busy: { state: true } };

  /** One word may be followed by another that is for something else. */
  updated(changed) {
    if (!changed.has('action')) return;
    this.querySelector('form').reset();
    const first = this.querySelector('[name=supervisor]');
    first.focus();
    first.scrollIntoView({ block: 'nearest' });
  }

  async submit(event) {
    event.preventDefault();
    const form = event.target;
    const { supervisor, word } = Object.fromEntries(new FormData(form));
    this.busy = true;
    this.trouble = null;
    try {
      await api.giveWord(supervisor.trim().toLowerCase(), word, this.action);
      this.dispatchEvent(new CustomEvent('word', { bubbles: true }));
    } catch (refusal) {
      this.trouble = refusal;
      form.elements.word.value = '';
      form.elements.word.focus();
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<form class="card word" @submit=${this.submit} autocomplete="off">
      <h2><span aria-hidden="true">▲</span> ${wordsIf(`word.title.${this.action}`)
        ?? t('word.title', { outcome: t(`outcome.${this.action}`).toLowerCase() })}</h2>
      <div class="row"><label>${t('field.supervisor')}<input name="supervisor" required maxlength="32" autocapitalize="none" spellcheck="false"></label>
        <label>${t('field.password')}<input name="word" type="password" required maxlength="128"></label></div>
      ${this.trouble ? html`<p class="notice bad" role="alert"><span aria-hidden="true">✕</span>
        ${wordsIf(`error.${this.trouble.code}`) ?? this.trouble.message}</p>` : ''}
      <div class="actions"><button class="primary" ?disabled=${this.busy}>${t('word.give')} <kbd>Enter</kbd></button></div></form>`;
  }
}
customElements.define('word-view', WordView);
