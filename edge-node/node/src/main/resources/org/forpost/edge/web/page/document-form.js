// Step 1: the document by keyboard. What the browser can check it checks; the lane checks everything.
import { html } from 'lit';
import { Spoken, t } from './words.js';

const CATEGORIES = ['ordinary', 'diplomat', 'mission-staff', 'international-organization', 'family-of-diplomat'];
const RIGHT = [1, 2, 3, 4, 5];
const LEFT = [10, 9, 8, 7, 6];

class DocumentForm extends Spoken {
  static properties = { busy: { type: Boolean }, field: {}, missing: { state: true } };

  constructor() {
    super();
    this.missing = new Map();
  }

  firstUpdated() {
    this.querySelector('[name=number]').focus();
  }

  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const word = (name) => form.get(name).trim().toUpperCase();
    this.dispatchEvent(new CustomEvent('open-crossing', {
      bubbles: true,
      detail: {
        direction: form.get('direction'),
        document: { type: word('type'), issuer: word('issuer'), number: word('number') },
        person: {
          surname: word('surname'), givenNames: word('givenNames'), birthDate: form.get('birthDate'),
          nationality: word('nationality'), sex: form.get('sex'),
        },
        category: form.get('category'),
        exceptions: [...this.missing].map(([position, reason]) =>
          ({ position, reason, permanent: reason === 'missing' })),
      },
    }));
  }

  cycle(position) {
    const next = { undefined: 'missing', missing: 'injured' }[this.missing.get(position)];
    const missing = new Map(this.missing);
    if (next) missing.set(position, next);
    else missing.delete(position);
    this.missing = missing;
  }

  finger(position) {
    const reason = this.missing.get(position);
    return html`<button type="button" class="digit ${reason ?? 'present'}" aria-pressed=${reason !== undefined}
        @click=${() => this.cycle(position)}>
      <span>${t(`finger.${position}.short`)}</span>
      <b>${reason ? t(`exception.${reason}`) : t('exception.none')}</b></button>`;
  }

  text(name, size, extra = {}) {
    return html`<label class=${size}>${t(`field.${name}`)}
      <input name=${name} required autocomplete="off" spellcheck="false" maxlength=${extra.max ?? 60}
        pattern=${extra.pattern ?? '.*'} .defaultValue=${extra.value ?? ''} placeholder=${extra.hint ?? ''}
        aria-invalid=${this.field?.endsWith(name) ? 'true' : 'false'}></label>`;
  }

  choice(name, values, label) {
    return html`<label>${t(`field.${name}`)}
      <select name=${name}>${values.map((value) => html`<option value=${value}>${t(label + value)}</option>`)}</select></label>`;
  }

  render() {
    return html`<form class="document" @submit=${this.submit}>
      <fieldset class="ways"><legend>${t('field.direction')}</legend>
        ${['entry', 'exit'].map((way, i) => html`<label class="way"><input type="radio" name="direction" value=${way}
          ?checked=${i === 0}>${t(`direction.${way}`)}</label>`)}
      </fieldset>
      <div class="row">
        ${this.text('type', 'tiny', { max: 2, pattern: '[A-Za-z]{1,2}', value: 'P' })}
        ${this.text('issuer', 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}', hint: 'UTO' })}
        ${this.text('number', '', { max: 20, pattern: '[A-Za-z0-9]+', hint: 'L898902C' })}
      </div>
      <div class="row">${this.text('surname', '')}${this.text('givenNames', '')}</div>
      <div class="row">
        <label>${t('field.birthDate')}<input name="birthDate" type="date" required
          aria-invalid=${this.field?.endsWith('birthDate') ? 'true' : 'false'}></label>
        ${this.text('nationality', 'tiny', { max: 3, pattern: '[A-Za-z]{1,3}', hint: 'UTO' })}
        ${this.choice('sex', ['F', 'M', 'X'], 'sex.')}
        ${this.choice('category', CATEGORIES, 'category.')}
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
