/** The words of docs/wire-format.md, around what is generated. */

/** In the order in which they build on each other. */
export const PACKAGES = ['identity', 'phonebook', 'election', 'transfer', 'app'];

/** On which topic of a link each group of bodies goes. */
export const BODY_TOPICS = {
  election: 'election',
  transfer: 'transfer',
  introduction: 'introduction',
  overlay: 'overlay',
  welcome: 'membership',
  history: 'membership',
  'epoch handed over': 'membership',
  renewal: 'membership',
};

/** Samples of the fuzzer that are shown as bytes: those of packages without golden files, and always the same. */
export const SIGNED = ['beacon', 'suspicion', 'witness list', 'manifest'];

export const INTRODUCTION = `# Wire format

<!-- Written by tools/write-wire-format.mjs. -->

Everything that one node sends to another, or that people paste, byte by byte. \`tools/write-wire-format.mjs\` writes this page from the sources, from golden bytes and from sample messages; a check fails as soon as it differs from them. Whoever changes a layout gives it a new version number: members who have not updated must be able to tell. What the messages are for is said in [protocol.md](protocol.md).

## From the channel inwards

1. A WebRTC data channel, ordered and reliable, carries binary messages of at most 262,144 bytes, encrypted by DTLS. Text messages belong to the channel itself: \`here\`, \`last\`, \`got-last\`, \`gone\`.
2. On the **control** channel each message is a frame: version (1 byte), kind (0 plain, 1 sealed), payload. A plain payload is a body. A sealed one is a body under the session's AEAD, whose nonce counts the frames of the direction and is not sent.
3. A body is its part (1 byte: 0 whole, 1 more, 2 last, 3 beat) and bytes. \`whole\` is one envelope of at most 65,536 bytes; \`more\` and \`last\` are pieces of one of at most 1,048,576 bytes.
4. An envelope is the MessagePack array \`[1, topic, body]\`: at most 16 levels and 65,536 values, no extension types. A topic is lower-case letters, digits and \`-\`, at most 32 characters.
5. On topic \`handshake\` the body is one frame of the handshake as bytes; on \`phonebook\` the 32 bytes of an epoch's name, or zeros, and then a phonebook message, sealed under that epoch or by the session alone; on every other topic a map with a \`type\`.
6. On a **bulk** channel the first message is a ticket: transfer id (32 bytes) and a proof (32 bytes) that only the two ends of the control session can compute. After it each message is one sealed frame of the transfer: 1 if it is the last of its direction else 0, the AES-256-GCM ciphertext, the 16-byte tag. The nonce is four zero bytes and a counter (8 bytes), which is not sent.

ICE names carry the knock: the listener's is a tag of the shared secret (12 characters) and a nonce; the dialler's is the time in milliseconds (6 bytes) and a MAC (12 bytes), in base64.

Whole numbers are unsigned and big-endian. In this page bytes are hexadecimal.`;

export const LAYOUTS_WORDS = `## Canonical layouts

All that is signed, hashed or sealed starts with its label in ASCII, a zero byte and a version byte; then come the fields in this order. There is one encoding for each value: whoever decodes encodes again and refuses other bytes.

| form | bytes |
| --- | --- |
| \`u8\`, \`u16\`, \`u32\`, \`u64\` | 1, 2, 4, 8; a \`u64\` is below 2^53 |
| \`flag\` | 1: 0 or 1 |
| \`fixed(n)\` | n |
| \`bytes(max)\` | length (4), then so many, at most max |
| \`text(max)\` | length (2), then UTF-8 in normal form C |
| \`list(form, max)\` | count (4), then each |
| \`sortedSet(form, max)\` | a list whose encoded items ascend strictly |
| \`struct(fields)\` | its fields in order |
| \`memberId\`, \`shellId\`, \`opId\`, \`epochId\` | 32 |
| \`instanceId\`, \`inviteId\` | 16, 8 |
| \`endpoint\` | list of addresses, at most 8, then \`fixed(32)\`, the certificate's SHA-256. An address is 4 or 6 (1), the address (4 or 16), the port (2) |
| \`minutes\` | \`u32\`, minutes since 1970 |
| \`folderTable\` | length (4) of what follows, count (4), then each path: length (2), UTF-8 |
| \`entryTable\` | length (4) of what follows, count (4), then for each file its path (length (2), UTF-8), size (8), count of chunks (4), and for each chunk its SHA-256 (32) and its size less one (2) |

A signed **operation** is the payload, then for each signer its key (32) and Ed25519 signature (64), then the number of signers (1). A **token**, **record**, **beacon**, **suspicion**, **witness list** or **manifest** is the payload and one signature (64). A code's body lacks label and version byte, which its frame stands for; it is followed by a signature (invite) or a MAC of 16 bytes (reply).`;

export const MESSAGES_WORDS = `## Bodies of control messages

One sample of each, and the envelope that carries it. Bytes are shown as \`<…>\`.`;

export const BYTES_WORDS = `## Golden bytes

One sample of each message for a fixed cast and fixed dice. Those of \`identity\` and \`phonebook\` are pinned by tests of these packages as well. Handshake frames are at version 2; those of version 1 are only told apart.`;
