import type { Calls } from '../../shared/calls.js';
import { ImpossibleInput } from '../../shared/impossible-input.js';
import { isObject, type Json } from '../../shared/json.js';
import type { Activities, Place } from '../activities.js';
import { dataOf, dialogAction, findAction } from '../cards/actions.js';
import { type InputValues, inputErrors, valuesOf } from '../cards/inputs.js';
import type { Delivered, Overrides } from '../delivery.js';
import type { Dialog, Dialogs } from '../dialogs.js';
import type { Conversation, StoredMessage, TeamsUser } from '../model.js';
import type { Organisation } from '../organisation.js';
import {
  type ExecuteAnswer,
  readExecuteAnswer,
  readTaskAnswer,
  type TaskAnswer,
  WrongAnswer,
} from './invoke-answers.js';
import { refreshAction } from './refresh-action.js';

/** What a person's client can do; Teams itself can do all of it. */
export interface Client {
  /** Understands Action.Execute; others take its fallback. */
  execute: boolean;
  /** Has dialogs; others send what should open one as any other Action.Submit. */
  dialogs: boolean;
}

export interface Act {
  /** By id, object id, short name or e-mail address. */
  user: string;
  /** By id or name. */
  conversation: string;
  /** The message's id. */
  message: string;
  /** The action's id, verb or title. */
  action: string;
  /** What was typed and chosen; other inputs hold what the card prefills. */
  inputs?: InputValues;
  overrides?: Overrides;
}

export interface Submission {
  user: string;
  /** The button's id or title; a dialog's only button needs no name. */
  action?: string;
  inputs?: InputValues;
  overrides?: Overrides;
}

/** `errors` and `opened` are the client's own doing: the app was not asked. */
export type ActionOutcome = (
  | ExecuteAnswer
  | { kind: 'dialog'; dialog: Dialog }
  /** As a message, to which a bot answers by messages. */
  | { kind: 'sent' }
  | { kind: 'closed' }
  | { kind: 'opened'; url: string }
  | { kind: 'errors'; errors: Record<string, string> }
  | { kind: 'failed'; error: string }
) & { ms: number; delivered?: Delivered };

/** The sentence that Teams' client shows whatever is wrong with the app's answer. */
export const TROUBLE = 'Unable to reach app. Please try again.';

const everything: Client = { execute: true, dialogs: true };

/** What people do with cards and dialogs. Impossible things throw ImpossibleInput; what the app does is an outcome. */
export class People {
  /** Of those whose client can do less. */
  readonly clients = new Map<string, Client>();

  constructor(
    readonly organisation: Organisation,
    readonly dialogs: Dialogs,
    readonly activities: Activities,
    readonly calls: Calls,
    readonly deliver: (activity: Json, overrides?: Overrides) => Promise<Delivered>,
    readonly notice: (user: string, text: string) => void,
  ) {}

  /** Presses a button of a card, as the person sees the card. */
  async click(act: Act): Promise<ActionOutcome> {
    const user = this.user(act.user);
    const { place, message } = this.#messageOf(user, act);
    const card = this.organisation.cardFor(place.conversation, message, user.id);
    if (!card) throw new ImpossibleInput('this message has no card');
    const client = this.clients.get(user.id) ?? everything;
    const action = findAction(card, act.action, client);
    if (action.type === 'Action.OpenUrl') return { kind: 'opened', url: String(action.url), ms: 0 };
    const values = valuesOf(card, act.inputs ?? {});
    const errors = action.associatedInputs === 'none' ? {} : inputErrors(card, values);
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors, ms: 0 };
    const data = dataOf(action, values);
    if (action.type === 'Action.Execute')
      return this.#execute(user, place, message, action, data, 'manual', act.overrides);
    return this.#submit(user, place, message, data, client, act.overrides);
  }

  /** Presses a button of the dialog that the person has open. */
  async submitDialog(submission: Submission): Promise<ActionOutcome> {
    const user = this.user(submission.user);
    const dialog = this.dialogs.of(user.id);
    if (!dialog) throw new ImpossibleInput(`${user.handle} has no dialog open`);
    const action = dialogAction(dialog.card, submission.action);
    if (action.type === 'Action.OpenUrl') return { kind: 'opened', url: String(action.url), ms: 0 };
    if (action.type !== 'Action.Submit') throw new ImpossibleInput(`${String(action.type)} sends nothing`);
    const values = valuesOf(dialog.card, submission.inputs ?? {});
    const errors = action.associatedInputs === 'none' ? {} : inputErrors(dialog.card, values);
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors, ms: 0 };
    const value = { data: dataOf(action, values), context: { theme: 'default' } };
    return this.#task(user, dialog.place, dialog.message, 'task/submit', value, submission.overrides);
  }

  /** Closes the dialog; the app does not hear of it. */
  closeDialog({ user }: { user: string }): void {
    this.dialogs.close(this.user(user).id);
  }

  /**
   * Looks at a message, which lets the client ask the app for the person's own view of it, if the card wants that.
   * Resolves with the card that the person sees.
   */
  async look(act: Omit<Act, 'action' | 'inputs'>): Promise<Json | undefined> {
    const user = this.user(act.user);
    const { place, message } = this.#messageOf(user, act);
    const action = refreshAction(this.organisation, place.conversation, message, user.id);
    if (action) await this.#execute(user, place, message, action, dataOf(action, {}), 'automatic', act.overrides);
    return this.organisation.cardFor(place.conversation, message, user.id);
  }

  /** The user, who must exist. */
  user(reference: string): TeamsUser {
    const user = this.organisation.findUser(reference);
    if (!user) throw new ImpossibleInput(`there is no user ${reference}`);
    return user;
  }

  /** A conversation that the user is in. */
  conversationOf(user: TeamsUser, reference: string): Conversation {
    const conversation = this.organisation.findConversation(reference);
    if (!conversation || !this.organisation.members(conversation).includes(user.id)) {
      throw new ImpossibleInput(`${user.handle} is not in ${reference}`);
    }
    return conversation;
  }

  #messageOf(user: TeamsUser, act: { conversation: string; message: string }) {
    const conversation = this.conversationOf(user, act.conversation);
    const message = this.organisation.findMessage(conversation, act.message);
    if (!message || message.deleted) throw new ImpossibleInput('there is no such message');
    const threadId = conversation.kind === 'channel' ? (message.threadId ?? message.id) : undefined;
    const place: Place = threadId === undefined ? { conversation } : { conversation, threadId };
    return { place, message };
  }

  async #execute(
    user: TeamsUser,
    place: Place,
    message: StoredMessage,
    action: Json,
    data: unknown,
    trigger: 'manual' | 'automatic',
    overrides: Overrides | undefined,
  ): Promise<ActionOutcome> {
    const { id, verb } = action;
    const value = { action: { type: 'Action.Execute', ...(id === undefined ? {} : { id }), verb, data }, trigger };
    const activity = this.activities.invoke(user, place, 'adaptiveCard/action', value, message.id);
    const delivered = await this.deliver(activity, overrides);
    const answer = this.#read(user, delivered, readExecuteAnswer);
    if (answer.kind === 'card') this.organisation.show(place.conversation, message, user.id, answer.card);
    if (trigger === 'manual' && answer.kind === 'message') this.notice(user.id, answer.text);
    if (trigger === 'manual' && answer.kind === 'error') this.notice(user.id, answer.message);
    return { ...answer, ms: delivered.ms, delivered };
  }

  async #submit(
    user: TeamsUser,
    place: Place,
    message: StoredMessage,
    data: unknown,
    client: Client,
    overrides: Overrides | undefined,
  ): Promise<ActionOutcome> {
    const special = isObject(data) && isObject(data.msteams) ? data.msteams : {};
    if (special.type === 'task/fetch' && client.dialogs) {
      return this.#task(user, place, message, 'task/fetch', { data, context: { theme: 'default' } }, overrides);
    }
    if (special.type === 'messageBack' || special.type === 'imBack') {
      const text = String(special.text ?? special.value ?? '');
      const value = isObject(special.value) ? special.value : {};
      return this.#sent(user, this.activities.submit(user, place, message, value, text), overrides);
    }
    return this.#sent(user, this.activities.submit(user, place, message, isObject(data) ? data : { data }), overrides);
  }

  async #sent(user: TeamsUser, activity: Json, overrides: Overrides | undefined): Promise<ActionOutcome> {
    const delivered = await this.deliver(activity, overrides);
    const { ms, error } = delivered;
    if (delivered.acknowledged) return { kind: 'sent', ms, delivered };
    this.notice(user.id, `${TROUBLE} (${error ?? 'no answer'})`);
    return { kind: 'failed', error: TROUBLE, ms, delivered };
  }

  async #task(
    user: TeamsUser,
    place: Place,
    message: StoredMessage,
    name: 'task/fetch' | 'task/submit',
    value: Json,
    overrides: Overrides | undefined,
  ): Promise<ActionOutcome> {
    const activity = this.activities.invoke(user, place, name, value, message.id);
    const delivered = await this.deliver(activity, overrides);
    const answer = this.#read<TaskAnswer>(user, delivered, readTaskAnswer);
    const common = { ms: delivered.ms, delivered };
    if (answer.kind === 'continue') {
      const dialog = this.dialogs.show({ ...answer.content, user: user.id, place, message });
      return { kind: 'dialog', dialog, ...common };
    }
    if (answer.kind === 'failed') return { ...answer, ...common };
    this.dialogs.close(user.id);
    if (answer.kind === 'message') this.notice(user.id, answer.text);
    return { ...answer, ...common };
  }

  /** The app's answer; a wrong one is a violation. */
  #read<T>(
    user: TeamsUser,
    delivered: Delivered,
    read: (content: unknown) => T,
  ): T | { kind: 'failed'; error: string } {
    try {
      if (delivered.acknowledged) return read(delivered.content);
      this.notice(user.id, `${TROUBLE} (${delivered.error ?? 'no answer'})`);
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error;
      const where = String(delivered.activity.name);
      this.calls.violations.push({ where, error: 'the answer is not understood', messages: [...error.problems] });
      this.notice(user.id, TROUBLE);
    }
    return { kind: 'failed', error: TROUBLE };
  }
}
