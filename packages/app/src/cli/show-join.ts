import type { JoinStep } from '../shown/index.ts';
import type { Terminal } from './terminal.ts';
import { showMoment } from './units.ts';

/** Where a join stands; the reply alone is an answer. */
export const showJoinStep =
  (byReply: boolean) =>
  (step: JoinStep, terminal: Terminal): string => {
    switch (step.state) {
      case 'dialling':
        if (!byReply) terminal.say('Reaching the inviter…');
        return '';
      case 'reply-needed':
        if (!byReply) terminal.say('They could not be reached directly so far.');
        terminal.say(
          `Step 2 of 2: send this reply back to them, before ${showMoment(step.expiresAt)}; they run: npx fyteclub reply`,
        );
        return step.reply;
      case 'joined':
        return `You are in "${step.shell.name}" as ${step.me.name}.`;
    }
  };
