import type { ReadContext } from '../../../src/application/forms/form.js';
import type { Values } from '../../../src/application/forms/values.js';
import { rightsOf } from '../../../src/application/permissions.js';
import { readValues } from '../../../src/slack/render-form.js';
import { anna, aReferral, bruno, dana, profile, start } from '../../support/referrals.js';

type Entered = string | readonly string[] | null;
/** How Slack reports each kind of field. */
const kinds: Record<string, (entered: Entered) => object> = {
  purchaseDate: (entered) => ({ type: 'datepicker', selected_date: entered }),
  closeDate: (entered) => ({ type: 'datepicker', selected_date: entered }),
  currency: option,
  reason: option,
  contactId: option,
  profile: option,
  to: (entered) => ({ type: 'users_select', selected_user: entered }),
  contacts: (entered) => ({ type: 'multi_users_select', selected_users: entered ?? [] }),
  urgent: (entered) => ({
    type: 'checkboxes',
    selected_options: ((entered ?? []) as string[]).map((value) => ({
      value,
      text: { type: 'plain_text', text: 'x' },
    })),
  }),
};
function option(entered: Entered) {
  return { type: 'static_select', selected_option: entered === null ? null : { value: entered, text: { text: 'x' } } };
}

/** The values of a form that was filled in so, through the state that Slack would send. */
export function filledIn(fields: Readonly<Record<string, Entered>>): Values {
  const states = Object.entries(fields).map(([name, entered]) => {
    const state = kinds[name]?.(entered) ?? { type: 'plain_text_input', value: entered };
    return [name, { value: state }];
  });
  const values = readValues({ values: Object.fromEntries(states) });
  if (!values) throw new Error('no state of a form');
  return values;
}

const people = new Map(
  [anna, bruno, dana].map((person) => [
    person.id,
    {
      kind: 'member' as const,
      person,
      email: person === dana ? null : `${person.id.toLowerCase()}@desk.example`,
      language: 'en' as const,
      timeZone: 'UTC',
    },
  ]),
);

/** Anna, Bruno and Dana (without an address) are members; everybody else is a guest. */
export const context: ReadContext = {
  commandId: 'cmd-1',
  referral: aReferral(),
  now: start,
  standing: async (userId) => people.get(userId) ?? { kind: 'guest', language: 'en' },
  mayAct: async (member) => rightsOf(member, profile).may,
};
