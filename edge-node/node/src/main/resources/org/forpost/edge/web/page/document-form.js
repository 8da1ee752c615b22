// Step 1: the document by keyboard. The zone is checked as one types; the lane checks everything again.
import { html } from 'lit';
import { readZone } from './api.js';
import { chipProgress, chipTrouble } from './chip-view.js';
import { fingerStates, nextState, statesOf } from './finger-states.js';
import { Spoken, day, inWords, t } from './words.js';
import { broken, place, typed } from './zone-typing.js';

const CATEGORIES = ['ordinary', 'diplomat', 'mission-staff', 'international-organization', 'family-of-diplomat'];
const FILLED = ['type', 'issuer', 'number', 'surname', 'givenNames', 'birthDate', 'nationality', 'sex'];

class DocumentForm extends Spoken {
  static properties = {
    busy: { type: Boolean }, field: {}, rules: { attribute: false },
    progress: { attribute: false }, chip: { state: true }, chipTrouble: { state: true },
    missing: { state: true }, zone: { state: true }, way: { state: true }, nationality: { state: true },
    at: { state: true },
  };

  constructor() {
    super();
    this.missing = new Map();
    this.zone = null;
    this.asked = 0;
    this.at = { line: 0, column: 0 };
    this.way = 'entry';
    this.nationality = '';
  }

  firstUpdated() {
    this.querySelector('[name=mrz]').focus();
  }

  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const word = (name) => form.get(name).trim().toUpperCase();
    const detail = {
      direction: form.get('direction'),
      document: { type: word('type'), issuer: word('issuer'), number: word('number') },
      person: {
        surname: word('surname'), givenNames: word('givenNames'), birthDate: form.get('birthDate'),
        nationality: word('nationality'), sex: form.get('sex'),
      },
      category: form.get('category'),
      exceptions: statesOf(this.missing),
    };
    if (form.get('ground')) detail.ground = form.get('ground');
    this.dispatchEvent(new CustomEvent('open-crossing', { bubbles: true, detail }));
  }

  /** Asks the lane what the zone holds; an answer that a later keystroke has overtaken is dropped. */
  async typed({ target }) {
    this.breakLines(target);
    const text = target.value;
    const asked = ++this.asked;
    this.look({ target });
    if (text.trim() === '') {
      this.zone = null;
      return;
    }
    try {
      const zone = await readZone(text);
      if (asked !== this.asked) return;
      this.take(zone);
      // Pasted in one go, the layout is known only now.
      if (this.breakLines(target)) this.typed({ target });
    } catch (refusal) {
      if (asked === this.asked) this.zone = { zone: false, why: refusal.message };
    }
  }

  /** A full line goes on in the next one by itself, where nobody is mending its middle. */
  breakLines(target) {
    const whole = broken(target.value, this.zone?.typing);
    if (whole === target.value || target.selectionStart !== target.value.length) return false;
    target.value = whole;
    return true;
  }

  look({ target }) {
    this.at = place(target.value, target.selectionStart);
  }

  take(zone) {
    this.zone = zone;
    if (zone.zone) this.fill(zone);
  }

  fill(zone) {
    for (const name of FILLED) {
      const input = this.querySelector(`[name=${name}]`);
      if (zone[name]) input.value = zone[name];
    }
    this.nationality = zone.nationality;
  }

  /** What opens the chip: the zone, once it is sound, or the number on a card. */
  access() {
    const access = {};
    const zone = this.querySelector('[name=mrz]').value;
    const can = this.querySelector('[name=can]')?.value.trim() ?? '';
    if (zone.trim() && this.zone?.sound) access.mrz = zone;
    if (/^[0-9]{6}$/.test(can)) access.can = can;
    return access;
  }

  askForChip() {
    this.dispatchEvent(new CustomEvent('read-chip', { bubbles: true, detail: this.access() }));
  }

  /** What came of it. The chip fills the form; where it and the page differ, both are shown. */
  heard(chip) {
    this.chipTrouble = chip.steps ? null : { code: chip.outcome, message: chip.message };
    this.chip = chip.steps ? chip : null;
    if (!chip.zone) return;
    this.fill(chip.zone);
    this.zone ??= chip.zone;
    this.updateComplete.then(() => this.querySelector('button.primary').focus());
  }

  zoneKey(event) {
    if (event.key !== 'Enter' || event.shiftKey) return;
    const text = event.target.value;
    if (text.trim() === '') {
      event.preventDefault();
      this.querySelector('[name=number]').focus();
    } else if (this.zone?.zone) {
      event.preventDefault();
      this.querySelector(this.zone.sound ? 'button.primary' : '[name=number]').focus();
    }
  }

  text(name, size, extra = {}) {
    return html`<label class=${size}>${t(`field.${name}`)}
      <input name=${name} ?required=${!extra.optional} autocomplete="off" spellcheck="false" maxlength=${extra.max ?? 60}
        pattern=${extra.pattern ?? '.*'} .defaultValue=${extra.value ?? ''} placeholder=${extra.hint ?? ''}
        @input=${extra.input}
        aria-invalid=${this.field?.endsWith(name) ? 'true' : 'false'}></label>`;
  }

  choice(name, values, label) {
    return html`<label>${t(`field.${name}`)}
      <select name=${name}>${values.map((value) => html`<option value=${value}>${t(label + value)}</option>`)}</select></label>`;
  }

  /** What the zone says of itself, in words. */
  verdict() {
    const { zone } = this;
    if (!zone) return html`<p class="hint">${t('mrz.hint')}</p>`;
    if (!zone.zone) return html`${typed(zone.typing, this.at)}<p class="hint">${t('mrz.typing')}</p>`;
    const name = [zone.cyrillic.surname, zone.cyrillic.givenNames].filter(Boolean).join(' ');
    return html`${typed(zone.typing, this.at, zone.sound)}${zone.sound
      ? html`<p class="calm"><span aria-hidden="true">✓</span> ${t('mrz.sound', { format: zone.format })}</p>`
      : html`<ul class="notice warn faults">${zone.faults.map((fault) => html`<li><span aria-hidden="true">▲</span>
          <b>${t(`mrz.field.${fault.field}`)}</b>: ${t(`mrz.fault.${fault.kind}`, { read: fault.read, expected: fault.expected })}</li>`)}</ul>`}
      ${zone.expired ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('mrz.expired', { day: day(zone.expires) })}</p>` : ''}
      ${zone.namesCut ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('mrz.cut')}</p>` : ''}
      <p class="hint">${t('mrz.cyrillic')}: <bdi lang="ru"><b>${name}</b></bdi></p>`;
  }

  grounds() {
    const grounds = (this.rules?.grounds ?? [])
      .filter(({ nationalities }) => nationalities.length === 0 || nationalities.includes(this.nationality));
    return html`<label>${t('field.ground')}<select name="ground" ?disabled=${this.way === 'exit'}>
      ${this.way === 'exit' ? '' : grounds.map(({ code, words }, i) =>
        html`<option value=${code} .selected=${i === 0} title=${inWords(words)}>${t(`ground.${code}`) === `ground.${code}` ? inWords(words) : t(`ground.${code}`)}</option>`)}
      <option value="">${t(this.way === 'exit' ? 'ground.exit' : 'ground.none')}</option></select></label>`;
  }

  render() {
    return html`<h1 class="unseen">${t('step.document')}</h1><form class="document" @submit=${this.submit}>
      <div class="row top">
        <fieldset class="ways"><legend>${t('field.direction')}</legend>
          ${['entry', 'exit'].map((way) => html`<label class="way"><input type="radio" name="direction" value=${way}
            .checked=${this.way === way} @change=${() => { this.way = way; }}>${t(`direction.${way}`)}</label>`)}
        </fieldset>
        <label class="mrz">${t('field.mrz')}
          <textarea name="mrz" rows="3" cols="46" maxlength="200" spellcheck="false" autocomplete="off" wrap="off"
            aria-describedby="mrz-says" @input=${this.typed} @keydown=${this.zoneKey}
            @keyup=${this.look} @click=${this.look}></textarea></label>
        <div id="mrz-says" class="says" aria-live="polite">${this.verdict()}</div>
      </div>
      ${this.progress && this.progress.reader !== 'none' ? html`<div class="row reads-chip">
        <button type="button" ?disabled=${this.busy || this.progress.reading} @click=${this.askForChip}>${t('chip.read')} <kbd>F5</kbd></button>
        <label class="tiny">${t('chip.can')}<input name="can" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off"></label>
        <div class="chip-says">${chipProgress(this.progress)}${chipTrouble(this.chipTrouble)}
          <chip-view .chip=${this.chip}></chip-view></div></div>` : ''}
      <div class="row">
        ${this.text('type', 'tiny', { max: 2, pattern: '[A-Za-z]{1,2}', value: 'P' })}
        ${this.text('issuer', 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}', hint: 'UTO' })}
        ${this.text('number', '', { max: 20, pattern: '[A-Za-z0-9]+', hint: 'L898902C' })}
        ${this.text('surname', '')}${this.text('givenNames', '', { optional: true })}
      </div>
      <div class="row">
        <label>${t('field.birthDate')}<input name="birthDate" type="date" required
          aria-invalid=${this.field?.endsWith('birthDate') ? 'true' : 'false'}></label>
        ${this.text('nationality', 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}', hint: 'UTO',
          input: (event) => { this.nationality = event.target.value.toUpperCase(); } })}
        ${this.choice('sex', ['F', 'M', 'X'], 'sex.')}
        ${this.choice('category', CATEGORIES, 'category.')}
        ${this.grounds()}
      </div>
      <fieldset class="fingers"><legend>${t('field.exceptions')}</legend>
        ${fingerStates(this.missing, (position) => { this.missing = nextState(this.missing, position); })}
      </fieldset>
      <div class="actions"><button class="primary" ?disabled=${this.busy}>${t('action.open')} <kbd>Enter</kbd></button></div>
    </form>`;
  }
}
customElements.define('document-form', DocumentForm);
