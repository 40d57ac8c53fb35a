import type { LoadOrder } from './load-messages';
import { runLoad } from './run-load';

/** A process of its own, so that neither the bench nor a contender pays for sending and timing. */
process.on('message', (order: LoadOrder) => {
  runLoad(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
