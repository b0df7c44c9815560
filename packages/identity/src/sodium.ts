import sodium from 'libsodium-wrappers-sumo';

// The WASM module loads asynchronously. Awaiting it here, once, keeps every caller synchronous.
await sodium.ready;

export { sodium };
