import { inboxChannel } from '../../src/playground/teams/default-organisation.js';
import type { Overrides } from '../../src/playground/teams/delivery.js';
import type { Dialog } from '../../src/playground/teams/dialogs.js';
import type { StoredMessage } from '../../src/playground/teams/model.js';
import type { ActionOutcome } from '../../src/playground/teams/people/people.js';
import type { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import type { Typed } from './cases.js';

/** What people see and do in Teams, in the terms of referrals. Buttons are named by what stands on them. */
export interface InTeams {
  /** All cards of a referral in the inbox's channel. */
  cards(referralId: string): readonly StoredMessage[];
  card(referralId: string): StoredMessage | undefined;
  /** What the card shows, as JSON. */
  shows(referralId: string): string;
  /** Resolves once the card says so. */
  cardSays(referralId: string, text: string): Promise<void>;
  /** What somebody sees where the card is, which can be another than everybody's. */
  seenBy(user: string, referralId: string): string;
  /** The texts of the replies under a card. */
  thread(referralId: string): string[];
  /** Presses a button of a referral's card. */
  press(user: string, referralId: string, button: string): Promise<ActionOutcome>;
  /** Presses a button that opens a dialog, which it resolves with. */
  open(user: string, referralId: string, button: string): Promise<Dialog>;
  submit(user: string, inputs?: Typed, button?: string, overrides?: Overrides): Promise<ActionOutcome>;
  /** What the dialog shows that a user has open, as JSON. */
  dialog(user: string): string;
  /** Opens a dialog and submits it; resolves with what it shows then. */
  act(user: string, referralId: string, button: string, inputs?: Typed): Promise<string>;
  /** Presses a button that the client sends as a message, and resolves with the reply that says so. */
  pressBySending(
    user: string,
    message: StoredMessage,
    button: string,
    what: { readonly inputs?: Typed; readonly says: string },
  ): Promise<StoredMessage>;
}

const texts = new WeakMap<object, string>();

/** A message's cards as JSON. Asked for again and again while something is awaited; an edit brings new ones. */
function textOf({ attachments }: StoredMessage): string {
  let text = texts.get(attachments);
  if (text === undefined) {
    text = JSON.stringify(attachments);
    texts.set(attachments, text);
  }
  return text;
}

export function inTeams(teams: TeamsStandIn): InTeams {
  const messages = () => teams.messages(inboxChannel);
  const cards = (referralId: string) =>
    messages().filter(
      (message) => message.threadId === undefined && !message.deleted && textOf(message).includes(referralId),
    );
  const card = (referralId: string) => cards(referralId)[0];
  const cardOf = (referralId: string) => {
    const message = card(referralId);
    if (!message) throw new Error(`no card of ${referralId}`);
    return message;
  };
  const idOf = (user: string) => teams.people.user(user).id;
  const click = (user: string, message: StoredMessage, action: string, inputs: Typed = {}) =>
    teams.people.click({ user, conversation: inboxChannel, message: message.id, action, inputs });
  const dialog = (user: string) => JSON.stringify(teams.dialogs.of(idOf(user))?.card ?? '');

  const self: InTeams = {
    cards,
    card,
    dialog,
    shows(referralId) {
      const message = card(referralId);
      return message ? textOf(message) : '';
    },
    async cardSays(referralId, text) {
      await teams.until(() => self.shows(referralId).includes(text), { what: `a card that says “${text}”` });
    },
    seenBy: (user, referralId) =>
      JSON.stringify(
        teams.organisation.cardFor(teams.conversation(inboxChannel), cardOf(referralId), idOf(user)) ?? '',
      ),
    thread: (referralId) =>
      messages()
        .filter(({ threadId }) => threadId !== undefined && threadId === card(referralId)?.id)
        .map(({ summary }) => summary ?? ''),
    press: async (user, referralId, button) => click(user, cardOf(referralId), button),
    async open(user, referralId, button) {
      const outcome = await self.press(user, referralId, button);
      if (outcome.kind !== 'dialog') throw new Error(`no dialog but ${JSON.stringify(outcome)}`);
      return outcome.dialog;
    },
    submit: (user, inputs = {}, button, overrides = {}) =>
      teams.people.submitDialog({ user, inputs, overrides, ...(button === undefined ? {} : { action: button }) }),
    async act(user, referralId, button, inputs) {
      await self.open(user, referralId, button);
      const outcome = await self.submit(user, inputs);
      if (outcome.kind !== 'dialog') throw new Error(`${button}: ${JSON.stringify(outcome)}`);
      return dialog(user);
    },
    async pressBySending(user, message, button, { inputs, says }) {
      const before = messages().length;
      const outcome = await click(user, message, button, inputs);
      if (outcome.kind !== 'sent') throw new Error(`not sent but ${JSON.stringify(outcome)}`);
      const root = message.threadId ?? message.id;
      const isAnswer = (one: StoredMessage) => one.threadId === root && textOf(one).includes(says);
      return teams.until(() => messages().slice(before).find(isAnswer), { what: `a reply that says “${says}”` });
    },
  };
  return self;
}
