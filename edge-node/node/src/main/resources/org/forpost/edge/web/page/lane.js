// One traveller fills the screen. The lane's program holds the truth; this page shows it and asks.
import { html } from 'lit';
import * as api from './api.js';
import { Spoken, day, loadWords, speak, spoken, t, wordsIf } from './words.js';
import './status.js';
import './login-view.js';
import './rung-view.js';
import './document-form.js';
import './chip-view.js';
import { nextSlap, tile } from './capture-view.js';
import './decision-view.js';
import './decided-view.js';
import './desk-view.js';
import './post-panel.js';

/** Keys within so long say once that somebody is there. */
const AWAKE_MILLIS = 20_000;
/** How often the page looks whether somebody logged in elsewhere, and how the lane goes on meanwhile. */
const LOOK_MILLIS = 3_000;

/** What says how long ago something was. */
const AGEING = 'status-line, desk-view, first-line, decision-view, decided-view';

const STEPS = ['document', 'capture', 'decide'];

class Lane extends Spoken {
  static properties = {
    session: { state: true }, state: { state: true }, lost: { state: true }, busy: { state: true },
    trouble: { state: true }, done: { state: true }, asked: { state: true }, chipTrouble: { state: true }, reading: { state: true }, rules: { state: true }, decided: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.enter();
    setInterval(() => this.session?.state !== 'open' && this.enter(), LOOK_MILLIS);
    this.addEventListener('session', () => this.enter());
    // Ages on the page grow by themselves; a lane at rest sends nothing.
    setInterval(() => this.querySelectorAll(AGEING).forEach((view) => view.requestUpdate()), 15_000);
    document.addEventListener('keydown', (event) => this.key(event));
    this.addEventListener('open-crossing', (event) => this.begin(event.detail));
    this.addEventListener('read-chip', (event) => this.readChip(event.detail));
    this.addEventListener('capture', (event) => this.take(event.detail));
    this.addEventListener('decide', (event) => this.record(event.detail));
    this.addEventListener('word', () => this.again());
    this.addEventListener('open-case', (event) => this.run('open', () => api.openCase(event.detail)));
    this.addEventListener('correct', (event) => this.mend(event.detail));
  }

  willUpdate(changed) {
    if (!changed.has('state') || !this.state) return;
    if (this.rulesKnown !== this.state.rules) {
      this.rulesKnown = this.state.rules;
      api.readRules().then((rules) => { this.rules = rules; }, () => { this.rulesKnown = null; });
    }
    const recorded = `${this.state.recorded} ${this.state.secondLine?.answered}`;
    if (this.recordedKnown !== recorded) {
      this.recordedKnown = recorded;
      this.lookBack();
    }
  }

  lookBack() {
    return api.readDecided().then(({ crossings }) => { this.decided = crossings; }, () => { this.recordedKnown = null; });
  }

  /** What a supervisor's word was asked for is done now that it was given. */
  again() {
    const { decision, mending } = this.asked;
    return mending ? this.mend(mending) : this.record(decision);
  }

  /** What waits for a supervisor's word, and what the word is for; nothing where something else went wrong. */
  waiting(what) {
    this.asked = this.trouble?.code === 'supervisor-needed' ? { ...what, action: this.trouble.field } : null;
  }

  async mend({ id, correction }) {
    const answer = await this.run('correct', () => api.correct(id, correction));
    this.waiting({ mending: { id, correction } });
    if (!answer?.recorded) return;
    const { surname } = this.decided.find((crossing) => crossing.id === id);
    this.done = { ...answer, outcome: correction.outcome, surname, corrected: true };
    this.querySelector('decided-view')?.clear();
    await this.lookBack();
  }

  /** Looks who is at work, and follows the lane while somebody is. */
  async enter() {
    try {
      const session = await api.session();
      this.lost = false;
      if (session.state !== 'open') {
        this.events?.close();
        this.events = null;
        this.state = null;
        this.done = null;
        this.trouble = null;
      } else if (!this.events) {
        this.events = api.follow((state) => { this.hear(state); this.lost = false; }, () => { this.lost = true; },
          () => { this.events = null; this.enter(); });
      }
      this.session = session;
    } catch {
      this.lost = true;
    }
  }

  lock() {
    api.lock().finally(() => this.enter());
  }

  /** Once in a while, since the program cannot see an officer who only reads and types. */
  stir() {
    if (this.session?.state !== 'open' || Date.now() - (this.stirred ?? 0) < AWAKE_MILLIS) return;
    this.stirred = Date.now();
    api.awake().catch(() => {});
  }

  /**
   * The event stream often outruns the answer to what the officer asked for. The crossing on the page changes
   * only with the answer: what is shown can be acted upon, and no key is lost between the two.
   */
  hear(state) {
    this.told = state;
    this.state = this.busy ? { ...state, crossing: this.state.crossing } : state;
  }

  /** Does one thing at a time, shows what went wrong, and looks at the lane again afterwards. */
  async run(name, action) {
    if (this.busy) return null;
    this.busy = name;
    this.trouble = null;
    try {
      const answer = await action();
      this.done = null;
      this.told = await api.readState();
      return answer;
    } catch (refusal) {
      if (refusal.status === 401) await this.enter();
      else this.trouble = refusal;
      return null;
    } finally {
      this.busy = null;
      if (this.session?.state === 'open') this.state = this.told;
    }
  }

  async begin(crossing) {
    this.opens = this.querySelector('document-form').access();
    this.chipTrouble = null;
    const answer = await this.run('open', () => api.open(crossing));
    // Face and fingers of whoever is not exempt, while the officer goes on to the scanner.
    if (answer?.chip?.due) this.readChip({});
  }

  async readChip(access = {}) {
    const { crossing } = this.state;
    if (this.state.chip?.reading) return;
    if (!crossing) {
      const form = this.querySelector('document-form');
      const chip = await this.run('chip', () => api.readChip(access));
      if (chip) form.heard(chip);
      return;
    }
    const by = Object.keys(access).length > 0 || crossing.chip ? access : this.opens ?? {};
    this.chipTrouble = null;
    this.reading = true;
    try {
      const answer = await api.readChipIn(crossing.id, by);
      if (!answer.steps) this.chipTrouble = { code: answer.outcome, message: answer.message };
    } catch (refusal) {
      if (refusal.status === 401) await this.enter();
      // Decided or abandoned meanwhile: whoever did that knows.
      else if (refusal.code !== 'no-crossing' && refusal.code !== 'reading-abandoned') this.chipTrouble = refusal;
    } finally {
      this.reading = false;
    }
    const now = await api.readState().catch(() => null);
    if (now) this.hear(now);
  }

  take(wanted) {
    const { id } = this.state.crossing;
    return this.run(wanted.modality, () => api.capture(id, wanted));
  }

  async record(decision) {
    const { id, person, firstLine } = this.state.crossing;
    const answer = await this.run('decide', () => api.decide(id, decision));
    this.waiting({ decision, of: id });
    if (answer?.recorded) this.done = { ...answer, outcome: decision.outcome, surname: person.surname, slip: answer.recordId,
        referred: decision.outcome === 'refer' && !firstLine && this.state.secondLine?.reached ? this.state.secondLine.desk : null };
  }

  key(event) {
    this.stir();
    if (this.session?.state !== 'open') {
      this.lockedKey(event);
      return;
    }
    const crossing = this.state?.crossing;
    const decision = this.querySelector('decision-view');
    const decided = this.querySelector('decided-view');
    const desk = this.querySelector('desk-view');
    const slap = crossing && nextSlap(crossing);
    const outcome = (word) => (decision ? () => decision.choose(word) : decided?.chosen && (() => decided.decide(word)));
    const actions = {
      F1: !crossing && this.decided?.length > 0 && (() => window.open(api.slipOf(this.decided[0].id), '_blank', 'noopener')),
      F5: this.state?.chip?.reader !== 'none' && (() => this.chipKey(event.shiftKey)),
      F6: () => speak(spoken() === 'ru' ? 'en' : 'ru'),
      F12: () => this.lock(),
      F3: decided && (() => decided.toggle()),
      F4: !crossing ? decided?.chosen && (() => decided.mend()) : !crossing.exemption && slap && (() => this.take({ modality: 'finger', positions: slap.positions })),
      F7: crossing && !crossing.exemption && (() => this.take({ modality: 'face', positions: [] })),
      F8: outcome('admit'),
      F9: outcome('refuse'),
      F10: outcome('refer'),
      F2: desk ? () => desk.toggle() : decision && decision.asked().length > 0 && (() => decision.word(!event.shiftKey)),
      Escape: crossing ? () => this.abandon() : decided?.open && (() => decided.toggle()),
    };
    const action = actions[event.key] || this.numberKey(event, decision ?? (desk?.open ? desk : decided));
    if (!action) return;
    event.preventDefault();
    action();
  }

  chipKey(steps) {
    if (steps) this.querySelector('chip-view')?.toggle();
    else if (!this.state.crossing) this.querySelector('document-form').askForChip();
    else this.readChip();
  }

  lockedKey(event) {
    const actions = {
      F6: () => speak(spoken() === 'ru' ? 'en' : 'ru'),
      Escape: this.session?.state === 'locked' && (() => this.querySelector('login-view').leave()),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** Digits choose from a list, unless they are being typed into something. */
  numberKey(event, list) {
    const typing = event.target.closest?.('input:not([type=radio]), textarea, select');
    return /^[1-9]$/.test(event.key) && !typing && list && !event.ctrlKey && !event.altKey && !event.metaKey
      && (() => list.number(Number(event.key)));
  }

  abandon() {
    const { id } = this.state.crossing;
    if (confirm(t('abandon.sure'))) this.run('abandon', () => api.abandon(id));
  }

  steps(now) {
    return html`<ol class="steps">${STEPS.map((step, i) => html`<li aria-current=${step === now ? 'step' : 'false'}>
      <b>${i + 1}</b> ${t(`step.${step}`)}</li>`)}</ol>`;
  }

  traveller({ id, captures, direction, document: paper, person, category, ground }) {
    return html`<aside class="traveller"><p class="way">${t(`direction.${direction}`)}</p>
      <h1><bdi>${person.surname}</bdi> <bdi class="given">${person.givenNames}</bdi></h1>
      <dl><dt>${t('field.number')}</dt><dd>${paper.type} ${paper.issuer} <b>${paper.number}</b></dd>
        <dt>${t('field.birthDate')}</dt><dd>${day(person.birthDate)}</dd>
        <dt>${t('field.nationality')}</dt><dd>${person.nationality}</dd>
        <dt>${t('field.sex')}</dt><dd>${t(`sex.${person.sex}`)}</dd>
        <dt>${t('field.category')}</dt><dd>${t(`category.${category}`)}</dd>
        ${ground ? html`<dt>${t('field.ground')}</dt><dd>${wordsIf(`ground.${ground}`) ?? ground}</dd>` : ''}</dl>
      ${captures.filter((capture) => capture.modality === 'face').map((capture) => tile(id, capture))}
      <button class="plain" @click=${() => this.abandon()}>${t('action.abandon')} <kbd>Esc</kbd></button></aside>`;
  }

  /** Cases that cannot go: the officer has to know, as long as it lasts. */
  referrals() {
    const desk = this.state?.secondLine;
    return desk && !desk.here && !desk.reached && desk.waiting > 0 ? html`<p class="notice warn" role="status">
      <span aria-hidden="true">▲</span> ${t('desk.not-reached', { desk: desk.desk, n: desk.waiting })}</p>` : '';
  }

  report() {
    const { done, trouble } = this;
    return html`<div aria-live="assertive">${trouble ? html`<div class="notice bad" role="alert">
        <b><span aria-hidden="true">✕</span> ${wordsIf(`error.${trouble.code}`) ?? trouble.message}</b>
        <p>${wordsIf(`error.${trouble.code}.do`) ?? trouble.whatToDo ?? ''}</p></div>` : ''}
      ${done ? html`<div class="notice good done"><b><span aria-hidden="true">✓</span>
        ${t(done.corrected ? 'done.corrected' : 'done', { surname: done.surname, outcome: t(`outcome.${done.outcome}.done`) })}</b>
        <p>${t('done.record', { number: done.number, id: done.recordId.slice(0, 12) })}
          ${done.slip ? html`<a href=${api.slipOf(done.slip)} target="_blank" rel="noopener">${t('action.slip')}</a> <kbd>F1</kbd>` : ''}</p>
        ${done.referred ? html`<p>${t('desk.sent', { desk: done.referred })}</p>` : ''}</div>` : ''}</div>`;
  }

  keys(crossing) {
    const chip = this.state?.chip && this.state.chip.reader !== 'none' ? ['F5'] : [];
    const cases = this.state?.secondLine?.cases.length > 0 ? ['F2.desk'] : [];
    if (!crossing) return ['Enter', ...chip, ...cases, ...(this.decided?.length > 0 ? ['F3', 'F1'] : []), 'F6', 'F12'];
    const take = crossing.exemption ? [] : crossing.faceOnly ? ['F7'] : ['F4', 'F7'];
    return [...take, ...chip, ...(crossing.candidates.some(({ settled }) => !settled) ? ['F2'] : []),
      'F8', 'F9', 'F10', 'Esc', 'F6', 'F12'];
  }

  render() {
    return this.session?.state === 'open' ? this.work() : html`
      <status-line .state=${this.session?.at} ?lost=${this.lost}></status-line>
      <rung-view .rungs=${this.session?.at.rungs}></rung-view>
      <main class="closed"><login-view .session=${this.session}></login-view></main>
      <footer>${['Enter', 'F6'].map((key) => html`<span><kbd>${key}</kbd> ${t(`key.${key}`)}</span>`)}</footer>`;
  }

  work() {
    const crossing = this.state?.crossing;
    const now = crossing ? crossing.step : 'document';
    return html`<status-line .state=${this.state} .operator=${this.session.operator} ?lost=${this.lost}
        @lock=${() => this.lock()}></status-line>
      <rung-view .rungs=${this.state?.rungs}></rung-view>
      <main class=${crossing ? 'open' : 'idle'}>
        ${this.steps(now)}
        ${this.report()}
        ${this.referrals()}
        ${!this.state ? html`<p class="notice">${t('program.waiting')}</p>`
          : crossing ? html`<div class="crossing">${this.traveller(crossing)}
              <div class="work"><first-line .crossing=${crossing} .rules=${this.rules}></first-line>
                <chip-panel .crossing=${crossing} .progress=${this.state.chip} .trouble=${this.chipTrouble}
                  ?busy=${!!this.reading}></chip-panel><capture-view .crossing=${crossing} .busy=${this.busy}></capture-view>
                <decision-view .crossing=${crossing} .rules=${this.rules} .busy=${this.busy}></decision-view></div></div>`
          : html`<document-form ?busy=${!!this.busy} .progress=${this.state.chip} .rules=${this.rules} .field=${this.trouble?.field}></document-form>
            ${this.state.secondLine?.here ? html`<desk-view .desk=${this.state.secondLine} .rules=${this.rules} .busy=${this.busy}></desk-view>` : ''}
            <decided-view .crossings=${this.decided ?? []} .rules=${this.rules} .busy=${this.busy}></decided-view>
            <post-panel .state=${this.state}></post-panel>`}
        ${this.asked && this.asked.of === crossing?.id ? html`<word-view .action=${this.asked.action}></word-view>` : ''}
        ${!crossing && this.state && this.session.operator.roles.some((role) => role !== 'officer')
          ? html`<drill-panel .rungs=${this.state.rungs}></drill-panel>` : ''}
      </main>
      <footer>${this.keys(crossing).map((key) =>
        html`<span><kbd>${key.split('.')[0]}</kbd> ${t(`key.${key}`)}</span>`)}
        <span class="count">${t('recorded', { n: this.state?.recorded ?? 0 })}</span></footer>`;
  }
}

await loadWords();
customElements.define('forpost-lane', Lane);
