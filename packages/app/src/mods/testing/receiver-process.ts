import { createInbound, createTransferSeal, type ModOffer, type TransferBinding } from '@fyteclub/transfer';
import { openHome } from './homes.ts';

/** What the parent tells first: where to receive, and under which keys. */
export interface Order {
  readonly home: string;
  readonly offer: ModOffer;
  readonly binding: TransferBinding;
}

/** A receiver as a process of its own, so that a test can kill it. Frames come and go as messages of the parent. */
function run(order: Order): void {
  const started = openHome(order.home).then(({ library }) => {
    const pump = createInbound({
      port: {
        send: (frame) => process.send?.(frame) ?? false,
        bufferedAmount: () => 0,
        drained: () => Promise.resolve(),
      },
      seal: createTransferSeal(order.binding, 'receiver'),
      expected: { shell: order.binding.shell, owner: order.binding.sender, mod: order.binding.mod },
      offer: order.offer,
      store: library.store(order.offer.mod),
    });
    void pump.ended.then(async (end) => {
      const installed = end.kind === 'done' ? await library.install(order.offer.mod) : end;
      await library.close();
      process.send?.(JSON.stringify(installed), () => process.disconnect());
    });
    return pump;
  });
  process.on('message', (frame) => {
    void started.then((pump) => {
      pump.receive(frame as Uint8Array);
    });
  });
}

process.once('message', (order) => {
  run(order as Order);
});
