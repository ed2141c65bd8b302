/** Where Teams posts to the desk; a bot's registration names it. */
export const messagesPath = '/api/messages';

/** The bot's registration (Azure: single tenant, as all new ones are), or a local emulator. */
export type TeamsSettings =
  | {
      readonly kind: 'cloud';
      readonly appId: string;
      readonly appPassword: string;
      /** Whose people act and read. */
      readonly tenantId: string;
    }
  /** Unauthenticated: only ever on loopback (config). `tenantId` null: whichever the emulator names. */
  | { readonly kind: 'emulator'; readonly tenantId: string | null };

/** Hosts at which Microsoft's connectors answer: worldwide, and the clouds for governments. */
const connectorHosts = [
  /^smba\.trafficmanager\.net$/,
  /^smba\.infra\.(gcc\.teams\.microsoft\.com|gov\.teams\.microsoft\.us|dod\.teams\.microsoft\.us)$/,
  /(^|\.)botframework\.(com|azure\.us)$/,
];

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

/**
 * Whether messages, and the token that goes with them, may be sent to a service address that an activity named: only
 * to Microsoft's own, or to an emulator on this machine.
 */
export function isServiceAddress(address: string, kind: TeamsSettings['kind']): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  if (username !== '') return false;
  if (kind === 'emulator') return /^https?:$/.test(protocol) && isLoopback(hostname);
  return protocol === 'https:' && connectorHosts.some((host) => host.test(hostname));
}
