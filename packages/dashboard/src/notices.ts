import { computed, signal } from '@preact/signals';
import { muted, status } from './state.ts';
import type { Notice, Reader } from './text/notices.rules.ts';

/** Kept in this browser: whoever opens the page in another one has not asked for anything there. */
const ON = 'fyteclub.notices';
const PICKED = 'fyteclub.notices.online';

/** What the browser lets us do; `none` where it knows no notices. */
export type Permission = NotificationPermission | 'none';
const permissionNow = (): Permission => ('Notification' in globalThis ? Notification.permission : 'none');

export const permission = signal<Permission>(permissionNow());
const wanted = signal(localStorage.getItem(ON) === 'yes');
export const noticesOn = computed(() => wanted.value && permission.value === 'granted');

function readPicked(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PICKED) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set(); // somebody else has written there
  }
}
/** Friends of whom it is told that they are online. */
export const picked = signal(readPicked());

/** Asks the browser for leave if it has not given it yet; to be called while somebody presses a button. */
export async function wantNotices(on: boolean): Promise<void> {
  if (on && permission.value === 'default') permission.value = await Notification.requestPermission();
  wanted.value = on && permission.value === 'granted';
  localStorage.setItem(ON, wanted.value ? 'yes' : 'no');
}

export function pick(id: string, on: boolean): void {
  picked.value = new Set(on ? [...picked.value, id] : [...picked.value].filter((one) => one !== id));
  localStorage.setItem(PICKED, JSON.stringify([...picked.value]));
}

export const reader = computed<Reader>(() => ({
  mine: new Set(status.value?.shells.map(({ me }) => me.id) ?? []),
  muted: muted.value,
  picked: picked.value,
}));

/** Shows it to whoever wants notices and does not look at the page. */
export function showNotice({ title, body, tag }: Notice): void {
  if (!noticesOn.value || !document.hidden) return;
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
