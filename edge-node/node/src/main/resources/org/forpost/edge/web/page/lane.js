// One traveller fills the screen. The lane's program holds the truth; this page shows it and asks.
import { html } from 'lit';
import * as api from './api.js';
import { Spoken, loadWords, speak, spoken, t, wordsIf } from './words.js';
import './status.js';
import './login-view.js';
import './rung-view.js';
import './document-form.js';
import { nextSlap, tile } from './capture-view.js';
import './decision-view.js';

/** Keys within so long say once that somebody is there. */
const AWAKE_MILLIS = 20_000;
/** How often the page looks whether somebody logged in elsewhere, and how the lane goes on meanwhile. */
const LOOK_MILLIS = 3_000;

const STEPS = ['document', 'capture', 'decide'];

class Lane extends Spoken {
  static properties = {
    session: { state: true }, state: { state: true }, lost: { state: true }, busy: { state: true },
    trouble: { state: true }, done: { state: true }, asked: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    this.enter();
    setInterval(() => this.session?.state !== 'open' && this.enter(), LOOK_MILLIS);
    this.addEventListener('session', () => this.enter());
    // Ages on the page grow by themselves; a lane at rest sends nothing.
    setInterval(() => this.querySelector('status-line')?.requestUpdate(), 15_000);
    document.addEventListener('keydown', (event) => this.key(event));
    this.addEventListener('open-crossing', (event) => this.run('open', () => api.open(event.detail)));
    this.addEventListener('capture', (event) => this.take(event.detail));
    this.addEventListener('decide', (event) => this.record(event.detail));
    this.addEventListener('word', () => this.record(this.asked));
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

  take(wanted) {
    const { id } = this.state.crossing;
    return this.run(wanted.modality, () => api.capture(id, wanted));
  }

  async record(decision) {
    const { id, person } = this.state.crossing;
    const answer = await this.run('decide', () => api.decide(id, decision));
    this.asked = this.trouble?.code === 'supervisor-needed' ? decision : null;
    if (answer?.recorded) this.done = { ...answer, outcome: decision.outcome, surname: person.surname };
  }

  key(event) {
    this.stir();
    if (this.session?.state !== 'open') {
      this.lockedKey(event);
      return;
    }
    const crossing = this.state?.crossing;
    const decision = this.querySelector('decision-view');
    const slap = crossing && nextSlap(crossing);
    const actions = {
      F6: () => speak(spoken() === 'ru' ? 'en' : 'ru'),
      F12: () => this.lock(),
      F4: crossing && !crossing.exemption && slap && (() => this.take({ modality: 'finger', positions: slap.positions })),
      F7: crossing && !crossing.exemption && (() => this.take({ modality: 'face', positions: [] })),
      F8: decision && (() => decision.choose('admit')),
      F9: decision && (() => decision.choose('refuse')),
      F10: decision && (() => decision.choose('refer')),
      F2: decision && crossing.candidates.length > 0
        && (() => { decision.confirmed = event.shiftKey ? null : crossing.candidates[0].nominal; }),
      Escape: crossing && (() => this.abandon()),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
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

  abandon() {
    const { id } = this.state.crossing;
    if (confirm(t('abandon.sure'))) this.run('abandon', () => api.abandon(id));
  }

  steps(now) {
    return html`<ol class="steps">${STEPS.map((step, i) => html`<li aria-current=${step === now ? 'step' : 'false'}>
      <b>${i + 1}</b> ${t(`step.${step}`)}</li>`)}</ol>`;
  }

  traveller({ id, captures, direction, document: paper, person, category }) {
    return html`<aside class="traveller"><p class="way">${t(`direction.${direction}`)}</p>
      <h1><bdi>${person.surname}</bdi> <bdi class="given">${person.givenNames}</bdi></h1>
      <dl><dt>${t('field.number')}</dt><dd>${paper.type} ${paper.issuer} <b>${paper.number}</b></dd>
        <dt>${t('field.birthDate')}</dt><dd>${person.birthDate}</dd>
        <dt>${t('field.nationality')}</dt><dd>${person.nationality}</dd>
        <dt>${t('field.sex')}</dt><dd>${t(`sex.${person.sex}`)}</dd>
        <dt>${t('field.category')}</dt><dd>${t(`category.${category}`)}</dd></dl>
      ${captures.filter((capture) => capture.modality === 'face').map((capture) => tile(id, capture))}
      <button class="plain" @click=${() => this.abandon()}>${t('action.abandon')} <kbd>Esc</kbd></button></aside>`;
  }

  report() {
    const { done, trouble } = this;
    return html`<div aria-live="assertive">${trouble ? html`<div class="notice bad" role="alert">
        <b><span aria-hidden="true">✕</span> ${wordsIf(`error.${trouble.code}`) ?? trouble.message}</b>
        <p>${wordsIf(`error.${trouble.code}.do`) ?? trouble.whatToDo ?? ''}</p></div>` : ''}
      ${done ? html`<div class="notice good done"><b><span aria-hidden="true">✓</span>
        ${t('done', { surname: done.surname, outcome: t(`outcome.${done.outcome}.done`) })}</b>
        <p>${t('done.record', { number: done.number, id: done.recordId.slice(0, 12) })}</p></div>` : ''}</div>`;
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
        ${!this.state ? html`<p class="notice">${t('program.waiting')}</p>`
          : crossing ? html`<div class="crossing">${this.traveller(crossing)}
              <div class="work"><capture-view .crossing=${crossing} .busy=${this.busy}></capture-view>
                <decision-view .crossing=${crossing} .busy=${this.busy}></decision-view></div></div>`
          : html`<document-form ?busy=${!!this.busy} .field=${this.trouble?.field}></document-form>`}
        ${crossing && this.asked ? html`<word-view .action=${this.asked.outcome}></word-view>` : ''}
        ${!crossing && this.state && this.session.operator.roles.some((role) => role !== 'officer')
          ? html`<drill-panel .rungs=${this.state.rungs}></drill-panel>` : ''}
      </main>
      <footer>${(crossing ? ['F4', 'F7', 'F8', 'F9', 'F10', 'Esc', 'F6', 'F12'] : ['Enter', 'F6', 'F12']).map((key) =>
        html`<span><kbd>${key}</kbd> ${t(`key.${key}`)}</span>`)}
        <span class="count">${t('recorded', { n: this.state?.recorded ?? 0 })}</span></footer>`;
  }
}

await loadWords();
customElements.define('forpost-lane', Lane);
