// What the chip of the document says, step by step, and what was captured beside what the chip holds.
import { html } from 'lit';
import { chipPictureOf, pictureOf } from './api.js';
import { Spoken, oneIn, t, wordsIf } from './words.js';

const SIGNS = { passed: '✓', failed: '✕', 'not-possible': '–' };
const VERDICTS = {
  genuine: ['good', '✓'], 'data-genuine': ['good', '✓'], unverified: ['warn', '▲'], suspect: ['bad', '✕'],
};

/** A reading that runs: which step, and how much of a long group has come. */
export function chipProgress(progress) {
  if (!progress?.reading) return '';
  return html`<p class="hint" role="status"><span class="spin" aria-hidden="true">◠</span>
    ${t('chip.reading', { check: t(`chip.check.${progress.check}`) })}
    ${progress.of > 0 ? html`<progress max=${progress.of} value=${progress.bytes} aria-label=${t('chip')}></progress>` : ''}</p>`;
}

/** No document, no reader, or whatever else came instead of a reading. */
export function chipTrouble(trouble) {
  if (!trouble) return '';
  return html`<div class="notice warn" role="alert"><p><span aria-hidden="true">▲</span>
    <b>${wordsIf(`error.${trouble.code}`) ?? trouble.message}</b></p>
    <p>${wordsIf(`error.${trouble.code}.do`) ?? trouble.whatToDo ?? ''}</p></div>`;
}

class ChipView extends Spoken {
  static properties = { chip: { attribute: false }, crossing: { attribute: false } };

  step({ check, result, reason, detail }, detailed = true) {
    return html`<li class=${result} title=${detail}><span class="sign" aria-hidden="true">${SIGNS[result]}</span>
      <b>${t(`chip.check.${check}`)}</b>: ${t(`chip.outcome.${result}`)}${reason
        ? html` — ${t(`chip.reason.${reason}`)}` : ''}${detailed && result === 'failed' && detail
        ? html` <small lang="en">(${detail})</small>` : ''}</li>`;
  }

  heading({ outcome, verdict, reason }) {
    if (outcome === 'read') return [...VERDICTS[verdict], t(`chip.verdict.${verdict}`)];
    return ['bad', '✕', t('chip.broken', { reason: t(`chip.reason.${reason}`) })];
  }

  /** Opened and closed by its key too; the focus goes to where the steps are. */
  toggle() {
    const details = this.querySelector('details');
    if (!details) return;
    details.open = !details.open;
    details.querySelector('summary').focus();
  }

  differences({ differences }) {
    if (!differences?.length) return '';
    return html`<div class="notice warn differing"><p><span aria-hidden="true">▲</span> <b>${t('chip.differs')}</b></p>
      <table><thead><tr><th scope="col">${t('chip.field')}</th><th scope="col">${t('chip.on-page')}</th>
        <th scope="col">${t('chip.in-chip')}</th></tr></thead>
        <tbody>${differences.map(({ field, page, chip }) => html`<tr><th scope="row">${t(`mrz.field.${field}`)}</th>
          <td><bdi>${page || '—'}</bdi></td><td><bdi>${chip || '—'}</bdi></td></tr>`)}</tbody></table></div>`;
  }

  result({ result, why }) {
    const sign = { agrees: '✓', 'does-not-agree': '✕', 'not-possible': '–' }[result];
    return html`<b class="result ${result}"><span aria-hidden="true">${sign}</span> ${t(`holder.result.${result}`)}</b>${why
      ? html` — ${t(`holder.why.${why}`)}` : ''}`;
  }

  measure(check) {
    if (check.result === 'not-possible') return '';
    return html`<small>${check.position === 0
      ? t('holder.face.score', { score: check.score, threshold: check.threshold, meaning: check.meaning })
      : t('holder.finger.score', { score: check.score, n: oneIn(check.fmr), threshold: oneIn(check.threshold) })}</small>`;
  }

  picture(source, name) {
    return source ? html`<img src=${source} alt=${name}>` : html`<span class="void">${t('holder.no-picture')}</span>`;
  }

  check(check) {
    const { crossing, chip } = this;
    const face = check.position === 0 && check.why !== 'unknown-position';
    const shot = crossing.captures.find((c) => (face ? c.modality === 'face' : c.modality === 'finger' && c.position === check.position));
    const name = face ? t('modality.face') : check.position ? t(`finger.${check.position}`) : t('holder.some-finger');
    const held = chip.pictures.includes(check.position) && (face || check.position > 0);
    return html`<article class="holder ${check.result}">
      <div class="pair"><figure>${this.picture(shot && pictureOf(crossing.id, shot), t('holder.now.alt', { name }))}
          <figcaption>${t('holder.now')}</figcaption></figure>
        <figure>${this.picture(held && chipPictureOf(crossing.id, check.position, chip.at), t('holder.chip.alt', { name }))}
          <figcaption>${t('holder.chip')}</figcaption></figure></div>
      <p><b>${name}</b>: ${this.result(check)}</p>${this.measure(check)}</article>`;
  }

  checks() {
    const checks = this.crossing && this.chip.checks;
    if (!checks?.length) return '';
    const differ = checks.filter(({ result }) => result === 'does-not-agree').length;
    const agree = checks.filter(({ result }) => result === 'agrees').length;
    return html`<details class="holders" ?open=${agree + differ > 0 || this.crossing.captures.length > 0}>
      <summary>${t('holder.title', { agree, differ, not: checks.length - agree - differ })}</summary>
      <p class="hint">${t('holder.decides')}</p>
      <div class="holders-list">${checks.map((check) => this.check(check))}</div></details>`;
  }

  render() {
    const { chip } = this;
    if (!chip?.steps) return '';
    const [kind, sign, words] = this.heading(chip);
    const count = (result) => chip.steps.filter((step) => step.result === result).length;
    const failed = chip.steps.filter(({ result }) => result === 'failed');
    return html`<section class="chip ${kind}" aria-label=${t('chip')}>
      <h2 class=${kind}><span aria-hidden="true">${sign}</span> ${words}</h2>
      ${failed.length ? html`<ul class="chip-steps">${failed.map((step) => this.step(step))}</ul>` : ''}
      ${chip.outcome === 'broken' ? html`<p>${wordsIf(`chip.broken.do.${chip.reason}`) ?? t('chip.broken.do')}</p>` : ''}
      ${this.differences(chip)}
      <details class="all-steps"><summary>${t('chip.steps', { passed: count('passed'), failed: count('failed'), not: count('not-possible') })}
          <kbd>Shift F5</kbd></summary>
        <ol class="chip-steps">${chip.steps.map((step) => this.step(step, false))}</ol>
        <p class="hint">${chip.trust > 0 ? t('chip.trust', { n: chip.trust }) : t('chip.no-trust')}
          ${chip.signer ? html`${t('chip.signer')}: <bdi>${chip.signer}</bdi>` : ''}</p></details>
      ${this.checks()}</section>`;
  }
}
customElements.define('chip-view', ChipView);

/** The chip in an open crossing: how far it is, and how to read it (again). */
class ChipPanel extends Spoken {
  static properties = {
    crossing: { attribute: false }, progress: { attribute: false }, trouble: { attribute: false }, busy: { type: Boolean },
  };

  submit(event) {
    event.preventDefault();
    const text = new FormData(event.target).get('opens').trim();
    const access = /^[0-9]{6}$/.test(text) ? { can: text } : { mrz: text };
    this.dispatchEvent(new CustomEvent('read-chip', { bubbles: true, detail: access }));
  }

  render() {
    const { crossing, progress, trouble } = this;
    const { chip } = crossing;
    if (progress?.reader === 'none' && !chip) return '';
    return html`<div class="chip-panel">
      <chip-view .chip=${chip} .crossing=${crossing}></chip-view>
      ${chipTrouble(trouble)}
      ${trouble?.code === 'no-access' || trouble?.code === 'bad-field' ? html`<form class="row opens" @submit=${this.submit}>
        <label class="wide">${t('chip.opens')}<textarea name="opens" rows="2" maxlength="200" spellcheck="false" autocomplete="off" wrap="off"></textarea></label>
        <button>${t('chip.read')} <kbd>Enter</kbd></button></form>` : ''}
      ${progress?.reading ? chipProgress(progress)
        : html`<button type="button" class="plain" ?disabled=${this.busy}
            @click=${() => this.dispatchEvent(new CustomEvent('read-chip', { bubbles: true, detail: {} }))}>${t(chip ? 'chip.again' : 'chip.read')} <kbd>F5</kbd></button>`}
    </div>`;
  }
}
customElements.define('chip-panel', ChipPanel);
