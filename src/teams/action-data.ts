import { z } from 'zod';
import { actionsAtOnce } from '../application/at-once.js';
import type { CardAction } from '../application/card-view.js';
import { type FormName, formNames } from '../application/forms/forms.js';
import { ListPage } from '../application/list-deals.js';
import { snoozes } from '../domain/snooze.js';

/**
 * What our buttons carry in `data.desk`, and how it is read back. Whatever comes from outside is parsed here: what we
 * never wrote becomes `unsupported`.
 */
const ReferralIdValue = z.string().regex(/^[\w-]{1,64}$/);
/** Of one drawn form, so that pressing its button twice is one command. */
const Nonce = z.string().regex(/^[\w-]{8,40}$/);

const Pressed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('form'), form: z.enum(formNames), r: ReferralIdValue }),
  z.strictObject({ do: z.literal('new') }),
  z.strictObject({ do: z.literal('details'), r: ReferralIdValue }),
  z.strictObject({ do: z.literal('at-once'), type: z.enum(actionsAtOnce), r: ReferralIdValue }),
  z.strictObject({ do: z.literal('snooze'), snooze: z.enum(snoozes), r: ReferralIdValue }),
  z.strictObject({ do: z.literal('undo'), r: ReferralIdValue, of: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('list'), page: ListPage }),
  z.strictObject({ do: z.literal('show'), r: ReferralIdValue }),
  z.strictObject({ do: z.literal('submit'), form: z.enum(formNames), r: ReferralIdValue, n: Nonce }),
  z.strictObject({ do: z.literal('submit-new'), n: Nonce }),
]);
export type Pressed = z.infer<typeof Pressed>;

const Data = z.object({ desk: Pressed });

/** The meaning of a pressed button; `data` as Teams reports it, inputs and all. */
export function parsePressed(data: unknown): Pressed | { readonly do: 'unsupported' } {
  const parsed = Data.safeParse(data);
  return parsed.success ? parsed.data.desk : { do: 'unsupported' };
}

/** What pressing an action of a card does. */
export function pressedBy(action: CardAction, referralId: string): Pressed {
  if (action === 'details') return { do: 'details', r: referralId };
  const atOnce = actionsAtOnce.find((known) => known === action);
  if (atOnce) return { do: 'at-once', type: atOnce, r: referralId };
  return { do: 'form', form: action as FormName, r: referralId };
}

/** What somebody typed beside the button, by field name; several choices come joined by commas. */
export function enteredIn(data: unknown): ReadonlyMap<string, string> {
  const entered = new Map<string, string>();
  if (typeof data !== 'object' || data === null) return entered;
  for (const [name, value] of Object.entries(data)) {
    if (name === 'desk' || name === 'msteams') continue;
    if (typeof value === 'string') entered.set(name, value);
    // Some clients send numbers and ticks as such.
    else if (typeof value === 'number' || typeof value === 'boolean') entered.set(name, String(value));
  }
  return entered;
}
