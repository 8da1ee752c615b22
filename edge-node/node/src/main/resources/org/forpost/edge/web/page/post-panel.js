// The lanes of this post: who is there, who carries the records to the hub, what each holds.
import { html } from 'lit';
import { Spoken, t } from './words.js';

const ROLES = ['watchlist', 'rules', 'operators', 'trust'];

class PostPanel extends Spoken {
  static properties = { state: { attribute: false } };

  /** The last crossing that was recorded here, whichever chain it went to. */
  custody() {
    const { lastRecorded, others } = this.state.peers;
    const crossings = lastRecorded.filter(({ priority }) => priority === 'alert' || priority === 'crossing');
    if (crossings.length === 0) return html`<span aria-hidden="true">●</span> ${t('post.nothing')}`;
    // Every chain's last one: as safe as the least of them.
    const held = Math.min(...crossings.map(({ heldBy }) => heldBy));
    return html`<span class=${held ? 'good' : 'warn'}><span aria-hidden="true">${held ? '●' : '▲'}</span>
      <b>${t('post.recorded')}</b>, <b>${t(held ? 'post.held' : 'post.held.none', { n: held, of: others.length })}</b></span>`;
  }

  /** What other lanes have given this one to keep, sealed, until the hub has it. */
  kept() {
    const { kept } = this.state.peers;
    const sum = (of) => kept.reduce((all, one) => all + of(one), 0);
    const n = sum(({ envelopes }) => envelopes);
    const wait = sum(({ unreceipted }) => unreceipted);
    return html`<span aria-hidden="true">●</span> ${t(n === 0 ? 'post.kept.none' : wait ? 'post.kept.wait' : 'post.kept.hub', { n, wait })}`;
  }

  carrier() {
    const carrier = this.state.peers.carrier;
    if (!carrier || !carrier.lane) return html`<span class="warn"><span aria-hidden="true">▲</span> ${t('post.carrier.none')}</span>`;
    const own = carrier.lane === this.state.lane;
    return html`<span aria-hidden="true">●</span> ${t(own ? 'post.carrier.this' : 'post.carrier.lane', { lane: carrier.lane })}`;
  }

  releases(node) {
    const numbers = this.state.peers.releases?.[node];
    return ROLES.map((role) => html`<td>${numbers?.[role] ? t('post.number', { n: numbers[role] }) : html`<span title=${t('age.unknown')}>—</span>`}</td>`);
  }

  row({ lane, node, connected, full }, own) {
    const there = own || connected;
    const word = own ? 'post.this' : connected ? 'post.there' : 'post.away';
    return html`<tr><th scope="row">${t('lane')} ${lane}<br><small>${node}</small></th>
      <td class=${there ? 'good' : 'bad'}><span aria-hidden="true">${there ? '●' : '✕'}</span> ${t(word)}
        ${full ? html`<br><b><span aria-hidden="true">▲</span> ${t('post.full')}</b>` : ''}</td>${this.releases(node)}</tr>`;
  }

  render() {
    const { state } = this;
    if (!state?.peers) return '';
    const own = { lane: state.lane, node: state.node };
    const lanes = [own, ...state.peers.others].sort((a, b) => a.lane - b.lane);
    return html`<section class="card post-panel" aria-label=${t('post')}>
      <h2>${t('post')}</h2>
      <dl><dt>${t('post.last')}</dt><dd><span role="status">${this.custody()}</span></dd>
        <dt>${t('post.kept')}</dt><dd>${this.kept()}</dd>
        <dt>${t('post.carrier')}</dt><dd>${this.carrier()}</dd></dl>
      <div class="scroll"><table><thead><tr><th scope="col">${t('post.lane')}</th><th scope="col">${t('post.state')}</th>
        ${ROLES.map((role) => html`<th scope="col">${t(`post.release.${role}`)}</th>`)}</tr></thead>
        <tbody>${lanes.map((one) => this.row(one, one === own))}</tbody></table></div>
    </section>`;
  }
}
customElements.define('post-panel', PostPanel);
