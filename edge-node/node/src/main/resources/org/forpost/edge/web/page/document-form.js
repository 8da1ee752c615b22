// Step 1: the document by keyboard. The zone is checked as one types; the lane checks everything again.
import { html } from 'lit';
import { readZone } from './api.js';
import { chipProgress, chipTrouble } from './chip-view.js';
import { Spoken, day, inWords, t } from './words.js';

const CATEGORIES = ['ordinary', 'diplomat', 'mission-staff', 'international-organization', 'family-of-diplomat'];
const RIGHT = [1, 2, 3, 4, 5];
const LEFT = [10, 9, 8, 7, 6];

/** What a finger may be, in the order in which a press goes through them. */
const STATES = [
  null,
  { reason: 'missing', permanent: true },
  { reason: 'injured', permanent: false },
  { reason: 'injured', permanent: true },
  { reason: 'not-possible', permanent: false },
];
const nameOf = (state) => (state ? `${state.reason}${state.permanent ? '.permanent' : '.temporary'}` : 'none');
const FILLED = ['type', 'issuer', 'number', 'surname', 'givenNames', 'birthDate', 'nationality', 'sex'];

class DocumentForm extends Spoken {
  static properties = {
    busy: { type: Boolean }, field: {}, rules: { attribute: false },
    progress: { attribute: false }, chip: { state: true }, chipTrouble: { state: true },
    missing: { state: true }, zone: { state: true }, way: { state: true }, nationality: { state: true },
  };

  constructor() {
    super();
    this.missing = new Map();
    this.zone = null;
    this.asked = 0;
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
      exceptions: [...this.missing].map(([position, at]) => ({ position, ...STATES[at] })),
    };
    if (form.get('ground')) detail.ground = form.get('ground');
    this.dispatchEvent(new CustomEvent('open-crossing', { bubbles: true, detail }));
  }

  /** Asks the lane what the zone holds; an answer that a later keystroke has overtaken is dropped. */
  async typed(event) {
    const text = event.target.value;
    const asked = ++this.asked;
    if (text.trim() === '') {
      this.zone = null;
      return;
    }
    try {
      const zone = await readZone(text);
      if (asked === this.asked) this.take(zone);
    } catch (refusal) {
      if (asked === this.asked) this.zone = { zone: false, why: refusal.message };
    }
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

  cycle(position) {
    const next = ((this.missing.get(position) ?? 0) + 1) % STATES.length;
    const missing = new Map(this.missing);
    if (next) missing.set(position, next);
    else missing.delete(position);
    this.missing = missing;
  }

  finger(position) {
    const state = STATES[this.missing.get(position) ?? 0];
    return html`<button type="button" class="digit ${state ? 'excepted' : 'present'}" aria-pressed=${state !== null}
        @click=${() => this.cycle(position)}>
      <span>${t(`finger.${position}.short`)}</span>
      <b>${t(`exception.${nameOf(state)}`)}</b></button>`;
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
    if (!zone.zone) return html`<p class="hint">${t('mrz.typing')}</p>`;
    const name = [zone.cyrillic.surname, zone.cyrillic.givenNames].filter(Boolean).join(' ');
    return html`${zone.sound
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
            aria-describedby="mrz-says" @input=${this.typed} @keydown=${this.zoneKey}></textarea></label>
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
        <div class="hand"><span>${t('hand.left')}</span>${LEFT.map((position) => this.finger(position))}</div>
        <div class="hand"><span>${t('hand.right')}</span>${RIGHT.map((position) => this.finger(position))}</div>
      </fieldset>
      <div class="actions"><button class="primary" ?disabled=${this.busy}>${t('action.open')} <kbd>Enter</kbd></button></div>
    </form>`;
  }
}
customElements.define('document-form', DocumentForm);
