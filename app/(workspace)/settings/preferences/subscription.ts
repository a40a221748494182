import { z } from 'zod';

/** What `PushSubscription.toJSON` gives, as far as it is used. */
export const subscriptionSchema = z.object({
  endpoint: z.string().max(2_000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});

/** What the device is told of. */
export const choicesSchema = z.object({
  showCode: z.boolean(),
  limited: z.boolean(),
  addresses: z.array(z.string()).max(10_000),
});
