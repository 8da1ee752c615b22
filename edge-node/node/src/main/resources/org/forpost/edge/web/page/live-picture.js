// The live picture of what is about to be taken, drawn frame by frame and kept nowhere, with what the lane measures of it.
import { html } from 'lit';
import { Spoken, t } from './words.js';

const PAUSE = 120; // ms between frames: eight a second guide a hand well enough
const AGAIN = 1000; // ms until a picture that was not to be had is asked for anew

/** The same tab stays the same viewer over a reload. */
function viewer() {
  let name = sessionStorage.getItem('viewer');
  if (!name) {
    name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    sessionStorage.setItem('viewer', name);
  }
  return name;
}

const rest = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

class LivePicture extends Spoken {
  // `what` is "face", or the fingers of a placement as "2-3-4-5"
  static properties = {
    crossing: { attribute: false }, what: { attribute: false },
    measures: { state: true }, message: { state: true },
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watching = null;
  }

  updated() {
    const path = `/api/crossings/${this.crossing}/live/${this.what}?viewer=${viewer()}`;
    if (this.watching !== path) {
      this.watching = path;
      this.measures = null;
      this.message = null;
      this.watch(path);
    }
  }

  async watch(path) {
    while (this.isConnected && this.watching === path) {
      let pause = AGAIN;
      try {
        const answer = await fetch(path);
        if (answer.ok && answer.headers.get('Content-Type') === 'image/jpeg') {
          const measures = answer.headers.get('X-Forpost-Live');
          const picture = await createImageBitmap(await answer.blob());
          if (this.watching !== path) return;
          this.draw(picture);
          this.measures = measures ? JSON.parse(measures) : null;
          this.message = null;
          pause = PAUSE;
        } else if (answer.ok) {
          this.message = (await answer.json()).message;
        }
      } catch {
        // The program is gone or the frame is no picture: the status line tells of the former.
      }
      await rest(pause);
    }
  }

  draw(picture) {
    const canvas = this.querySelector('canvas');
    if (!canvas) return;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d').drawImage(picture, 0, 0);
    picture.close();
  }

  sign(name, verdict) {
    const good = verdict === 'good';
    const known = verdict !== 'not-assessed';
    return html`<li class=${!known ? '' : good ? 'good' : 'warn'}><span aria-hidden="true">${!known ? '–' : good ? '✓' : '▲'}</span>
      ${t(`live.${name}`)}: <b>${t(`live.${name}.${verdict}`)}</b></li>`;
  }

  render() {
    const { measures } = this;
    return html`<figure class="live ${this.what === 'face' ? 'face' : 'fingers'}">
      <canvas role="img" aria-label=${t(this.what === 'face' ? 'live.label.face' : 'live.label.fingers')}></canvas>
      <figcaption>${measures ? html`<ul>${this.sign('light', measures.light)}${this.sign('framing', measures.framing)}</ul>` : ''}
        ${this.message ? html`<p>${this.message}</p>` : ''}</figcaption></figure>`;
  }
}
customElements.define('live-picture', LivePicture);
