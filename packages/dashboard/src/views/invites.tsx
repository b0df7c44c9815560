import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Invite, Verbs } from '../api-types.ts';
import { call } from '../node/client.ts';
import { CopyBox } from '../parts/copy-box.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Form } from '../parts/form.tsx';
import { Qr } from '../parts/qr.tsx';
import { Section } from '../parts/section.tsx';
import { useAction } from '../parts/use-action.ts';
import { here, now, say, shell } from '../state.ts';
import { countdown } from '../text/amounts.rules.ts';
import { quoted, shortId } from '../text/plain.rules.ts';
import { codeIn } from '../text/typed.rules.ts';
import { words } from '../words.ts';

type Made = Verbs['invite']['answer'];

/** The codes this page has made: they are told once, and no list of invites holds them. */
const made = signal<readonly Made[]>([]);
/** Of the code that is shown whole. */
const shown = signal('');

/** Codes begin alike and end each in its own way. */
const ENDING = 6;
const endOf = ({ code }: Made): string => code.slice(-ENDING);

const inShell = (): { shell: string } => ({ shell: shell.value?.id ?? '' });

export function Invites() {
  const host = shell.value?.host;
  const invites = here.value?.invites ?? [];
  const open = invites.filter(({ state, expiresAt }) => state === 'open' && expiresAt > now.value);
  const twice = invites.filter(({ state }) => state === 'used-twice');
  const mine = made.value.find((one) => one.id === shown.value && one.shell.id === shell.value?.id);
  const invite = useAction(
    () => call('invite', inShell()),
    (code) => {
      made.value = [...made.value, code];
      shown.value = code.id;
    },
  );
  return (
    <Section name="invites" heading={words.invite.heading}>
      {mine !== undefined && (
        <Code key={mine.id} made={mine} invite={invites.find(({ id }) => id === mine.id)} />
      )}
      {host?.me === true && (
        <>
          {mine === undefined && <p class="hint">{words.invite.why}</p>}
          <button
            type="button"
            class={mine === undefined ? 'primary' : ''}
            aria-disabled={invite.busy}
            onClick={() => invite.run()}
          >
            {invite.busy
              ? words.invite.making
              : mine === undefined
                ? words.invite.button
                : words.invite.another}
          </button>
        </>
      )}
      {host?.me === false && <p class="note">{words.invite.notHost(host.name)}</p>}
      {host === null && <p class="note">{words.invite.noHost}</p>}
      <Failure problem={invite.problem} />
      {open.some(({ by }) => by.id === shell.value?.me.id) && <ReplyBox />}
      {twice.map(({ id, usedBy }) => (
        <p key={id} class="note">
          {words.invite.twice(usedBy.map(({ name }) => quoted(name, '?')).join(', '))}
        </p>
      ))}
      {open.length > 0 && <OpenInvites invites={open} />}
    </Section>
  );
}

function Code({
  made: { code, expiresAt },
  invite,
}: {
  readonly made: Made;
  readonly invite: Invite | undefined;
}) {
  const qr = useSignal(false);
  const [user] = invite?.usedBy ?? [];
  if (user !== undefined) return <p class="good">{words.invite.used(user.name)}</p>;
  if (invite !== undefined && invite.state !== 'open') return null;
  const left = expiresAt - now.value;
  if (left <= 0) return <p class="hint">{words.invite.over}</p>;
  return (
    <div class="invite-code">
      <CopyBox label={words.invite.code} text={code} />
      <p class="hint">
        {words.invite.send} {words.invite.left(countdown(left))}
      </p>
      <button type="button" class="link" aria-expanded={qr.value} onClick={() => (qr.value = !qr.value)}>
        {qr.value ? words.invite.hideQr : words.invite.showQr}
      </button>
      {qr.value && <Qr text={code} label={words.invite.qr} />}
    </div>
  );
}

/** The second half of an invite to whom this node cannot reach. One friend is let in at a time, the others behind it. */
function ReplyBox() {
  const text = useSignal('');
  const later = useSignal<readonly string[]>([]);
  const reply = useAction(
    (code: string) => call('reply', { code }),
    ({ member }) => {
      text.value = '';
      say(words.invite.cameIn(member.name));
    },
  );
  useEffect(() => {
    const [next, ...others] = later.value;
    // One that was refused stays where it can be mended, and holds up the rest until it is.
    if (reply.busy || text.value !== '' || next === undefined) return;
    later.value = others;
    text.value = next;
    reply.run(next);
  }, [reply.busy, text.value, later.value]);
  return (
    <Form
      onSubmit={() => {
        if (text.value.trim() !== '') reply.run(codeIn(text.value));
      }}
    >
      <Field
        code
        rows={1}
        longest={4000}
        label={words.invite.reply}
        hint={words.invite.replyHint}
        value={text.value}
        onInput={(typed) => (text.value = typed)}
        onPaste={(pasted) => {
          const code = codeIn(pasted);
          if (reply.busy) {
            later.value = [...later.value, code];
            return;
          }
          text.value = code;
          reply.run(code);
        }}
      />
      {reply.busy && (
        <p class="busy" role="status">
          {words.invite.lettingIn}
        </p>
      )}
      {later.value.length > 0 && (
        <p class="hint" role="status">
          {words.invite.later(later.value.length)}
        </p>
      )}
      {text.value !== '' && !reply.busy && <button>{words.invite.letIn}</button>}
      <Failure problem={reply.problem} />
    </Form>
  );
}

function OpenInvites({ invites }: { readonly invites: readonly Invite[] }) {
  return (
    <>
      <h3>{words.invite.open}</h3>
      <ul class="rows small">
        {invites.map((invite) => (
          <Open key={invite.id} invite={invite} code={made.value.find(({ id }) => id === invite.id)} />
        ))}
      </ul>
    </>
  );
}

/** One that nobody has used yet, told from others by its end, or by its id where only the code's maker knows the code. */
function Open({ invite, code }: { readonly invite: Invite; readonly code: Made | undefined }) {
  const revoke = useAction(() => call('revoke', { ...inShell(), invite: invite.id }));
  const { id, by, expiresAt } = invite;
  const left = countdown(expiresAt - now.value);
  const until = new Date(expiresAt).toLocaleTimeString([], { timeStyle: 'short' });
  return (
    <li>
      <div class="line">
        <div class="about">
          <p>
            {code === undefined ? words.invite.called : words.invite.endsIn}{' '}
            <code>{code === undefined ? shortId(id) : endOf(code)}</code>
          </p>
          <p class="facts">
            {by.id === shell.value?.me.id
              ? words.invite.mine(left, until)
              : words.invite.openLine(by.name, left, until)}
          </p>
        </div>
        {code !== undefined && <CopyLink made={code} />}
        <button
          type="button"
          class="link"
          aria-label={words.invite.revokeLabel(code === undefined ? shortId(id) : endOf(code))}
          onClick={() => revoke.run()}
        >
          {words.invite.revoke}
        </button>
      </div>
      <Failure problem={revoke.problem} />
    </li>
  );
}

/** Copies a code and shows it whole, where it can be copied by hand and as a picture. */
function CopyLink({ made: one }: { readonly made: Made }) {
  const isCopied = useSignal(false);
  const copy = (): void => {
    shown.value = one.id;
    void navigator.clipboard.writeText(one.code).then(
      () => (isCopied.value = true),
      () => (isCopied.value = false),
    );
  };
  return (
    <>
      <span class="hint" role="status">
        {isCopied.value && words.copied}
      </span>
      <button type="button" class="link" aria-label={words.invite.copyLabel(endOf(one))} onClick={copy}>
        {words.copy}
      </button>
    </>
  );
}
