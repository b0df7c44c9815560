import { transferSession } from './transfer-session.setup.ts';

/** One mod on its way from one member to another, seen from either end; `app` does what it emits. */
export const transferSessionMachine = transferSession.createMachine({
  id: 'transferSession',
  context: ({ input }) => ({ ...input, bytes: 0, attempts: 0, reason: null }),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'waitingForRange',
  on: {
    SIGHT: { actions: 'noteSight' },
    TURN: { actions: 'noteTurn' },
    PAUSE: { actions: 'notePause' },
    RESUME: { actions: 'notePause' },
    REQUESTED: { actions: 'refuse' },
    // A member removed or a mod no longer shared: nothing of it may move any more, whatever the state.
    WITHDRAWN: { target: '.ended', actions: 'noteTrouble' },
  },
  states: {
    // Not even the manifest is told before both see each other within range.
    waitingForRange: {
      always: [
        { guard: 'isHeld', target: 'held' },
        { guard: 'isPaused', target: 'paused' },
        { guard: 'mayReceive', target: 'near.queued' },
        { guard: 'maySend', target: 'near.offered' },
      ],
    },

    near: {
      initial: 'queued',
      on: {
        SIGHT: [
          { guard: 'outOfRange', target: 'waitingForRange', actions: 'noteSight' },
          { actions: 'noteSight' },
        ],
        PAUSE: { target: 'paused', actions: 'notePause' },
      },
      states: {
        // Where only so many may move at a time, whoever comes later waits; a sender waits by not being asked.
        queued: {
          entry: 'noteQueued',
          always: [
            { guard: 'maySend', target: 'offered' },
            { guard: 'hasTurn', target: 'requesting' },
          ],
        },

        // The receiver asks: it alone knows what it already has.
        requesting: {
          entry: 'request',
          on: {
            ACCEPTED: 'moving',
            REFUSED: { target: 'backingOff', actions: 'noteTrouble' },
            TURN: [{ guard: 'losesTurn', target: 'queued', actions: 'noteTurn' }, { actions: 'noteTurn' }],
          },
          after: {
            answer: { target: 'backingOff', actions: { type: 'blame', params: { code: 'no-answer' } } },
          },
        },

        // The sender only waits; a receiver that lost the channel asks again.
        offered: {
          on: {
            REQUESTED: [
              { guard: 'mayServe', target: 'moving', actions: 'accept' },
              { actions: ['refuse', 'noteQueued'] },
            ],
          },
        },

        // Keys exist only in here; whatever leaves, the pump is cut and they are zeroed.
        moving: {
          initial: 'opening',
          exit: 'abortUnlessDone',
          on: {
            // A receiver that restarted asks anew while we still serve its former self.
            REQUESTED: { target: 'moving', reenter: true, actions: 'accept' },
            TURN: [{ guard: 'losesTurn', target: 'queued', actions: 'noteTurn' }, { actions: 'noteTurn' }],
            LOST: [
              { guard: 'worthRetrying', target: 'backingOff', actions: 'noteTrouble' },
              { target: '#transferSession.failed', actions: 'noteTrouble' },
            ],
            STALE: '#transferSession.outdated',
            DISK_FULL: '#transferSession.diskFull',
            DONE: [
              { guard: 'isInbound', target: '#transferSession.installing' },
              { target: '#transferSession.complete' },
            ],
          },
          states: {
            // Bulk bytes never share the control connection, so a channel of their own must come up first.
            opening: {
              entry: 'openBulk',
              on: { BULK_OPEN: { target: 'flowing', actions: 'start' } },
              after: {
                open: {
                  target: '#transferSession.near.backingOff',
                  actions: { type: 'blame', params: { code: 'no-bulk' } },
                },
              },
            },
            // Each sign of life starts the wait again: a channel can die without a word.
            flowing: {
              on: { PROGRESS: { target: 'flowing', reenter: true, actions: 'noteProgress' } },
              after: {
                stall: {
                  target: '#transferSession.near.backingOff',
                  actions: { type: 'blame', params: { code: 'stalled' } },
                },
              },
            },
          },
        },

        // Twice as long after each failure, so that two restless ends do not hammer each other.
        backingOff: {
          always: { guard: 'maySend', target: 'offered' },
          on: { OFFERED: 'queued' },
          after: { backOff: 'queued' },
        },
      },
    },

    // Distance no longer matters: all bytes are here, verified; only the folder has to change places.
    installing: {
      entry: 'install',
      on: {
        INSTALLED: 'complete',
        INSTALL_FAILED: [
          { guard: 'diskIsFull', target: 'diskFull' },
          { guard: 'worthRetrying', target: 'waitingToInstall', actions: 'noteTrouble' },
          { target: 'failed', actions: 'noteTrouble' },
        ],
      },
    },
    // A game that holds the old files open lets go of them sooner or later.
    waitingToInstall: { after: { backOff: 'installing' } },

    // Not final: a received folder can vanish, and a receiver can ask again for what it lost.
    complete: {
      entry: 'noteComplete',
      on: {
        MISSING: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: [{ guard: 'mayServe', target: 'near.moving', actions: 'accept' }, { actions: 'refuse' }],
      },
    },

    // The folder changed under the sender. Its next offers, told after it looked again, say what to ask for.
    outdated: {
      entry: ['rescan', { type: 'giveReason', params: { reason: 'stale' } }],
      on: {
        OFFERED: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: [{ guard: 'mayServe', target: 'near.moving', actions: 'accept' }, { actions: 'refuse' }],
      },
    },

    // What is verified stays on the disk; trying again costs one request.
    diskFull: {
      entry: { type: 'giveReason', params: { reason: 'disk-full' } },
      on: { RESUME: { target: 'waitingForRange', actions: 'notePause' } },
      after: { space: 'waitingForRange' },
    },

    // Where we stand does not matter yet. Once released it never comes back here: the same bytes are not asked about twice.
    held: {
      entry: { type: 'giveReason', params: { reason: 'too-big' } },
      on: { RELEASED: { target: 'waitingForRange', actions: ['noteRelease', 'startOver'] } },
    },

    paused: {
      entry: { type: 'giveReason', params: { reason: 'user' } },
      on: { RESUME: { target: 'waitingForRange', actions: ['notePause', 'startOver'] } },
    },

    // Only the user, or a new version under a new hash, gets out of here: the same bytes would fail the same way.
    failed: { on: { RESUME: { target: 'waitingForRange', actions: ['notePause', 'startOver'] } } },

    ended: { type: 'final' },
  },
});
