import { chat } from './chat.js';
import { conversations } from './conversations.js';
import { messages } from './history.js';
import type { Method } from './method.js';
import { users } from './users.js';
import { viewMethods } from './views.js';

const basics: Record<string, Method> = {
  'auth.test': {
    tier: 'none',
    run(_args, { workspace: { team, installation }, webUrl }) {
      return {
        url: webUrl(),
        team: team.name,
        user: 'referral_desk',
        team_id: team.id,
        user_id: installation.botUserId,
        bot_id: installation.botId,
        is_enterprise_install: false,
      };
    },
  },
  'team.info': {
    tier: 3,
    scope: 'team:read',
    run(_args, { workspace: { team } }) {
      return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: {} } };
    },
  },
  'apps.connections.open': {
    token: 'app',
    tier: 1,
    run: (_args, { socketUrl }) => ({ url: socketUrl() }),
  },
};

/** Every Web API method that the stand-in knows; the others are `unknown_method`. */
export const methods: Readonly<Record<string, Method>> = {
  ...basics,
  ...chat,
  ...conversations,
  ...messages,
  ...users,
  ...viewMethods,
};
