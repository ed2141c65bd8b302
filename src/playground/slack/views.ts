import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { InputValues } from '../page-api.js';
import { withIds } from './block-ids.js';
import { limits } from './blocks/limits.js';
import { validateView } from './blocks/validate.js';
import { refuseIssues, SlackRefusal } from './errors.js';
import { stateOf } from './input-values.js';
import type { Json, StoredBlock } from './model.js';
import type { Workspace } from './workspace.js';

export interface StoredView {
  id: string;
  /** Whose screen it is on. */
  user: string;
  /** What the app sent, with ids filled in. */
  definition: Json & { type: 'modal' | 'home'; blocks: StoredBlock[] };
  hash: string;
  rootId: string;
  previousId: string | null;
  /** What the person has entered so far; survives an update where block id, action id and type stay the same. */
  entered: InputValues;
}

/** The modals that are open, as a stack for each user, and the home tabs. */
export class Views {
  /** The user whose modals changed. */
  readonly events = new EventEmitter<{ changed: [user: string] }>();
  readonly #stacks = new Map<string, StoredView[]>();
  readonly #homes = new Map<string, StoredView>();
  readonly #byId = new Map<string, StoredView>();
  #count = 0;

  constructor(readonly workspace: Workspace) {
    this.events.setMaxListeners(0);
  }

  /** An open view or a home tab. */
  find(id: string): StoredView | undefined {
    return this.#byId.get(id);
  }

  findByExternalId(id: string): StoredView | undefined {
    return [...this.#byId.values()].find((view) => view.definition.external_id === id);
  }

  top(user: string): StoredView | undefined {
    return this.#stacks.get(user)?.at(-1);
  }

  /** Bottom first. */
  stack(user: string): readonly StoredView[] {
    return this.#stacks.get(user) ?? [];
  }

  home(user: string): StoredView | undefined {
    return this.#homes.get(user);
  }

  open(user: string, definition: unknown): StoredView {
    const view = this.#create(user, this.#check(definition, 'modal'), null);
    for (const old of this.stack(user)) this.#byId.delete(old.id);
    this.#stacks.set(user, [view]);
    return this.#show(view);
  }

  push(user: string, definition: unknown): StoredView {
    const stack = this.#stacks.get(user) ?? [];
    const below = stack.at(-1);
    if (!below) throw new SlackRefusal('not_found');
    const checked = this.#check(definition, 'modal');
    if (stack.length >= limits.view.stack) throw new SlackRefusal('push_limit_reached');
    const view = this.#create(user, checked, below);
    stack.push(view);
    return this.#show(view);
  }

  publish(user: string, definition: unknown): StoredView {
    const old = this.#homes.get(user);
    if (old) return this.update(old, definition);
    const view = this.#create(user, this.#check(definition, 'home'), null);
    this.#homes.set(user, view);
    return this.#show(view);
  }

  update(view: StoredView, definition: unknown): StoredView {
    view.definition = this.#check(definition, view.definition.type, view);
    view.hash = this.#hash();
    view.entered = kept(view);
    return this.#show(view);
  }

  /** Takes the top view away and shows the one below, if any. */
  closeTop(user: string): void {
    const closed = this.#stacks.get(user)?.pop();
    if (!closed) return;
    this.#byId.delete(closed.id);
    this.events.emit('changed', user);
  }

  clear(user: string): void {
    for (const view of this.stack(user)) this.#byId.delete(view.id);
    this.#stacks.delete(user);
    this.events.emit('changed', user);
  }

  /** The view as Slack's payloads and answers have it. */
  render(view: StoredView): Json {
    const { team, installation } = this.workspace;
    const { type, blocks, ...definition } = view.definition;
    return {
      id: view.id,
      team_id: team.id,
      type,
      blocks,
      private_metadata: '',
      callback_id: '',
      external_id: '',
      ...(type === 'modal'
        ? { title: null, submit: null, close: null, clear_on_close: false, notify_on_close: false }
        : {}),
      ...definition,
      state: { values: stateOf(blocks, view.entered) },
      hash: view.hash,
      root_view_id: view.rootId,
      previous_view_id: view.previousId,
      app_id: installation.appId,
      app_installed_team_id: team.id,
      bot_id: installation.botId,
    };
  }

  #check(definition: unknown, type: 'modal' | 'home', replaced?: StoredView): StoredView['definition'] {
    refuseIssues('invalid_arguments', validateView(definition));
    const checked = definition as StoredView['definition'];
    if (checked.type !== type) {
      refuseIssues('invalid_arguments', [{ message: `must be one of: ${type}`, pointer: '/view/type' }]);
    }
    if (Buffer.byteLength(JSON.stringify(checked)) > limits.view.bytes) throw new SlackRefusal('view_too_large');
    const externalId = checked.external_id;
    if (typeof externalId === 'string' && externalId !== '') {
      const holder = this.findByExternalId(externalId);
      if (holder && holder !== replaced) throw new SlackRefusal('duplicate_external_id');
    }
    return { ...structuredClone(checked), blocks: withIds(checked.blocks) };
  }

  #create(user: string, definition: StoredView['definition'], below: StoredView | null): StoredView {
    const id = `V0${String(++this.#count).padStart(5, '0')}${randomBytes(3).toString('hex').toUpperCase()}`;
    return {
      id,
      user,
      definition,
      hash: this.#hash(),
      rootId: below?.rootId ?? id,
      previousId: below?.id ?? null,
      entered: {},
    };
  }

  #hash(): string {
    return `${Math.floor(this.workspace.now() / 1000)}.${randomBytes(4).toString('hex')}`;
  }

  #show(view: StoredView): StoredView {
    this.#byId.set(view.id, view);
    this.events.emit('changed', view.user);
    return view;
  }
}

function kept(view: StoredView): InputValues {
  const inputs = new Set(
    Object.entries(stateOf(view.definition.blocks, {})).flatMap(([block, actions]) =>
      Object.keys(actions).map((action) => `${block}\n${action}`),
    ),
  );
  return Object.fromEntries(
    Object.entries(view.entered).map(([block, actions]) => [
      block,
      Object.fromEntries(Object.entries(actions).filter(([action]) => inputs.has(`${block}\n${action}`))),
    ]),
  );
}
