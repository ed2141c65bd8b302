import type { Address, Destination } from './ports.js';

/** An address that opens a card in its platform's client, for texts outside it; null where there is no such address. */
export function cardLink({ platform }: Pick<Destination, 'platform'>, { channel, id }: Address): string | null {
  switch (platform) {
    case 'slack':
      // Slack's form that needs no workspace's domain in it: whoever is signed in lands in theirs.
      return `https://slack.com/app_redirect?${new URLSearchParams({ channel, message_ts: id })}`;
    case 'teams': {
      // A conversation that was answered in names its first message as well.
      const [conversation = channel] = channel.split(';messageid=');
      return `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation)}/${encodeURIComponent(id)}`;
    }
    case 'mail':
      return null;
  }
}
