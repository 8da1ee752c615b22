// Who is at work. Shown while nobody is, and while the lane is locked; behind it the lane goes on sending and receiving.
import { html } from 'lit';
import * as api from './api.js';
import { Spoken, t, wordsIf } from './words.js';

class LoginView extends Spoken {
  static properties = { session: { attribute: false }, trouble: { state: true }, busy: { state: true }, extended: { state: true } };

  updated(changed) {
    if (changed.has('session') && changed.get('session')?.state !== this.session?.state) {
      this.querySelector(this.session?.state === 'locked' ? '[name=password]' : '[name=login]')?.focus();
    }
  }

  async ask(action) {
    if (this.busy) return;
    this.busy = true;
    this.trouble = null;
    try {
      await action();
      this.dispatchEvent(new CustomEvent('session', { bubbles: true }));
    } catch (refusal) {
      this.trouble = refusal;
    } finally {
      this.busy = false;
    }
  }

  submit(event) {
    event.preventDefault();
    const form = event.target;
    const { login, password } = Object.fromEntries(new FormData(form));
    this.tried = login ?? this.session.operator?.login;
    this.extended = null;
    this.ask(async () => {
      try {
        await (this.session.state === 'locked' ? api.unlock(password) : api.logIn(login.trim().toLowerCase(), password));
      } finally {
        form.elements.password.value = '';
        form.elements.password.focus();
      }
    });
  }

  extend(event) {
    event.preventDefault();
    const { supervisor, word } = Object.fromEntries(new FormData(event.target));
    this.ask(async () => {
      const said = await api.extend(this.tried, supervisor.trim().toLowerCase(), word);
      this.extended = said.extended;
    });
  }

  goes() {
    const at = this.session?.at;
    if (!at) return '';
    return html`<p class="goes"><span aria-hidden="true">${at.link.state === 'up' ? '●' : '▲'}</span>
      ${t('login.goes', { link: t(`link.${at.link.state}`), n: at.backlog.records })}</p>`;
  }

  notice() {
    const { trouble } = this;
    if (this.extended) {
      return html`<div class="notice good"><b><span aria-hidden="true">✓</span> ${t('login.extended', { login: this.extended })}</b></div>`;
    }
    return trouble ? html`<div class="notice bad" role="alert">
      <b><span aria-hidden="true">✕</span> ${wordsIf(`error.${trouble.code}`) ?? trouble.message}</b>
      <p>${trouble.whatToDo && /\d/.test(trouble.whatToDo)
        ? t('login.wait', { n: trouble.whatToDo.match(/\d+/)[0] })
        : wordsIf(`error.${trouble.code}.do`) ?? trouble.whatToDo ?? ''}</p></div>` : '';
  }

  extension() {
    if (!['account-expired', 'locked-out'].includes(this.trouble?.code)) return '';
    return html`<form class="card extension" @submit=${this.extend} autocomplete="off">
      <h2>${t('login.extend', { login: this.tried ?? '' })}</h2>
      <div class="row"><label>${t('field.supervisor')}<input name="supervisor" required maxlength="32" autocapitalize="none"></label>
        <label>${t('field.password')}<input name="word" type="password" required maxlength="128"></label></div>
      <div class="actions"><button ?disabled=${this.busy}>${t('login.extend.do')}</button></div></form>`;
  }

  render() {
    const { session } = this;
    if (!session) return html`<p class="notice">${t('program.waiting')}</p>`;
    const locked = session.state === 'locked';
    if (!session.operatorsRelease) {
      return html`<section class="login"><div class="notice bad" role="alert"><b><span aria-hidden="true">✕</span>
        ${t('error.no-operators')}</b><p>${t('error.no-operators.do')}</p></div>${this.goes()}</section>`;
    }
    return html`<section class="login">
      <form class="card" @submit=${this.submit} autocomplete="off">
        <h1><span aria-hidden="true">${locked ? '▣' : '▙▟'}</span> ${t(locked ? 'login.locked' : 'login.title')}</h1>
        ${locked ? html`<p class="who">${session.operator.name} <span>${session.operator.login}</span></p>`
          : html`<label>${t('field.login')}<input name="login" required maxlength="32" autocapitalize="none" spellcheck="false"></label>`}
        <label>${t('field.password')}<input name="password" type="password" required maxlength="128"></label>
        ${this.notice()}
        <div class="actions"><button class="primary" ?disabled=${this.busy}>
          ${t(this.busy ? 'login.checking' : locked ? 'login.unlock' : 'login.do')} <kbd>Enter</kbd></button>
          ${locked ? html`<button type="button" class="plain" @click=${() => this.leave()}>${t('login.other')} <kbd>Esc</kbd></button>` : ''}</div>
      </form>
      ${this.extension()}
      ${this.goes()}
    </section>`;
  }

  leave() {
    this.ask(() => api.logOut());
  }
}
customElements.define('login-view', LoginView);
