// The courier of email.

import { limits } from '../../core/limits.ts';
import type { Mail } from '../../core/ports/mail.ts';
import type { Courier } from './couriers.ts';

export const createMailCourier =
  (mail: Mail): Courier =>
  ({ id, recipient, subject, message }, signal) =>
    mail.send(
      { id, to: recipient, subject, text: message },
      { timeoutMs: limits.deliveryMs, signal },
    );
