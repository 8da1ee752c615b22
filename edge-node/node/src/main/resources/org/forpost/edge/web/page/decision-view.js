// Step 3: what the lists say, and the officer's word. Two presses for a decision, since gloves slip.
import { html } from 'lit';
import { pictureOf } from './api.js';
import { comparison } from './minutiae.js';
import { Spoken, age, day, inWords, oneIn, t } from './words.js';

export const OUTCOMES = [['admit', 'F8', '✓'], ['refuse', 'F9', '✕'], ['refer', 'F10', '➜']];

/** Reasons of one outcome as buttons with number keys. */
export function reasonList(reasons, chosen, choose) {
  return html`<div class="reasons" role="radiogroup" aria-label=${t('field.reason')}>
    ${reasons.map(({ code, words }, i) => html`<button type="button" role="radio" class="reason" aria-checked=${chosen === code}
        @click=${() => choose(code)}><kbd>${i + 1}</kbd>
      <span class="dot" aria-hidden="true">${chosen === code ? '◉' : '○'}</span> ${inWords(words)}</button>`)}</div>`;
}

class DecisionView extends Spoken {
  static properties = {
    crossing: { attribute: false }, rules: { attribute: false }, busy: { attribute: false }, field: {},
    outcome: { state: true }, reason: { state: true }, said: { state: true },
  };

  constructor() {
    super();
    this.outcome = null;
    this.reason = null;
    this.said = {};
  }

  willUpdate(changed) {
    const before = changed.get('crossing');
    if (changed.has('crossing') && before?.id !== this.crossing.id) {
      this.outcome = null;
      this.reason = null;
      // A reload in the middle of a crossing must not lose what the officer has said.
      this.said = JSON.parse(sessionStorage.getItem(`forpost.said.${this.crossing.id}`) ?? '{}');
    }
  }

  /** Reasons that arrive after the key was pressed are where the officer goes next. */
  updated(changed) {
    if (changed.has('rules') && this.outcome && !this.reason) this.querySelector('.reason')?.focus();
  }

  say(reference, word) {
    this.said = { ...this.said, [reference]: word };
    sessionStorage.setItem(`forpost.said.${this.crossing.id}`, JSON.stringify(this.said));
  }

  /** Of whom a word is due: not of a case that the second line has closed with an admission. */
  asked() {
    return this.crossing.candidates.filter(({ settled }) => !settled);
  }

  /** The candidate that the next word is about: the first of whom nothing was said, or the last. */
  current() {
    const candidates = this.asked();
    return candidates.find(({ nominal }) => !this.said[nominal]) ?? candidates[candidates.length - 1];
  }

  word(hit) {
    const current = this.current();
    if (current) this.say(current.nominal, hit ? 'hit' : 'not-the-same');
    this.updateComplete.then(() => this.querySelector('.candidate.current')?.scrollIntoView({ block: 'nearest' }));
  }

  reasons() {
    if (!this.outcome) return [];
    const all = (this.rules?.reasons ?? []).filter(({ outcome }) => outcome === this.outcome);
    const hit = Object.values(this.said).includes('hit');
    return this.outcome === 'admit' && this.crossing.needs.length === 0 && !hit ? [] : all;
  }

  choose(outcome) {
    this.outcome = outcome;
    this.reason = null;
    this.updateComplete.then(() => {
      const next = this.querySelector('.reason') ?? this.querySelector('button.record');
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** A number key, while no text is being typed. */
  number(digit) {
    const reason = this.reasons()[digit - 1];
    if (!reason) return false;
    this.reason = reason.code;
    this.updateComplete.then(() =>
      this.querySelector(reason.code === 'other' ? '[name=note]' : 'button.record')?.focus());
    return true;
  }

  submit(event) {
    event.preventDefault();
    if (!this.outcome || (this.reasons().length > 0 && !this.reason)) return;
    const form = new FormData(event.target);
    const note = form.get('note').trim();
    const decision = { outcome: this.outcome, reason: [this.reason, note].filter(Boolean).join(': ') };
    const candidates = this.asked();
    if (candidates.length > 0) {
      decision.said = candidates.map(({ nominal }) => ({ reference: nominal, word: this.said[nominal] }))
        .filter(({ word }) => word);
    }
    this.dispatchEvent(new CustomEvent('decide', { bubbles: true, detail: decision }));
  }

  evidence(evidence) {
    switch (evidence.kind) {
      case 'fingers': return html`<b>${t('evidence.fingers')}</b> ${this.score(evidence)}`;
      case 'name': return html`<b>${t('evidence.name')}</b>
        ${evidence.reasons.map((reason) => t(`likeness.${reason}`)).join('; ')}`;
      case 'document': return html`<b>${t('evidence.document')}</b> ${t(`document.${evidence.status}`)}`;
      default: return evidence.kind;
    }
  }

  score({ score, fmr }) {
    return t('evidence.score', { score: Number(score).toFixed(0), n: oneIn(fmr) });
  }

  /** What speaks for it, line by line. What happened at the post is said once, and then what is the same. */
  lines(evidence) {
    const seen = evidence.filter(({ kind }) => kind === 'seen-before');
    return html`<ul class="evidence">
      ${seen.length ? html`<li>${this.seen(seen[0])}</li>` : ''}
      ${seen.map((one) => html`<li>${this.same(one)}</li>`)}
      ${evidence.filter((one) => !seen.includes(one)).map((one) => html`<li>${this.evidence(one)}</li>`)}</ul>`;
  }

  /** Somebody was refused, referred or found here or at another lane. */
  seen(evidence) {
    const { at, outcome, reason } = evidence;
    return html`<b>${this.whereSeen(evidence)}</b>
      ${t(`sighting.${outcome}`, { reason: this.reasonWords(outcome, reason) })}
      <small>${new Date(at).toLocaleString(t('locale'), { dateStyle: 'short', timeStyle: 'short' })}</small>`;
  }

  /** How it is known that it may be the same one. */
  same({ by, score, fmr }) {
    return html`${t(`sighting.by.${by}`)} ${by === 'fingers' ? this.score({ score, fmr }) : ''}`;
  }

  /** At which lane; of a case that was referred, what the second line made of it. */
  whereSeen({ lane, at, outcome, referred }) {
    const ago = age((Date.now() - Date.parse(at)) / 1000);
    if (referred) return t(referred.lane === null ? 'evidence.answered-here' : 'evidence.answered', { lane: referred.lane, age: ago });
    if (outcome === 'admitted') return t('evidence.answered-somewhere', { age: ago });
    return t(lane === null ? 'evidence.seen-here' : 'evidence.seen-before', { lane, age: ago });
  }

  reasonWords(kind, reason) {
    if (kind === 'found') return reason;
    const outcome = { refused: 'refuse', referred: 'refer', hit: 'admit', admitted: 'admit' }[kind];
    const [code, ...note] = reason.split(':');
    const words = (this.rules?.reasons ?? []).find((one) => one.outcome === outcome && one.code === code)?.words;
    const said = words ? [inWords(words), ...note].join(':') : reason;
    return said === '' || /[.!?]$/.test(said) ? said : `${said}.`;
  }

  title({ nominal, listed, evidence }) {
    if (evidence.some(({ kind }) => kind === 'seen-before')) return t('candidate.title.seen');
    return t(listed ? 'candidate.title' : 'candidate.title.document', { nominal });
  }

  candidate(candidate) {
    const { nominal, listed, evidence, action, drawings } = candidate;
    const word = this.said[nominal];
    const current = this.current() === candidate;
    const before = evidence.some(({ kind }) => kind === 'seen-before');
    const reference = before ? t('drawing.refused') : t('drawing.reference');
    const shot = ({ position }) => this.crossing.captures.find((c) => c.modality === 'finger' && c.position === position);
    return html`<article class="candidate ${current ? 'current' : ''}">
      <h3><span aria-hidden="true">▲</span> ${this.title(candidate)}${listed ? html`: <bdi>${listed.surname}</bdi>
        <bdi>${listed.givenNames}</bdi>, ${day(listed.birthDate)}, ${listed.nationality}` : ''}</h3>
      ${this.lines(evidence)}
      ${drawings.slice(0, 2).map((drawing) => (shot(drawing) ? comparison(drawing, pictureOf(this.crossing.id, shot(drawing)), reference) : ''))}
      ${action ? html`<p class="todo"><span>${t('candidate.action')}</span> <b class="action">${action}</b></p>` : ''}
      <div class="verdicts">
        ${this.verdict(nominal, 'hit', word, t(listed ? 'candidate.hit' : 'candidate.hit.document'), current ? 'F2' : '')}
        ${this.verdict(nominal, 'not-the-same', word, t(listed ? 'candidate.false-hit' : 'candidate.false-hit.document'), current ? 'Shift F2' : '')}</div>
    </article>`;
  }

  verdict(nominal, meaning, word, label, key) {
    return html`<button type="button" class="choice" aria-pressed=${word === meaning} @click=${() => this.say(nominal, meaning)}>
      <span aria-hidden="true">${word === meaning ? '◉' : '○'}</span> ${label} ${key ? html`<kbd>${key}</kbd>` : ''}</button>`;
  }

  /** What a colleague has settled already: to be read, and nothing to answer. */
  settled() {
    return this.crossing.candidates.filter(({ settled }) => settled).map(({ nominal, listed, evidence }) =>
      html`<section class="settled" data-case=${nominal} aria-label=${t('candidate.title.settled')}>
        <h2><span aria-hidden="true">✓</span> ${t('candidate.title.settled')}: <bdi>${listed.surname}</bdi>
          <bdi>${listed.givenNames}</bdi>, ${day(listed.birthDate)}, ${listed.nationality}</h2>
        ${this.lines(evidence)}</section>`);
  }

  candidates() {
    const { compared, captures, exemption } = this.crossing;
    const candidates = this.asked();
    const fingers = exemption || captures.length === 0 ? ''
      : compared
        ? candidates.length > 0 ? '' : html`<p class="calm"><span aria-hidden="true">✓</span> ${t('candidate.none')}</p>`
        : html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('candidate.not-compared')}</p>`;
    if (candidates.length === 0) return fingers;
    return html`${fingers}<section class="candidates" aria-label=${t('candidate.heading')}>
      <div role="alert"><h2>${t('candidate.heading')}</h2></div>
      ${candidates.map((candidate) => this.candidate(candidate))}
    </section>`;
  }

  stay() {
    const { stay } = this.crossing;
    if (!stay) return '';
    return html`<section class="stay ${stay.lastDay ? '' : 'none'}" aria-label=${t('stay')}>
      <p class="until"><span aria-hidden="true">${stay.lastDay ? '●' : '▲'}</span>
        ${stay.lastDay ? html`${t('stay.until')} <b>${day(stay.lastDay)}</b>` : html`<b>${t('stay.none')}</b>`}</p>
      <p>${inWords(stay.words)}</p>
      ${stay.uncertain ? html`<p class="missing"><span aria-hidden="true">▲</span> ${t('stay.uncertain')}
        ${stay.spells.filter(({ missing }) => missing !== 'nothing')
          .map((spell) => t(`stay.missing.${spell.missing}`, { day: day(spell.first) })).join('; ')}</p>` : ''}
    </section>`;
  }

  missing(open, reasons) {
    if (open) return t('decision.open-candidate');
    if (reasons.length > 0 && !this.reason) return t('decision.reason-first');
    return '';
  }

  form() {
    const open = this.asked().some(({ nominal }) => !this.said[nominal]);
    const early = this.crossing.needs.length > 0;
    const reasons = this.reasons();
    const missing = this.missing(open, reasons);
    return html`
      ${reasons.length ? reasonList(reasons, this.reason, (code) => { this.reason = code; }) : ''}
      ${early ? html`<p class="notice warn"><span aria-hidden="true">▲</span> ${t('decision.early')}</p>` : ''}
      <div class="row">
        <label class="wide">${t('field.note')}<input name="note" maxlength="160" autocomplete="off"
          ?required=${this.reason === 'other'}></label>
        <button class="primary record ${this.outcome}" ?disabled=${!!this.busy || missing !== ''}>
          ${t(`decision.record.${this.outcome}`)} <kbd>Enter</kbd></button></div>
      ${missing ? html`<p class="notice warn" role="status"><span aria-hidden="true">▲</span> ${missing}</p>` : ''}`;
  }

  render() {
    return html`<form class="decision" @submit=${this.submit}>
      ${this.candidates()}
      ${this.settled()}
      ${this.stay()}
      <div class="outcomes" role="group" aria-label=${t('decision')}>
        ${OUTCOMES.map(([outcome, key, sign]) => html`<button type="button" class="outcome ${outcome}"
            aria-pressed=${this.outcome === outcome} @click=${() => this.choose(outcome)}>
          <span class="sign" aria-hidden="true">${sign}</span> ${t(`outcome.${outcome}`)} <kbd>${key}</kbd></button>`)}
      </div>
      ${this.outcome ? this.form() : ''}
    </form>`;
  }
}
customElements.define('decision-view', DecisionView);
