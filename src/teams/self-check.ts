import { clockAhead, clockSeverity } from '../application/clock-ahead.js';
import { ExpiringCache } from '../application/expiring-cache.js';
import type { Clock, ConversationStore, ProfileStore } from '../application/ports.js';
import { slackProblems, teamsTexts as texts } from '../locales/operator.js';
import type { TeamsEndpoints } from './adapter.js';
import type { TeamsSettings } from './settings.js';

/** Everything that the check can find; README.md says what to do about each. */
export const problemCodes = [
  'bot-not-added',
  'bot-removed',
  'secret-refused',
  'app-unknown',
  'tenant-unknown',
  'sign-in-refused',
  'unreachable',
  'clock-off',
  'public-url-missing',
  'public-url-not-https',
] as const;
type ProblemCode = (typeof problemCodes)[number];

/** Something that keeps the desk from working in Teams (`error`), or may (`warning`). */
export interface Problem {
  readonly code: `teams-${ProblemCode}`;
  readonly severity: 'error' | 'warning';
  /** For whoever runs the desk: what is wrong and what to do. May name channels and profiles. */
  readonly text: string;
}

export interface TeamsCheckOptions {
  readonly settings: TeamsSettings;
  /** Another cloud than Microsoft's worldwide one; it finds this desk without PUBLIC_URL. */
  readonly cloud: Pick<TeamsEndpoints, 'loginUrl' | 'oAuthScope'> | null;
  readonly publicUrl: string | null;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly conversations: ConversationStore;
  /** This process's own clock, since tokens are checked against it. */
  readonly clock: Clock;
}

const fineMs = 60_000;
/** Who mends something looks again soon. */
const troubledMs = 10_000;
const signInTimeoutMs = 5_000;

/** Everything that is wrong with how the desk stands in Teams. Asks Microsoft; never throws for what it answers. */
export async function checkTeams(options: TeamsCheckOptions, signIn = signInProblems): Promise<readonly Problem[]> {
  const found = await Promise.all([signIn(options), publicUrlProblems(options), channelProblems(options)]);
  return found.flat();
}

/** `checkTeams` for an address that is asked every few seconds: remembered shortly, and never twice at once. */
export function createTeamsCheck(options: TeamsCheckOptions): () => Promise<readonly Problem[]> {
  // Channels come and go by what Teams tells us, which costs nothing to look up.
  const answers = new ExpiringCache<readonly Problem[]>(options.clock, ({ length }) => (length ? troubledMs : fineMs));
  return () => checkTeams(options, () => answers.get('sign-in', () => signInProblems(options)));
}

const problem = (severity: Problem['severity'], code: ProblemCode, text: string): Problem => ({
  code: `teams-${code}`,
  severity,
  text,
});

/** Whether Microsoft gives the bot a token, without which nothing can be posted; and what its clock says. */
async function signInProblems({ settings, cloud, clock }: TeamsCheckOptions): Promise<readonly Problem[]> {
  if (settings.kind === 'emulator') return [];
  const login = cloud?.loginUrl ?? `https://login.microsoftonline.com/${encodeURIComponent(settings.tenantId)}`;
  const url = new URL(`${login}/oauth2/v2.0/token`);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: settings.appId,
    client_secret: settings.appPassword,
    scope: `${cloud?.oAuthScope ?? 'https://api.botframework.com'}/.default`,
  });
  const asked = clock.now();
  let answer: Response;
  let said: string;
  try {
    // A redirect would take the secret elsewhere.
    const init: RequestInit = { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(signInTimeoutMs) };
    answer = await fetch(url, init);
    said = answer.ok ? '' : await answer.text();
    if (answer.ok) await answer.body?.cancel();
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
    return [problem('error', 'unreachable', texts.signInUnreachable(url.host, cause?.code ?? message))];
  }
  const found = [refusal(answer, said, url.host), clockProblem(answer, asked, clock.now())];
  return found.filter((one) => one !== null);
}

/** What Entra ID calls the causes that somebody can mend by one setting. */
const refusals: readonly (readonly [codes: readonly string[], code: ProblemCode, text: (reason: string) => string])[] =
  [
    [['7000215', '7000222', '7000216'], 'secret-refused', texts.secretRefused],
    [['700016', '700038', '7000112'], 'app-unknown', texts.appUnknown],
    [['90002', '900021', '900023'], 'tenant-unknown', texts.tenantUnknown],
  ];

function refusal({ ok, status }: Response, said: string, host: string): Problem | null {
  // Who is counted is there and known.
  if (ok || status === 429) return null;
  if (status >= 500) return problem('error', 'unreachable', texts.signInUnreachable(host, `HTTP ${status}`));
  const number = /AADSTS(\d+)/.exec(said)?.[1];
  const known = refusals.find(([codes]) => number !== undefined && codes.includes(number));
  const reason = number === undefined ? `HTTP ${status}` : `AADSTS${number}`;
  const [, code, text] = known ?? ([[], 'sign-in-refused', texts.signInRefused] as const);
  return problem('error', code, text(reason));
}

function clockProblem({ headers }: Response, asked: Date, answered: Date): Problem | null {
  const aheadMs = clockAhead(headers.get('date'), asked, answered);
  const severity = clockSeverity(aheadMs);
  if (aheadMs === null || severity === null) return null;
  return problem(severity, 'clock-off', texts.clockOff(Math.round(aheadMs / 1000)));
}

/** An error where Teams can't post, a warning where only we don't know whether it can. */
function publicUrlProblems({ settings, cloud, publicUrl }: TeamsCheckOptions): readonly Problem[] {
  if (settings.kind === 'emulator' || cloud) return [];
  if (publicUrl === null) return [problem('warning', 'public-url-missing', texts.publicUrlMissing())];
  if (publicUrl.startsWith('https://')) return [];
  return [problem('error', 'public-url-not-https', texts.publicUrlNotHttps(publicUrl))];
}

/** Channels that should show cards, and where the bot isn't. */
async function channelProblems(ports: Pick<TeamsCheckOptions, 'profiles' | 'conversations'>) {
  const profiles = await ports.profiles.all();
  const channels = [...new Set(profiles.flatMap((profile) => profile.teamsChannels))];
  const found = await Promise.all(
    channels.map(async (channel) => {
      const known = await ports.conversations.byId(channel);
      if (known && known.closedAt === null) return null;
      const of = profiles.filter((profile) => profile.teamsChannels.includes(channel));
      const names = slackProblems.profileNames(of.map(({ name }) => name));
      return known
        ? problem('error', 'bot-removed', texts.removed(channel, names))
        : problem('error', 'bot-not-added', texts.notAdded(channel, names));
    }),
  );
  return found.filter((one) => one !== null);
}
