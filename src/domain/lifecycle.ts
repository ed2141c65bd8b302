import type { Command, Effect, FieldProblem, Refusal } from './commands.js';
import { customerToTell, type TellCustomer } from './customer-notice.js';
import { closeDateProblem, explanationProblem, purchaseProblem, reachabilityProblem } from './field-rules.js';
import { type Actor, type Links, samePerson } from './people.js';
import {
  type Accepted,
  type Active,
  type Archived,
  type CloseReason,
  type EventType,
  type HistoryEvent,
  mostContacts,
  type RecordedCommand,
  type Referral,
  rememberedCommands,
  type State,
} from './referral.js';

export interface Circumstances {
  /** `null`: the desk itself. */
  readonly actor: Actor | null;
  readonly now: Date;
  /** How long the actor may take a command back, in milliseconds. */
  readonly undoWindow: number;
  /** Who of those concerned has an identity on both platforms. Absent: nobody. */
  readonly links?: Links;
  /** The profile's choice. */
  readonly tellCustomer: TellCustomer;
}

export type Answer =
  | {
      readonly kind: 'changed';
      readonly next: Referral;
      readonly recorded: RecordedCommand;
      readonly effects: readonly Effect[];
      /** Effects that an undo can still stop, and until when. Absent: none. */
      readonly held?: readonly { readonly effect: Effect; readonly until: Date }[];
      /** The command whose held-back effects are cancelled with this change. */
      readonly cancels?: string;
    }
  /** This very command was carried out before. */
  | { readonly kind: 'repeated'; readonly recorded: RecordedCommand }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What a command makes of a state, before it is dated and numbered. */
type Move =
  | { readonly refused: Refusal }
  | {
      readonly state: State;
      readonly event: EventType;
      readonly fields?: readonly string[];
      readonly details?: Pick<HistoryEvent, 'to' | 'undid' | 'reason' | 'until'>;
    };

const dayMs = 86_400_000;
const refused = (refusal: Refusal): Move => ({ refused: refusal });
const invalid = (fields: Record<string, FieldProblem>): Move => refused({ code: 'invalid', fields });

/**
 * The whole lifecycle of a referral in one pure function (facts: "What a referral is"): the next state, the line of
 * history, and what is owed to the outside; or why not. A refusal changes nothing and records nothing.
 *
 * One file, however long: each rule is read against the others, and a move that is missing shows here.
 */
export function decide(referral: Referral, command: Command, circumstances: Circumstances): Answer {
  const repeated = referral.commands.find((recorded) => recorded.id === command.id);
  if (repeated) return { kind: 'repeated', recorded: repeated };
  const move = moved(referral, command, circumstances);
  if ('refused' in move) return { kind: 'refused', refusal: move.refused };

  const { actor, now, undoWindow, tellCustomer, links } = circumstances;
  const version = referral.version + 1;
  const event: HistoryEvent = {
    type: move.event,
    at: now,
    version,
    // Expiry is the clock's doing, whoever happens to notice it.
    by: command.type === 'expire' ? null : (actor?.person ?? null),
    fields: move.fields ?? [],
    ...move.details,
    commandId: command.id,
  };
  const recorded = { id: command.id, event };
  const canBeUndone = actor !== null && command.type !== 'undo' && command.type !== 'expire';
  const undoUntil = new Date(now.getTime() + undoWindow);
  const effects = effectsOf(event, actor, links);
  // An undo of a decline must find that the customer doesn't know of it yet.
  const mail: Effect[] = customerToTell(referral, event, tellCustomer) ? [{ kind: 'tell-customer', version }] : [];
  return {
    kind: 'changed',
    next: {
      ...referral,
      version,
      state: move.state,
      history: [...referral.history, event],
      commands: [...referral.commands, recorded].slice(-rememberedCommands),
      undo: canBeUndone
        ? {
            commandId: command.id,
            type: move.event,
            by: actor.person,
            until: undoUntil,
            state: referral.state,
          }
        : null,
    },
    recorded,
    effects: canBeUndone ? effects : [...effects, ...mail],
    ...(canBeUndone && mail.length > 0 ? { held: mail.map((effect) => ({ effect, until: undoUntil })) } : {}),
    ...(command.type === 'undo' ? { cancels: command.of } : {}),
  };
}

function effectsOf(event: HistoryEvent, actor: Actor | null, links?: Links): Effect[] {
  const effects: Effect[] = [{ kind: 'sync-cards' }, { kind: 'announce', version: event.version }];
  // A channel hears of what nobody answered; of everything else its thread.
  if (event.type === 'expired') effects.push({ kind: 'remind', version: event.version });
  // Whoever acted knows it already.
  if (event.to && !samePerson(event.to, actor?.person, links)) {
    effects.push({ kind: 'nudge', version: event.version, person: event.to });
  }
  return effects;
}

function moved(referral: Referral, command: Command, circumstances: Circumstances): Move {
  const { state } = referral;
  switch (command.type) {
    case 'accept':
    case 'decline':
      return state.kind === 'new' ? answer(referral, state, command, circumstances) : tooLateToAnswer(state);
    case 'expire':
      return expire(referral, circumstances.now);
    case 'mark-urgent':
    case 'unmark-urgent':
      return urgency(referral, command.type === 'mark-urgent', circumstances);
    case 'assign':
      return assign(state, command.to, circumstances, referral.expiresAt);
    case 'contacted':
      return contacted(referral, circumstances);
    case 'snooze':
      return snooze(referral, command.until, circumstances);
    case 'undo':
      return undo(referral, command.of, circumstances);
    case 'reopen':
      return reopen(referral, circumstances);
    default:
      if (state.kind === 'new') return refused({ code: 'not-active' });
      return state.kind === 'archived' ? refused(closedRefusal(state)) : work(state, command, circumstances);
  }
}

function closedRefusal(state: Archived): Refusal {
  if (state.outcome === 'expired') return { code: 'closed', outcome: 'expired', by: null, at: state.closedAt };
  return { code: 'closed', outcome: state.outcome, by: state.closed.by, at: state.closed.at };
}

function tooLateToAnswer(state: Active | Archived): Move {
  if (state.kind === 'archived') return refused(closedRefusal(state));
  return refused({ code: 'already-accepted', by: state.accepted.by, at: state.accepted.at });
}

function unexplained(reason: CloseReason, notes: string): Move | null {
  const problem = explanationProblem(reason, notes);
  return problem && invalid({ notes: problem });
}

function answer(
  referral: Referral,
  state: Extract<State, { kind: 'new' }>,
  command: Extract<Command, { type: 'accept' | 'decline' }>,
  { actor, now }: Circumstances,
): Move {
  if (now >= referral.expiresAt) return refused({ code: 'expired', at: referral.expiresAt });
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  const decision = { by: actor.person, at: now };
  // A pause was meant for the state in which it was asked for.
  const { snoozed: _, ...lasting } = state;
  if (command.type === 'decline') {
    return (
      unexplained(command.reason, command.notes) ?? {
        state: {
          ...lasting,
          kind: 'archived',
          outcome: 'declined',
          closed: decision,
          reason: command.reason,
          notes: command.notes,
        },
        event: 'declined',
        fields: ['reason', 'notes'],
        details: { reason: command.reason },
      }
    );
  }
  const { engagement } = command;
  const problem = purchaseProblem(engagement.purchaseDate, now);
  if (problem) return invalid({ purchaseDate: problem });
  const faulty = engagement.contacts.some((contact) => reachabilityProblem(contact));
  if (faulty) return invalid({ contacts: 'email-or-phone-required' });
  return {
    state: { ...lasting, kind: 'active', engagement, accepted: decision, owner: actor.person },
    event: 'accepted',
    fields: Object.keys(engagement).filter((field) => field !== 'contacts' || engagement.contacts.length > 0),
  };
}

type Work = Extract<Command, { type: 'edit' | 'add-contact' | 'remove-contact' | 'win' | 'lose' }>;

/** What can be done to an active deal. */
function work(state: Active, command: Work, { actor, now }: Circumstances): Move {
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  const { engagement } = state;
  const { owner, urgent, accepted } = state;
  const base = { owner, urgent, accepted, engagement } satisfies Accepted & { urgent: unknown };
  const closed = { by: actor.person, at: now };
  switch (command.type) {
    case 'edit': {
      const edited = { ...command.engagement, contacts: engagement.contacts };
      const names = [...new Set([...Object.keys(engagement), ...Object.keys(edited)])] as (keyof typeof edited)[];
      const fields = names.filter((name) => JSON.stringify(edited[name]) !== JSON.stringify(engagement[name]));
      if (fields.length === 0) return refused({ code: 'no-change' });
      const problem = fields.includes('purchaseDate') && purchaseProblem(edited.purchaseDate, now);
      if (problem) return invalid({ purchaseDate: problem });
      return { state: { ...state, engagement: edited }, event: 'edited', fields };
    }
    case 'add-contact': {
      const problem = reachabilityProblem(command.contact);
      if (problem) return invalid({ email: problem });
      if (engagement.contacts.length >= mostContacts) return invalid({ name: 'too-many' });
      if (engagement.contacts.some((contact) => contact.id === command.contact.id)) {
        return refused({ code: 'no-change' });
      }
      const contacts = [...engagement.contacts, command.contact];
      return {
        state: { ...state, engagement: { ...engagement, contacts } },
        event: 'contact-added',
        fields: ['contacts'],
      };
    }
    case 'remove-contact': {
      const contacts = engagement.contacts.filter((contact) => contact.id !== command.contactId);
      if (contacts.length === engagement.contacts.length) return refused({ code: 'no-change' });
      return {
        state: { ...state, engagement: { ...engagement, contacts } },
        event: 'contact-removed',
        fields: ['contacts'],
      };
    }
    case 'win': {
      const { finalValue, closeDate } = command;
      const problem = closeDateProblem(closeDate, now);
      if (problem) return invalid({ closeDate: problem });
      return {
        state: { ...base, kind: 'archived', outcome: 'won', closed, finalValue, closeDate },
        event: 'won',
        fields: ['finalValue', 'closeDate'],
      };
    }
    case 'lose': {
      const { reason, notes } = command;
      return (
        unexplained(reason, notes) ?? {
          state: { ...base, kind: 'archived', outcome: 'lost', closed, reason, notes },
          event: 'lost',
          fields: ['reason', 'notes'],
          details: { reason },
        }
      );
    }
  }
}

function expire({ state, expiresAt }: Referral, now: Date): Move {
  if (state.kind === 'active')
    return refused({ code: 'already-accepted', by: state.accepted.by, at: state.accepted.at });
  if (state.kind === 'archived') return refused(closedRefusal(state));
  if (now < expiresAt) return refused({ code: 'not-due', at: expiresAt });
  return { state: { ...state, kind: 'archived', outcome: 'expired', closedAt: expiresAt }, event: 'expired' };
}

function urgency({ state, expiresAt }: Referral, urgent: boolean, { actor, now }: Circumstances): Move {
  if (state.kind === 'archived') return refused(closedRefusal(state));
  if (state.kind === 'new' && now >= expiresAt) return refused({ code: 'expired', at: expiresAt });
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  if ((state.urgent !== null) === urgent) return refused({ code: 'no-change' });
  return {
    state: { ...state, urgent: urgent ? { by: actor.person, since: now } : null },
    event: urgent ? 'marked-urgent' : 'unmarked-urgent',
    fields: ['urgent'],
  };
}

/** Somebody has talked to the customer: the flame goes out, the referral stays as it is. */
function contacted({ state, expiresAt }: Referral, { actor, now }: Circumstances): Move {
  if (state.kind === 'archived') return refused(closedRefusal(state));
  if (state.kind === 'new' && now >= expiresAt) return refused({ code: 'expired', at: expiresAt });
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  if (!state.urgent || state.urgent.contacted) return refused({ code: 'no-change' });
  const urgent = { ...state.urgent, contacted: { by: actor.person, at: now } };
  return { state: { ...state, urgent }, event: 'contacted' };
}

/** Longest pause, in milliseconds: as long as a referral lives. */
const longestSnooze = 14 * dayMs;

function snooze({ state, expiresAt }: Referral, until: Date, { actor, now }: Circumstances): Move {
  if (state.kind === 'archived') return refused(closedRefusal(state));
  if (state.kind === 'new' && now >= expiresAt) return refused({ code: 'expired', at: expiresAt });
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  if (until <= now || until.getTime() - now.getTime() > longestSnooze) return invalid({ until: 'out-of-range' });
  return { state: { ...state, snoozed: { since: now, until } }, event: 'snoozed', details: { until } };
}

/** A manager assigns anything to anyone; anyone takes what nobody has; an owner hands over what is theirs. */
function assign(
  state: State,
  to: NonNullable<HistoryEvent['to']>,
  { actor, now, links }: Circumstances,
  expiresAt: Date,
): Move {
  if (state.kind === 'archived') return refused(closedRefusal(state));
  if (state.kind === 'new' && now >= expiresAt) return refused({ code: 'expired', at: expiresAt });
  if (!actor) return refused({ code: 'not-permitted', why: 'not-a-member' });
  if (samePerson(state.owner, to, links)) return refused({ code: 'no-change' });
  const isTheirs = samePerson(state.owner, actor.person, links);
  const takesFree = state.owner === null && samePerson(to, actor.person, links);
  if (!actor.manages && !isTheirs && !takesFree) {
    return refused({ code: 'not-permitted', why: state.owner ? 'not-your-deal' : 'managers-only' });
  }
  return { state: { ...state, owner: to }, event: 'assigned', fields: ['owner'], details: { to } };
}

/** Design, "Undo": the actor, for a short while, as long as theirs is the last command. */
function undo({ undo: point }: Referral, of: string, { actor, now, links }: Circumstances): Move {
  if (!point || point.commandId !== of) return refused({ code: 'too-late', why: 'changed-since' });
  if (!samePerson(point.by, actor?.person, links)) return refused({ code: 'not-permitted', why: 'not-your-command' });
  if (now >= point.until) return refused({ code: 'too-late', why: 'window-closed' });
  return { state: point.state, event: 'undone', details: { undid: point.type } };
}

/** Design, "Reopen": a manager's correction of an outcome, to where the referral stood before it was closed. */
function reopen({ state, expiresAt }: Referral, { actor, now }: Circumstances): Move {
  if (!actor?.manages) return refused({ code: 'not-permitted', why: 'managers-only' });
  if (state.kind !== 'archived') return refused({ code: 'no-change' });
  const { owner, urgent } = state;
  if (state.outcome === 'won' || state.outcome === 'lost') {
    const { engagement, accepted } = state;
    return { state: { kind: 'active', owner: state.owner, urgent, engagement, accepted }, event: 'reopened' };
  }
  // Nobody could accept it any more.
  if (now >= expiresAt) return refused({ code: 'expired', at: expiresAt });
  return { state: { kind: 'new', owner, urgent }, event: 'reopened' };
}
