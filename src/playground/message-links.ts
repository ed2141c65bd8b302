/** A message that a link leads to. The page's own address holds the same under the same names. */
export interface LinkedMessage {
  readonly platform: 'slack' | 'teams';
  /** Slack's channel, or Teams' conversation. */
  readonly place: string;
  readonly message: string;
}

/** Below which path each stand-in is opened; what follows has the form that its platform gives. */
export const webPaths = { slack: '/playground/slack/', teams: '/playground/teams/' } as const;

/** The message that a link of a stand-in's leads to, by its path; undefined for every other address. */
export function linkedMessage(path: string): LinkedMessage | undefined {
  const [, channel, seconds, rest] = /^\/playground\/slack\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(path) ?? [];
  if (channel) return { platform: 'slack', place: channel, message: `${seconds}.${rest}` };
  const [, conversation, id] = /^\/playground\/teams\/l\/message\/([^/]+)\/(\d+)$/.exec(path) ?? [];
  return conversation && id ? { platform: 'teams', place: decoded(conversation), message: id } : undefined;
}

/** The page that shows it. */
export function pageOf({ platform, place, message }: LinkedMessage): string {
  const where = platform === 'slack' ? 'channel' : 'conversation';
  return `/playground/?${new URLSearchParams({ platform, [where]: place, message })}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
