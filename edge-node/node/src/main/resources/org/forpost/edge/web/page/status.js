// The line at the top: who we are, what works, how old what we know is, what waits to be sent.
import { html } from 'lit';
import { Spoken, age, speak, spoken, t } from './words.js';

const SIGN = { good: '●', warn: '▲', bad: '✕' };

function light(level, label, text, detail) {
  return html`<li class="light ${level}" title=${detail ?? ''}>
    <span class="sign" aria-hidden="true">${SIGN[level]}</span>
    <span class="label">${label}</span> <b>${text}</b>
  </li>`;
}

class StatusLine extends Spoken {
  static properties = { state: { attribute: false }, operator: { attribute: false }, lost: { type: Boolean } };

  devices() {
    const level = { ready: 'good', absent: 'bad', fault: 'bad' };
    return (this.state.devices ?? []).map((device) =>
      light(level[device.state] ?? 'warn', t(`device.${device.kind}`), t(`device.state.${device.state}`), device.message));
  }

  link() {
    const { state, since, through } = this.state.link;
    const seconds = (Date.now() - Date.parse(since)) / 1000;
    return light(state === 'up' ? 'good' : 'warn', t('link'), `${through ? t('link.through', { lane: through }) : t(`link.${state}`)}, ${age(seconds)}`);
  }

  list() {
    const list = this.state.watchlist;
    if (!list || !list.number) return light('bad', t('list'), t('list.none'), list?.message);
    const seconds = (Date.now() - Date.parse(list.issuedAt)) / 1000;
    const level = list.message ? 'bad' : seconds > 86400 ? 'warn' : 'good';
    return light(level, t('list'), t('list.number', { number: list.number, age: age(seconds) }), list.message);
  }

  backlog() {
    const { records, byPriority } = this.state.backlog;
    const urgent = byPriority[0] > 0;
    return light(urgent ? 'warn' : 'good', t('backlog'),
      records === 0 ? t('backlog.none') : t(urgent ? 'backlog.urgent' : 'backlog.some', { n: records, by: byPriority.join('/'), urgent: byPriority[0] }),
      t('backlog.detail', { hits: byPriority[0], crossings: byPriority[1], audit: byPriority[2], images: byPriority[3] }));
  }

  /** The worst of the rungs on which the lane stands; the line below says what to do. */
  rung() {
    const worst = this.state.rungs?.reached[0];
    const level = worst?.level ?? 0;
    return light(['good', 'warn', 'bad'][level], t('rung'), t(`rung.level.${level}`),
      worst ? (worst.why[spoken()] ?? worst.why.en) : '');
  }

  peers() {
    const { peers } = this.state;
    if (!peers) return '';
    const there = peers.others.filter(({ connected }) => connected).length;
    return light(there === peers.others.length ? 'good' : 'warn', t('peers'),
      t('peers.there', { there, all: peers.others.length }),
      peers.others.map(({ lane, connected }) => t(connected ? 'peers.one.there' : 'peers.one.gone', { lane })).join('; '));
  }

  render() {
    return html`<header>
      <div class="post">
        <span class="mark" aria-hidden="true">▙▟</span>
        <span class="where">${this.state ? html`<b>${this.state.post}</b> · ${t('lane')} ${this.state.lane}` : 'Forpost'}</span>
      </div>
      <div class="status" role="status" aria-label=${t('status')}><ul class="lights">
        ${this.lost || !this.state
          ? light('bad', t('program'), t('program.silent'))
          : [this.devices(), this.link(), this.list(), this.backlog(), this.peers(), this.rung()]}
      </ul></div>
      ${this.operator ? html`<div class="operator"><span aria-hidden="true">◉</span> <b>${this.operator.name}</b>
        <button class="plain" @click=${() => this.dispatchEvent(new CustomEvent('lock'))}>${t('login.lock')} <kbd>F12</kbd></button></div>` : ''}
      <div class="languages" role="group" aria-label=${t('language')}>
        ${['ru', 'en'].map((code) => html`<button class="plain" lang=${code} aria-pressed=${spoken() === code}
            @click=${() => speak(code)}>${code === 'ru' ? 'Рус' : 'Eng'}</button>`)}
        <kbd>F6</kbd>
      </div>
    </header>
    ${this.state?.watchlist?.message
      ? html`<p class="notice bad" role="alert"><span aria-hidden="true">${SIGN.bad}</span>
          ${this.state.watchlist.message}</p>` : ''}`;
  }
}
customElements.define('status-line', StatusLine);
