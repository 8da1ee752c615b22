// Step 2: fingers and face, each with its picture, its quality and what to do about it.
import { html, svg } from 'lit';
import { fingersDiffer, pictureOf } from './api.js';
import './live-picture.js';
import { Spoken, day, inWords, t, wordsIf } from './words.js';

const SLAPS = { right: [2, 3, 4, 5], left: [7, 8, 9, 10], thumbs: [1, 6] };

/** What the officer chose for this traveller; null is what the post has settled. */
let singly = null;

const takenSingly = (crossing) => singly ?? crossing.singly;

/** The placement to take next: the first with a finger that is neither excepted nor settled. */
export function nextSlap(crossing) {
  if (crossing.faceOnly) return null;
  const excepted = new Set(crossing.exceptions.map((exception) => exception.position));
  const settled = new Set(crossing.settled);
  const placements = takenSingly(crossing)
    ? Object.values(SLAPS).flat().map((position) => ['single', [position]])
    : Object.entries(SLAPS);
  for (const [name, positions] of placements) {
    const wanted = positions.filter((position) => !excepted.has(position));
    if (wanted.length > 0 && wanted.some((position) => !settled.has(position))) return { name, positions: wanted };
  }
  return null;
}

function gauge(quality, accepted) {
  return svg`<svg class="gauge ${accepted ? 'good' : 'bad'}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="8" class="track"/><rect width=${Math.min(100, Math.max(0, quality))} height="8" class="fill"/></svg>`;
}

/** One captured image with its quality. */
export function tile(id, capture) {
  const name = capture.modality === 'face' ? t('modality.face') : t(`finger.${capture.position}`);
  return html`<figure class="shot ${capture.modality} ${capture.accepted ? 'good' : 'bad'}">
    <img src=${pictureOf(id, capture)} alt=${name}>
    <figcaption><b>${name}</b>
      ${gauge(capture.measured ?? capture.quality, capture.accepted)}
      <span><span aria-hidden="true">${capture.accepted ? '✓' : '▲'}</span>
        ${t(capture.accepted ? 'quality.good' : 'quality.poor', { n: capture.measured ?? capture.quality })}</span>
      ${capture.measured === null ? '' : html`<small>${t('quality.device', { n: capture.quality })}
        ${capture.nfiq2 === null ? '' : t('quality.nfiq2', { n: capture.nfiq2 })}</small>`}
    </figcaption></figure>`;
}

class CaptureView extends Spoken {
  static properties = { crossing: { attribute: false }, busy: { attribute: false } };

  ask(modality, positions) {
    this.dispatchEvent(new CustomEvent('capture', { bubbles: true, detail: { modality, positions } }));
  }

  connectedCallback() {
    super.connectedCallback();
    this.key = (event) => {
      if (event.key === 'F3' && this.crossing?.doubts.length > 0 && !this.busy) {
        event.preventDefault();
        this.differ();
      }
    };
    document.addEventListener('keydown', this.key);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.key);
    singly = null;
  }

  /** The officer looked at fingers that seem to be the same; the lane tells the page what follows. */
  differ() {
    fingersDiffer(this.crossing.id).catch(() => {});
  }

  /** Taken anew: which of two fingers was the wrong one, only the officer knows. */
  doubt([one, other, known]) {
    return html`<li>${t(known ? 'capture.doubt.known' : 'capture.doubt', { one: t(`finger.${one}`), other: t(`finger.${other}`) })}
      ${(known ? [one] : [one, other]).map((position) => html`<button ?disabled=${!!this.busy}
        @click=${() => this.ask('finger', [position])}>${t('capture.again', { finger: t(`finger.${position}`) })}</button>`)}</li>`;
  }

  doubts({ doubts }) {
    if (doubts.length === 0) return '';
    return html`<div class="notice warn"><ul class="doubts">${doubts.map((pair) => this.doubt(pair))}</ul>
      <button ?disabled=${!!this.busy} @click=${() => this.differ()}>${t('capture.differ')} <kbd>F3</kbd></button></div>`;
  }

  /** Fingers while they are taken; a face also before, for there is time to move. */
  live(needs, slap) {
    const fingers = this.busy === 'finger' && slap;
    const face = needs.has('face') && !needs.has('finger');
    if (!fingers && !face) return '';
    return html`<live-picture .crossing=${this.crossing.id}
      .what=${fingers ? slap.positions.join('-') : 'face'}></live-picture>`;
  }

  exception({ position, reason, permanent, retakeDue, supervisor, words }) {
    return html`<figure class="shot finger excepted" title=${inWords(words)}><div class="void" aria-hidden="true">—</div>
      <figcaption><b>${t(`finger.${position}`)}</b>
        <span>${t(`exception.${reason}.${permanent ? 'permanent' : 'temporary'}`)}</span>
        ${retakeDue ? html`<span>${t('exception.due', { day: day(retakeDue) })}</span>` : ''}
        ${supervisor ? html`<span>${t('exception.supervisor')}</span>` : ''}</figcaption></figure>`;
  }

  notice(notice) {
    if (!notice) return '';
    // The tiles say it already; words are for what went wrong.
    if (notice.code === 'accepted') return '';
    const positions = notice.positions.length
      ? notice.positions.map((position) => t(`finger.${position}`).toLowerCase()).join(', ')
      : t('modality.face').toLowerCase();
    return html`<p class="notice warn" role="status"><span aria-hidden="true">▲</span>
      ${wordsIf(`capture.${notice.code}`, { positions, attempt: notice.attempt, tries: 3 }) ?? notice.message}</p>`;
  }

  request(needed, label, key, modality, positions) {
    const working = this.busy === modality;
    return html`<button class=${needed ? 'primary' : ''} ?disabled=${!!this.busy || !positions}
        @click=${() => this.ask(modality, positions)}>
      ${working ? html`<span class="spin" aria-hidden="true">◠</span> ${t(`capture.working.${modality}`)}` : label}
      <kbd>${key}</kbd></button>`;
  }

  /** What the first line took, the second may take again, however good it is. */
  again(name, positions, next) {
    const { captures, exceptions } = this.crossing;
    const taken = captures.some((c) => c.modality === 'finger' && positions.includes(c.position));
    if (!taken || next?.name === name) return '';
    const wanted = positions.filter((position) => !exceptions.some((exception) => exception.position === position));
    return html`<button ?disabled=${!!this.busy} @click=${() => this.ask('finger', wanted)}>${t(`action.again.${name}`)}</button>`;
  }

  label({ name, positions }) {
    return name === 'single'
      ? t('capture.single', { finger: t(`finger.${positions[0]}`) })
      : t(`capture.slap.${name}`);
  }

  render() {
    const { crossing } = this;
    if (crossing.exemption) {
      return html`<section class="exempt"><h2><span aria-hidden="true">⊘</span> ${t('exempt.title')}</h2>
        <p>${wordsIf(`exempt.${crossing.exemption.code}`) ?? crossing.exemption.reason}</p><p>${t('exempt.nothing')}</p></section>`;
    }
    const needs = new Set(crossing.needs);
    const slap = nextSlap(crossing);
    const face = crossing.captures.filter((c) => c.modality === 'face');
    const fingers = crossing.captures.filter((c) => c.modality === 'finger');
    return html`<section class="captures ${crossing.step === 'decide' ? 'done-with' : ''}">
      <div class="shots">${fingers.map((c) => tile(crossing.id, c))}${crossing.exceptions.map((e) => this.exception(e))}
        ${fingers.length + crossing.exceptions.length === 0
          ? html`<p class="empty">${t('capture.empty')}</p>` : ''}</div>
      ${this.live(needs, slap)}
      ${this.notice(crossing.notice)}
      ${this.doubts(crossing)}
      ${crossing.faceOnly ? html`<p class="notice face-only"><b><span aria-hidden="true">◐</span> ${t('face-only.title')}</b>
        ${wordsIf(`face-only.${crossing.faceOnly.code}`) ?? crossing.faceOnly.reason}</p>` : ''}
      <div class="actions">
        ${crossing.faceOnly ? '' : this.request(needs.has('finger'), slap ? this.label(slap) : t('capture.slap.done'), 'F4', 'finger', slap?.positions)}
        ${this.request(needs.has('face') && !needs.has('finger'), t(face.length ? 'capture.face.again' : 'capture.face'), 'F7', 'face', [])}
        ${crossing.firstLine && !crossing.faceOnly ? Object.entries(SLAPS).map(([name, positions]) => this.again(name, positions, slap)) : ''}
        ${crossing.faceOnly ? '' : html`<button class="plain" aria-pressed=${takenSingly(crossing)} ?disabled=${!!this.busy}
          @click=${() => { singly = !takenSingly(crossing); this.requestUpdate(); }}>${t('capture.singly')}</button>`}
      </div></section>`;
  }
}
customElements.define('capture-view', CaptureView);
