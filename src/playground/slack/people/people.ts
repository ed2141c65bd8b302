import type { InputValues } from '../../page-api.js';
import type { Calls } from '../../shared/calls.js';
import { ImpossibleInput } from '../../shared/impossible-input.js';
import { noteViolation } from '../api/handle-call.js';
import type { Delivered, Overrides, Payload } from '../delivery.js';
import { SlackRefusal } from '../errors.js';
import { checkForm } from '../form-check.js';
import { stateOf } from '../input-values.js';
import type { Channel, SlackUser } from '../model.js';
import type { ActionPlace, Payloads } from '../payloads.js';
import { applyResponse } from '../response-urls.js';
import type { StoredView, Views } from '../views.js';
import type { Workspace } from '../workspace.js';
import { describeAction, type ElementAction, findElement } from './find-element.js';
import { applyViewAnswer, TROUBLE, type ViewOutcome } from './view-answer.js';

/** The message or form that a person acts in. */
export type Place = { channel: string; ts: string } | { ephemeral: string } | { view: string };

export type Act = Place & ElementAction & { user: string; values?: InputValues; overrides?: Overrides };

export interface Submission {
  user: string;
  viewId: string;
  /** Merged over what was entered before; inputs that are not named keep their value. */
  values?: InputValues;
  overrides?: Overrides;
}

/** `by` tells whether Slack's client or the app refused; `delivered` is absent when the app was never asked. */
export type SubmissionOutcome = ViewOutcome & { ms: number; by: 'client' | 'app'; delivered?: Delivered };

type Deliver = (payload: Payload, overrides?: Overrides) => Promise<Delivered>;

/** What people do in Slack's client. Impossible things throw ImpossibleInput; whatever the app does is an outcome. */
export class People {
  constructor(
    readonly workspace: Workspace,
    readonly views: Views,
    readonly payloads: Payloads,
    readonly calls: Calls,
    readonly deliver: Deliver,
    readonly commands: ReadonlySet<string>,
    readonly notice: (user: string, text: string) => void,
  ) {}

  /** Clicks a button, or acts upon any other element: chooses an option, a date, a person, … */
  async click(act: Act): Promise<Delivered> {
    return this.#interact(act.user, this.prepareClick(act), act.overrides);
  }

  /** The payload of a click that is to be delivered later, or twice. */
  prepareClick(act: Act): Payload {
    const user = this.user(act.user);
    const place = this.#place(user, act);
    const blocks = place.kind === 'view' ? place.view.definition.blocks : place.message.blocks;
    const found = findElement(blocks, act);
    const action = describeAction(found, act);
    const entered: InputValues = { [found.block.block_id]: { [act.actionId]: act } };
    if (place.kind === 'view') {
      const values = isInput(found.element.type) ? merge(act.values ?? {}, entered) : (act.values ?? {});
      place.view.entered = merge(place.view.entered, values);
    }
    return this.payloads.blockActions(user, place, action, isInput(found.element.type) ? entered : {});
  }

  /** Chooses an option of an overflow menu by its value. */
  async selectOverflow(act: Place & { user: string; actionId: string; option: string; blockId?: string }) {
    const { option, ...rest } = act;
    return this.click({ ...rest, selectedOption: option });
  }

  /** Presses a modal's submit button. */
  async submitView(submission: Submission): Promise<SubmissionOutcome> {
    const user = this.user(submission.user);
    const view = this.#topView(user, submission.viewId);
    if (view.definition.submit === undefined) throw new ImpossibleInput('this view has no submit button');
    view.entered = merge(view.entered, submission.values ?? {});
    const errors = checkForm(view.definition.blocks, stateOf(view.definition.blocks, view.entered));
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors, ms: 0, by: 'client' };
    const delivered = await this.deliver(this.payloads.viewSubmission(user, view), submission.overrides);
    const outcome = delivered.acknowledged
      ? applyViewAnswer(this.views, this.calls, view, delivered.content)
      : ({ kind: 'failed', error: TROUBLE } as const);
    if (outcome.kind === 'failed') this.notice(user.id, delivered.error ?? 'the app answered the form wrongly');
    return { ...outcome, ms: delivered.ms, by: 'app', delivered };
  }

  /** Closes the top modal, or with `all` the whole stack; the app hears of it if it asked to. */
  async closeView({ user: id, viewId, all = false }: { user: string; viewId: string; all?: boolean }) {
    const user = this.user(id);
    const view = this.#topView(user, viewId);
    const cleared = all || view.definition.clear_on_close === true;
    const closed = cleared ? [...this.views.stack(user.id)].reverse() : [view];
    const payloads = closed
      .filter((entry) => entry.definition.notify_on_close === true)
      .map((entry) => this.payloads.viewClosed(user, entry, cleared));
    if (cleared) this.views.clear(user.id);
    else this.views.closeTop(user.id);
    return Promise.all(payloads.map((payload) => this.#interact(user.id, payload)));
  }

  /** Types a slash command; what the app answers in its acknowledgement appears at once. */
  async slashCommand({
    user: id,
    channel: where,
    command,
    text = '',
    overrides,
  }: {
    user: string;
    channel: string;
    command: string;
    text?: string;
    overrides?: Overrides;
  }): Promise<Delivered> {
    const user = this.user(id);
    const channel = this.channelOf(user, where);
    if (!this.commands.has(command)) throw new ImpossibleInput(`${command} is not a valid command`);
    const delivered = await this.deliver(this.payloads.slashCommand(user, channel, command, text), overrides);
    if (!delivered.acknowledged) this.notice(user.id, `${command} failed: ${delivered.error ?? 'no acknowledgement'}`);
    else if (delivered.content !== undefined) this.#answerCommand(channel, user, delivered.content);
    return delivered;
  }

  /** Starts a global shortcut or, with a message, a message shortcut. */
  async shortcut(act: { user: string; callbackId: string; channel?: string; ts?: string }): Promise<Delivered> {
    const user = this.user(act.user);
    if (act.channel === undefined) return this.#interact(user.id, this.payloads.shortcut(user, act.callbackId));
    const channel = this.channelOf(user, act.channel);
    const message = this.workspace.findMessage(channel, act.ts ?? '');
    if (!message) throw new ImpossibleInput('there is no such message');
    return this.#interact(user.id, this.payloads.messageShortcut(user, act.callbackId, channel, message));
  }

  /** The user, who must exist. */
  user(id: string): SlackUser {
    const user = this.workspace.users.get(id);
    if (!user) throw new ImpossibleInput(`there is no user ${id}`);
    return user;
  }

  /** A conversation that the user is in. */
  channelOf(user: SlackUser, reference: string): Channel {
    const channel = this.workspace.findChannel(reference);
    if (!channel?.members.includes(user.id)) throw new ImpossibleInput(`${user.id} is not in ${reference}`);
    return channel;
  }

  async #interact(user: string, payload: Payload, overrides?: Overrides): Promise<Delivered> {
    const delivered = await this.deliver(payload, overrides);
    if (!delivered.acknowledged) this.notice(user, `The app did not take this: ${delivered.error ?? 'unknown'}`);
    else if (delivered.content !== undefined) {
      const error = `the acknowledgement of ${String(payload.body.type)} must be empty`;
      this.calls.violations.push({ where: 'acknowledgement', error, messages: [] });
    }
    return delivered;
  }

  #answerCommand(channel: Channel, user: SlackUser, content: unknown): void {
    try {
      const body = typeof content === 'object' ? content : { text: String(content) };
      applyResponse(this.workspace, { channel, user: user.id }, body);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      noteViolation(this.calls, 'acknowledgement', error);
      this.notice(user.id, `The app's answer was refused: ${error.code}`);
    }
  }

  #place(user: SlackUser, place: Place): ActionPlace {
    if ('view' in place) return { kind: 'view', view: this.#ownView(user, place.view) };
    if ('ephemeral' in place) {
      const message = this.workspace.ephemerals.get(place.ephemeral);
      if (message?.viewer !== user.id) throw new ImpossibleInput('there is no such ephemeral message');
      return { kind: 'ephemeral', channel: this.channelOf(user, message.channel), message };
    }
    const channel = this.channelOf(user, place.channel);
    const message = this.workspace.findMessage(channel, place.ts);
    if (!message) throw new ImpossibleInput('there is no such message');
    return { kind: 'message', channel, message };
  }

  #ownView(user: SlackUser, id: string): StoredView {
    const view = this.views.find(id);
    if (view?.user !== user.id) throw new ImpossibleInput('this view is not open');
    return view;
  }

  #topView(user: SlackUser, id: string): StoredView {
    const view = this.#ownView(user, id);
    if (this.views.top(user.id) !== view) throw new ImpossibleInput('this view is not on top');
    return view;
  }
}

const isInput = (type: unknown) => type !== 'button' && type !== 'overflow';

function merge(below: InputValues, above: InputValues): InputValues {
  const merged = { ...below };
  for (const [block, actions] of Object.entries(above)) merged[block] = { ...merged[block], ...actions };
  return merged;
}
