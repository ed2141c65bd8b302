import { SlackRefusal } from '../errors.js';
import type { StoredView } from '../views.js';
import type { Arguments } from './arguments.js';
import { type Environment, knownUser, type Method } from './method.js';

/** Uses a trigger up, unless the view is refused: then the app may try again with it. */
function exchange(environment: Environment, args: Arguments, show: (user: string, view: unknown) => StoredView) {
  const trigger = environment.triggers.check(args.required('trigger_id'));
  const view = show(trigger.user, args.json('view'));
  trigger.exchanged = true;
  return { view: environment.views.render(view) };
}

function checkHash(view: StoredView | undefined, hash: string | undefined): void {
  if (view && hash !== undefined && hash !== view.hash) throw new SlackRefusal('hash_conflict');
}

export const viewMethods: Record<string, Method> = {
  'views.open': {
    tier: 4,
    required: { trigger_id: 'string', view: 'json' },
    run: (args, environment) => exchange(environment, args, (user, view) => environment.views.open(user, view)),
  },
  'views.push': {
    tier: 4,
    required: { trigger_id: 'string', view: 'json' },
    run: (args, environment) => exchange(environment, args, (user, view) => environment.views.push(user, view)),
  },
  'views.update': {
    tier: 4,
    required: { view: 'json' },
    optional: { view_id: 'string', external_id: 'string', hash: 'string' },
    run(args, { views }) {
      const id = args.string('view_id');
      const view = id === undefined ? views.findByExternalId(args.string('external_id') ?? '') : views.find(id);
      if (!view) throw new SlackRefusal('not_found');
      checkHash(view, args.string('hash'));
      return { view: views.render(views.update(view, args.json('view'))) };
    },
  },
  'views.publish': {
    tier: 4,
    required: { user_id: 'string', view: 'json' },
    optional: { hash: 'string' },
    run(args, environment) {
      const user = knownUser(environment, args.required('user_id'));
      checkHash(environment.views.home(user.id), args.string('hash'));
      return { view: environment.views.render(environment.views.publish(user.id, args.json('view'))) };
    },
  },
};
