import {LitElement, html, nothing} from 'lit';
import {repeat} from 'lit-html/directives/repeat.js';
import {LANGUAGES, wordsOf} from './words.js';

// As many rows as one looks at; older ones are at /api/records.
const SHOWN_RECORDS = 100;
const STATE_EVERY_MS = 5000;

async function ask(path) {
  const answer = await fetch(path, {cache: 'no-store'});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function rememberedLanguage() {
  try {
    const kept = localStorage.getItem('forpost-language');
    if (kept) return kept;
  } catch { /* A browser may forbid it; the page works without. */ }
  return navigator.language?.startsWith('ru') ? 'ru' : 'en';
}

/** The administrator's console: state from the API, kept up by the hub's events. */
class ForpostConsole extends LitElement {
  static properties = {
    language: {state: true}, state: {state: true}, nodes: {state: true}, records: {state: true},
    alarms: {state: true}, live: {state: true}, tick: {state: true},
  };

  constructor() {
    super();
    this.language = rememberedLanguage();
    this.state = null;
    this.nodes = [];
    this.records = [];
    this.alarms = [];
    this.live = false;
    this.tick = 0;
    this.clockDifference = 0;
  }

  // In the page's own tree, so that its one style sheet applies.
  createRenderRoot() { return this; }

  connectedCallback() {
    super.connectedCallback();
    document.documentElement.lang = this.language;
    this.events = new EventSource('/api/events');
    this.events.onopen = () => this.reload();
    this.events.onerror = () => { this.live = false; };
    this.events.addEventListener('record', e => this.took(JSON.parse(e.data)));
    this.events.addEventListener('node', e => this.heard(JSON.parse(e.data)));
    this.events.addEventListener('alarm', e => this.alarmed(JSON.parse(e.data)));
    this.events.addEventListener('state', () => this.refreshSoon());
    this.timer = setInterval(() => { this.tick++; }, 1000);
    this.stateTimer = setInterval(() => this.refresh(), STATE_EVERY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.events.close();
    clearInterval(this.timer);
    clearInterval(this.stateTimer);
  }

  async reload() {
    try {
      const [nodes, newest] = await Promise.all([
        ask('/api/nodes'), ask(`/api/records?newest=${SHOWN_RECORDS}`), this.refresh()]);
      this.nodes = nodes.nodes;
      this.records = newest.records;
      this.live = true;
    } catch (e) {
      console.warn(e);
      this.live = false;
    }
  }

  async refresh() {
    try {
      this.state = await ask('/api/state');
      this.alarms = this.state.alarms;
      this.clockDifference = Date.parse(this.state.now) - Date.now();
    } catch (e) {
      console.warn(e);
      this.live = false;
    }
  }

  // Many events in a row ask for the totals once.
  refreshSoon() {
    this.pendingRefresh ??= setTimeout(() => {
      this.pendingRefresh = undefined;
      this.refresh();
    }, 200);
  }

  took(record) {
    if (this.records.some(known => known.sequence === record.sequence)) return;
    // A correction joins the crossing that it is of, which may be shown already.
    this.records = [record, ...this.records.map(known => (record.crossing === known.recordId && record.kind === 'correction'
      ? { ...known, history: [...(known.history.length ? known.history : [known]), record] } : known))]
      .sort((a, b) => b.sequence - a.sequence).slice(0, SHOWN_RECORDS);
  }

  heard(node) {
    const others = this.nodes.filter(known => known.node !== node.node);
    this.nodes = [...others, node].sort((a, b) => a.node < b.node ? -1 : 1);
  }

  alarmed(alarm) {
    this.alarms = [alarm, ...this.alarms.filter(known => known.number !== alarm.number)];
  }

  chooseLanguage(language) {
    this.language = language;
    document.documentElement.lang = language;
    try { localStorage.setItem('forpost-language', language); } catch { /* As above. */ }
  }

  // Day before month and 24 hours in both languages, as at every post.
  get locale() { return this.language === 'en' ? 'en-GB' : this.language; }

  get say() { return wordsOf(this.language); }

  span(ms) {
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 120) return this.say('s', s);
    if (s < 7200) return this.say('min', Math.round(s / 60));
    if (s < 172800) return this.say('h', Math.round(s / 3600));
    return this.say('d', Math.round(s / 86400));
  }

  ago(time) {
    const ms = Date.now() + this.clockDifference - Date.parse(time);
    return ms < 2000 ? this.say('now') : this.say('ago', this.span(ms));
  }

  clock(time) {
    return new Date(time).toLocaleTimeString(this.locale, {hour12: false});
  }

  count(number) { return (number ?? 0).toLocaleString(this.locale); }

  render() {
    return html`
      ${this.renderHead()}
      <main>
        ${this.renderTotals()}
        <div class="columns">
          ${this.renderPosts()}
        ${this.renderNodes()}
          ${this.renderAlarms()}
        </div>
        ${this.renderRecords()}
      </main>`;
  }

  renderHead() {
    const say = this.say;
    return html`
      <header>
        <img src="/icon.svg" alt="" width="28" height="28">
        <h1>Forpost <span>${say('title')}</span></h1>
        <p class="link ${this.live ? 'good' : 'bad'}" role="status">
          <i></i>${this.live ? say('live') : say(this.state ? 'reconnecting' : 'loading')}</p>
        <nav aria-label=${say('language')}>
          ${LANGUAGES.map(([code, name]) => html`
            <button type="button" lang=${code} aria-pressed=${String(code === this.language)}
              @click=${() => this.chooseLanguage(code)}>${name}</button>`)}
        </nav>
      </header>`;
  }

  renderTotals() {
    const say = this.say;
    const totals = this.state?.totals;
    if (!totals) return nothing;
    const release = this.state.release;
    const expired = release && Date.parse(release.expires) < Date.now() + this.clockDifference;
    const figure = (label, value, tone = '', note = nothing) => html`
      <div class="figure ${tone}"><dt>${label}</dt><dd>${value}${note}</dd></div>`;
    return html`
      <dl class="totals">
        ${figure(say('records'), this.count(totals.records))}
        ${figure(say('crossings'), this.count(totals.crossings))}
        ${figure(say('images'), this.count(totals.images))}
        ${figure(say('hits'), this.count(totals.hits), totals.hits ? 'alert' : '')}
        ${figure(say('countedTwice'), this.count(totals.countedTwice), totals.countedTwice ? 'alert' : 'fine')}
        ${figure(say('connected'), this.count(totals.connected), '',
          html`<small>${say('of')} ${this.count(totals.nodes)}</small>`)}
        ${figure(say('waiting'), this.count(this.nodes.reduce((sum, n) => sum + n.backlog, 0)))}
        ${figure(say('release'), release ? release.number : '–', !release || expired ? 'warn' : '',
          html`<small>${!release ? say('noRelease') : expired ? say('expired')
            : `${say('validUntil')} ${new Date(release.expires).toLocaleDateString(this.locale)}`}</small>`)}
      </dl>`;
  }

  renderNodes() {
    const say = this.say;
    const published = this.state?.release?.number ?? 0;
    return html`
      <section aria-labelledby="nodes">
        <h2 id="nodes">${say('nodes')}</h2>
        ${this.nodes.length === 0 ? html`<p class="empty">${say('noNodes')}</p>` : html`
        <div class="scroll"><table>
          <thead><tr><th>${say('node')}</th><th>${say('post')}</th><th>${say('state')}</th>
            <th>${say('backlog')}</th><th>${say('list')}</th><th>${say('releases')}</th><th>${say('roads')}</th><th>${say('lastSeen')}</th></tr></thead>
          <tbody>${repeat(this.nodes, n => n.node, n => html`
            <tr data-node=${n.node}>
              <th scope="row">${n.node}</th>
              <td>${n.post}</td>
              <td><span class="state ${n.connected ? 'good' : 'away'}"><i></i>${say(n.revoked ? 'revoked' : n.connected ? 'online' : 'offline')}</span></td>
              <td>${this.renderBacklog(n)}</td>
              <td class="num">${n.release == null ? html`<span class="quiet">${say('unknown')}</span>`
                : n.release === 0 ? html`<span class="chip warn">${say('none')}</span>`
                : html`${n.release}${n.release < published ? html` <span class="chip warn">${say('behind')}</span>` : nothing}`}</td>
              <td>${n.releases == null ? nothing : ['rules', 'operators', 'trust'].map(role =>
                html`<span class="part">${say('role-' + role)} ${n.releases[role]}</span> `)}</td>
              <td>${this.renderRoads(n)}</td>
              <td class="quiet">${n.lastSeen ? this.ago(n.lastSeen) : say('never')}</td>
            </tr>`)}</tbody>
        </table></div>`}
      </section>`;
  }

  // By which roads records came, and who carried those that did not come by themselves.
  renderRoads({roads, carriers}) {
    return Object.entries(roads).map(([road, count]) => html`<span class="part">${this.say('road-' + road)} ${this.count(count)}${
      Object.entries(carriers[road] ?? {}).length
        ? html` (${Object.entries(carriers[road]).map(([by, n]) => `${by} ${this.count(n)}`).join(', ')})` : nothing}</span> `);
  }

  renderPosts() {
    const say = this.say;
    const posts = new Map();
    for (const node of this.nodes) {
      const post = posts.get(node.post) ?? {nodes: [], roads: {}, carriers: {}};
      post.nodes.push(node.node);
      for (const [road, n] of Object.entries(node.roads)) post.roads[road] = (post.roads[road] ?? 0) + n;
      for (const [road, by] of Object.entries(node.carriers)) {
        const sum = post.carriers[road] ??= {};
        for (const [carrier, n] of Object.entries(by)) sum[carrier] = (sum[carrier] ?? 0) + n;
      }
      posts.set(node.post, post);
    }
    return posts.size === 0 ? nothing : html`
      <section aria-labelledby="posts">
        <h2 id="posts">${say('posts')}</h2>
        <div class="scroll"><table>
          <thead><tr><th>${say('post')}</th><th>${say('nodes')}</th><th>${say('roads')}</th></tr></thead>
          <tbody>${repeat([...posts].sort(), ([name]) => name, ([name, post]) => html`
            <tr data-post=${name}><th scope="row">${name}</th><td>${post.nodes.join(', ')}</td>
              <td>${this.renderRoads(post)}</td></tr>`)}</tbody>
        </table></div>
      </section>`;
  }

  renderBacklog(node) {
    const parts = node.byPriority;
    if (parts.length === 0) return html`<span class="quiet">${this.say('unknown')}</span>`;
    const named = parts.map((n, p) => [n, p]).filter(([n]) => n > 0);
    return html`<span class="backlog">
      <b class=${node.backlog ? '' : 'quiet'}>${this.count(node.backlog)}</b>
      ${named.map(([n, p]) => html`<span class="part p${p}">${this.say('p' + p)} ${this.count(n)}</span>`)}
    </span>`;
  }

  renderAlarms() {
    const say = this.say;
    const word = code => say(code === 'release' ? 'alarm-release' : code);
    return html`
      <section class="alarms" aria-labelledby="alarms">
        <h2 id="alarms">${say('alarms')}</h2>
        ${this.alarms.length === 0 ? html`<p class="empty">${say('noAlarms')}</p>` : html`
        <ol class="scroll" aria-live="polite">${repeat(this.alarms, a => a.number, a => html`
          <li data-code=${a.code}>
            <p><b>${word(a.code)}</b>${a.node ? html` <span class="who">${a.node}</span>` : nothing}
              <time datetime=${a.last}>${this.ago(a.last)}</time></p>
            <p class="detail" lang="en">${a.detail}</p>
            ${a.times > 1 ? html`<p class="quiet">${this.count(a.times)} ${say('times')} ${say('since')} ${this.clock(a.first)}</p>` : nothing}
          </li>`)}</ol>`}
      </section>`;
  }

  renderRecords() {
    const say = this.say;
    return html`
      <section aria-labelledby="records">
        <h2 id="records">${say('arrived')}</h2>
        ${this.records.length === 0 ? html`<p class="empty">${say('noRecords')}</p>` : html`
        <div class="scroll tall"><table class="records">
          <thead><tr><th>${say('number')}</th><th>${say('time')}</th><th>${say('node')}</th><th>${say('what')}</th>
            <th>${say('outcome')}</th><th>${say('biometrics')}</th><th>${say('document')}</th>
            <th>${say('recorded')}</th><th>${say('took')}</th></tr></thead>
          <tbody>${repeat(this.records, r => r.sequence, r => this.renderRecord(r))}</tbody>
        </table></div>`}
      </section>`;
  }

  /** What was written of one crossing, the first decision and what took its place. */
  renderHistory(r) {
    if (r.history.length === 0) return nothing;
    return html`<details class="history"><summary>${this.say('corrected')}</summary><ol>${r.history.map(step => html`
      <li>${this.clock(step.recordedAt)} <b>${this.say(step.outcome)}</b>, ${step.document}${step.reason ? `, ${step.reason}` : ''} — ${step.officer}${
        step.supervisors ? ` (${this.say('wordOf')} ${step.supervisors})` : ''}</li>`)}</ol></details>`;
  }

  renderRecord(r) {
    const say = this.say;
    const crossing = r.kind === 'crossing';
    const stands = r.history.at(-1) ?? r;
    return html`
      <tr data-record=${r.recordId} class=${r.hit ? 'alert' : ''}>
        <td class="num quiet">${this.count(r.sequence)}</td>
        <td class="num">${this.clock(r.arrivedAt)}</td>
        <td>${r.node}</td>
        <td>${crossing ? say(r.direction) : html`<span class="quiet">${say(r.kind)}${r.event ? ` · ${r.event}` : ''}</span>`}</td>
        <td>${crossing ? html`<span class="chip ${stands.outcome}">${say(stands.outcome)}</span>` : nothing}
          ${this.renderHistory(r)}
          ${r.hit ? html`<span class="chip alert">${say('hit')}</span>` : nothing}
          ${r.exemption ? html`<span class="chip">${say('exempt')}: ${r.exemption}</span>` : nothing}
          ${r.arrivals !== 1 ? html`<span class="chip alert">${say('twice', r.arrivals)}</span>` : nothing}</td>
        <td class="quiet">${crossing ? [
            r.fingers ? `${say('fingers')} ${r.fingers}` : '', r.face ? say('face') : '',
            r.images ? `${say('images1')} ${r.images}` : ''].filter(Boolean).join(' · ') || say('none') : nothing}</td>
        <td class="num">${r.document ? html`<span class="quiet">${r.nationality}</span> ${stands.document}` : nothing}</td>
        <td class="num quiet">${this.clock(r.recordedAt)}</td>
        <td class="num quiet">${this.span(Date.parse(r.arrivedAt) - Date.parse(r.recordedAt))}</td>
      </tr>`;
  }
}

customElements.define('forpost-console', ForpostConsole);
