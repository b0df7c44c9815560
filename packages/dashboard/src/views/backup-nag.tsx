import { signal } from '@preact/signals';
import { now, status } from '../state.ts';
import { duration } from '../text/amounts.rules.ts';
import { backupLack, type BackupLack } from '../text/backup.rules.ts';
import { words } from '../words.ts';
import { openBackup } from './backup.tsx';

const WAVED = 'fyteclub.backup-later';
const waved = signal(localStorage.getItem(WAVED));

function sentence({ lack }: BackupLack): string {
  const backup = status.value?.backup ?? null;
  if (lack === 'never' || backup === null) return words.backup.nag.never;
  return lack === 'missing'
    ? words.backup.nag.missing(backup.missing.map(({ name }) => name))
    : words.backup.nag.old(duration((now.value - backup.createdAt) / 1000));
}

/** Says once that there is something to lose; what was waved away stays so until something else is lacking. */
export function BackupNag() {
  const lack = status.value === undefined ? undefined : backupLack(status.value, now.value);
  if (lack === undefined || lack.about === waved.value) return null;
  const wave = (): void => {
    localStorage.setItem(WAVED, lack.about);
    waved.value = lack.about;
  };
  return (
    <aside class="nag" aria-label={words.backup.heading}>
      <p>
        <strong>{sentence(lack)}.</strong> {lack.lack === 'old' ? words.backup.old : words.backup.why}
      </p>
      <div class="row">
        <button type="button" onClick={openBackup}>
          {words.backup.now}
        </button>
        <button type="button" class="link" onClick={wave}>
          {words.backup.later}
        </button>
      </div>
    </aside>
  );
}
