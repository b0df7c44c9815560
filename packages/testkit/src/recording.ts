import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a node has handed to its channels: one file a process, `<pid>.sent`, of messages one after the other,
 * each its length (u32, little endian) and its bytes.
 */
const SUFFIX = '.sent';

/** Keeps what a process hands over, beyond the end of that process: for {@link readRecordings}. */
export interface Recorder {
  /** The message is in the file when this returns. */
  record(message: Uint8Array): void;
  close(): void;
}

/** Writes each message before the next one is sent: what was handed over before a kill -9 is in the file. */
export function createRecorder(folder: string): Recorder {
  mkdirSync(folder, { recursive: true });
  const descriptor = openSync(join(folder, `${process.pid}${SUFFIX}`), 'a');
  return {
    record(message) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(message.length);
      writeSync(descriptor, Buffer.concat([length, message]));
    },
    close: () => closeSync(descriptor),
  };
}

/** Every message that processes recorded in `folder`; one that a kill cut short is left out. */
export function readRecordings(folder: string): Buffer[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .flatMap((name) => messagesOf(readFileSync(join(folder, name))));
}

function messagesOf(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end <= bytes.length) messages.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return messages;
}
