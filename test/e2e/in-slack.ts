import type { InputValues } from '../../src/playground/page-api.js';
import type { Overrides } from '../../src/playground/slack/delivery.js';
import type { Ephemeral, StoredMessage } from '../../src/playground/slack/model.js';
import type { Place } from '../../src/playground/slack/people/people.js';
import { SlackStandIn, type StandInOptions } from '../../src/playground/slack/stand-in.js';
import type { StoredView } from '../../src/playground/slack/views.js';
import { botScopes, slashCommands, subscribedEvents } from '../../src/slack/manifest.js';
import type { Typed } from './cases.js';
import { anna, bruno, chloe, dana, guest, inbox } from './cast.js';

/** What somebody enters, by field name. */
export type Entered = Record<string, InputValues[string][string]>;

/** What people see and do in Slack, in the terms of referrals. */
export interface InSlack {
  /** All cards of a referral, wherever they stand. */
  cards(referralId: string): readonly StoredMessage[];
  card(referralId: string): StoredMessage | undefined;
  /** Resolves once the card says so. */
  cardSays(referralId: string, text: string): Promise<StoredMessage>;
  /** The lines in the threads of a referral's cards. */
  thread(referralId: string): readonly string[];
  /** The form that a user has open. */
  form(user: string): StoredView | undefined;
  /** Presses a button, or chooses an entry of the menu, of a card, and resolves with the form that it opened. */
  open(user: string, referralId: string, action: string, on?: Place): Promise<StoredView>;
  /** Presses a button, or chooses an entry of the menu, of a card. */
  press(user: string, referralId: string, action: string, on?: Place): ReturnType<SlackStandIn['people']['click']>;
  submit(user: string, values?: Entered, overrides?: Overrides): ReturnType<SlackStandIn['people']['submitView']>;
  command(user: string, text: string, options?: { command?: string; channel?: string }): Promise<Ephemeral | undefined>;
  /** Resolves with the newest private message to a user once there are so many. */
  told(user: string, count?: number): Promise<Ephemeral>;
}

/** A stand-in for Slack with the app installed as its manifest says. */
export function standInFor(mode: 'http' | 'socket', options: StandInOptions = {}): SlackStandIn {
  return new SlackStandIn({
    mode,
    signingSecret: '0123456789abcdef0123456789abcdef',
    scopes: Object.keys(botScopes),
    commands: slashCommands.map(({ command }) => command),
    events: subscribedEvents,
    ...options,
  });
}

export function inSlack(slack: SlackStandIn): InSlack {
  const everywhere = () =>
    [...slack.workspace.channels.values()].flatMap(({ id, kind, messages }) =>
      messages.map((message) => ({ channel: id, isDirect: kind === 'im', message })),
    );
  // What somebody is told directly may name the referral too.
  const cardPlaces = (referralId: string) =>
    everywhere().filter(({ isDirect, message }) => !isDirect && !isReply(message) && says(message, referralId));
  const card = (referralId: string) => cardPlaces(referralId)[0]?.message;
  const form = (user: string) => slack.views.top(user);
  const placeOf = (referralId: string): Place => {
    const [found] = cardPlaces(referralId);
    if (!found) throw new Error(`no card of ${referralId}`);
    return { channel: found.channel, ts: found.message.ts };
  };
  const blocksAt = (place: Place) =>
    'ephemeral' in place
      ? slack.workspace.ephemerals.get(place.ephemeral)?.blocks
      : 'ts' in place && slack.workspace.findMessage(slack.channel(place.channel), place.ts)?.blocks;

  const self: InSlack = {
    card,
    form,
    cards: (referralId) => cardPlaces(referralId).map(({ message }) => message),
    cardSays: (referralId, text) =>
      slack.until(
        () => {
          const message = card(referralId);
          return message && says(message, text) && message;
        },
        { what: `a card that says “${text}”` },
      ),
    thread(referralId) {
      const parents = new Set(cardPlaces(referralId).map(({ message }) => message.ts));
      return everywhere()
        .filter(({ message }) => isReply(message) && parents.has(message.threadTs ?? ''))
        .map(({ message }) => message.text);
    },
    press(user, referralId, action, on = placeOf(referralId)) {
      return JSON.stringify(blocksAt(on)).includes(`"deal:${action}"`)
        ? slack.people.click({ ...on, user, actionId: `deal:${action}` })
        : slack.people.selectOverflow({ ...on, user, actionId: 'deal:more', option: `${action}:${referralId}` });
    },
    async open(user, referralId, action, on) {
      const before = form(user)?.id;
      await self.press(user, referralId, action, on);
      return slack.until(
        () => {
          const view = form(user);
          return view && view.id !== before && view.definition.callback_id !== 'loading' ? view : undefined;
        },
        { what: `a form for ${action}` },
      );
    },
    submit(user, values = {}, overrides) {
      const view = form(user);
      if (!view) throw new Error(`${user} has no form open`);
      const submission = { user, viewId: view.id, values: inFields(values) };
      return slack.people.submitView(overrides ? { ...submission, overrides } : submission);
    },
    async command(user, text, { command = '/deals', channel = inbox } = {}) {
      await slack.people.slashCommand({ user, channel, command, text });
      // What the acknowledgement says appears at once.
      return slack.ephemerals(user).at(-1);
    },
    told: (user, count = 1) =>
      slack.until(
        () => {
          const found = slack.ephemerals(user);
          return found.length >= count && found.at(-1);
        },
        { what: `${count} private messages to ${user}` },
      ),
  };
  return self;
}

const people: Readonly<Record<string, string>> = { anna, bruno, chloe, dana, gina: guest };
const asPerson = (reference: string) => people[reference.replace(/^@/, '')] ?? reference;

export const isTyped = (values: Entered | Typed | undefined): values is Typed =>
  values !== undefined && Object.values(values).every((value) => typeof value === 'string');

/** What somebody types and chooses, as each field of an open form takes it. */
export function enteredIn(view: StoredView, typed: Typed): Entered {
  const blocks = view.definition.blocks as readonly { block_id?: string; element?: { type: string } }[];
  const entered = Object.entries(typed).map(([name, text]) => {
    switch (blocks.find(({ block_id }) => block_id === name)?.element?.type) {
      case 'static_select':
        return [name, { selectedOption: text }];
      case 'datepicker':
        return [name, { selectedDate: text }];
      case 'users_select':
        return [name, { selectedUser: asPerson(text) }];
      case 'multi_users_select':
        return [name, { selectedUsers: text.split(',').map(asPerson) }];
      default:
        return [name, { value: text }];
    }
  });
  return Object.fromEntries(entered);
}

/** A form's state: each field is a block whose one element is called `value`. */
export const inFields = (values: Entered): InputValues =>
  Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }]));

/** Whether a message's text or blocks contain it. */
export const says = (message: { text: string; blocks: unknown } | undefined, text: string) =>
  message !== undefined && JSON.stringify([message.text, message.blocks]).includes(JSON.stringify(text).slice(1, -1));

export const isReply = (message: StoredMessage) => message.threadTs !== undefined && message.threadTs !== message.ts;
