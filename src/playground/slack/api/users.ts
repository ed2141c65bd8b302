import { SlackRefusal } from '../errors.js';
import { renderUser } from '../render.js';
import { knownUser, type Method } from './method.js';
import { page } from './paging.js';

export const users: Record<string, Method> = {
  'users.info': {
    tier: 4,
    scope: 'users:read',
    required: { user: 'string' },
    optional: { include_locale: 'boolean' },
    run(args, environment) {
      const user = knownUser(environment, args.required('user'));
      const email = environment.scopes.has('users:read.email');
      return { user: renderUser(environment.workspace, user, { locale: args.boolean('include_locale'), email }) };
    },
  },
  'users.list': {
    tier: 2,
    scope: 'users:read',
    optional: { cursor: 'string', limit: 'integer', include_locale: 'boolean' },
    run(args, environment) {
      const { workspace } = environment;
      const email = environment.scopes.has('users:read.email');
      const { items, response_metadata } = page([...workspace.users.values()], args);
      const locale = args.boolean('include_locale');
      return { members: items.map((user) => renderUser(workspace, user, { locale, email })), response_metadata };
    },
  },
  'users.lookupByEmail': {
    tier: 3,
    scope: 'users:read.email',
    required: { email: 'string' },
    run(args, { workspace }) {
      const email = args.required('email').toLowerCase();
      const user = [...workspace.users.values()].find(
        (entry) => entry.email.toLowerCase() === email && entry.teamId === workspace.team.id && !entry.deleted,
      );
      if (!user) throw new SlackRefusal('users_not_found');
      return { user: renderUser(workspace, user, { email: true }) };
    },
  },
};
