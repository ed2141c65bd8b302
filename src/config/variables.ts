import { z } from 'zod';
import { TeamsChannel } from './desk-schema.js';
import { mailSenderOf } from './mail-sender.js';

/** One environment variable: how it must look, and what it is for (one line, which is also `.env.example`'s). */
interface Variable {
  readonly form: z.ZodType;
  readonly about: string;
  /** Shown in `.env.example`. */
  readonly example: string;
  /** Its value is never repeated in a message. */
  readonly secret?: true;
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'a port number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'a port number from 0 to 65535');

const webAddress = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http(s) address');

/** An id as Microsoft Entra gives it out. */
const entraId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'an id such as 01234567-89ab-cdef-0123-456789abcdef')
  .transform((text) => text.toLowerCase());

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Every environment variable that is read. */
export const variables = {
  HOST: {
    form: z.string().regex(/^\S+$/, 'a host name or address without spaces'),
    about: 'Address to listen on. Default: 0.0.0.0, or 127.0.0.1 with the playground, which takes loopback only.',
    example: '0.0.0.0',
  },
  PORT: { form: port, about: 'Port to listen on. Default: 3000.', example: '3000' },
  PUBLIC_URL: {
    form: webAddress.transform((text) => text.replace(/\/+$/, '')),
    about: 'Where the outside reaches this desk, for links and for the Slack manifest.',
    example: 'https://desk.contoso.com',
  },
  MONGODB_URI: {
    form: z.string().regex(/^mongodb(\+srv)?:\/\/\S+$/, 'an address that starts with mongodb:// or mongodb+srv://'),
    about: 'MongoDB to keep the data in. Without it, an embedded store keeps them in DATA_DIR.',
    example: 'mongodb://127.0.0.1:27017/referral-desk',
    secret: true,
  },
  DATA_DIR: {
    form: z.string(),
    about: 'Folder of the embedded store, and of e-mails where SMTP_URL is not set. Default: ./data.',
    example: './data',
  },
  DESK_CONFIG: {
    form: z.string(),
    about: 'File with the business profiles. Default: ./desk.yaml, if there is one.',
    example: './desk.yaml',
  },
  LOG_LEVEL: {
    form: z.enum(logLevels, `one of ${logLevels.join(', ')}`),
    about: `One of ${logLevels.join(', ')}. Default: info.`,
    example: 'info',
  },
  SLACK_BOT_TOKEN: {
    form: z.string().regex(/^xoxb-\S+$/, 'a bot token, which starts with xoxb-'),
    about: "The Slack app's bot token (OAuth & Permissions).",
    example: 'xoxb-…',
    secret: true,
  },
  SLACK_SIGNING_SECRET: {
    form: z.string().regex(/^\S{16,}$/, "the app's signing secret, at least 16 characters without spaces"),
    about: "The Slack app's signing secret (Basic Information), for HTTP mode.",
    example: '…',
    secret: true,
  },
  SLACK_APP_TOKEN: {
    form: z.string().regex(/^xapp-\S+$/, 'an app-level token, which starts with xapp-'),
    about: 'An app-level token with connections:write. Where it is set, Slack runs in Socket Mode.',
    example: 'xapp-…',
    secret: true,
  },
  SLACK_API_URL: {
    form: webAddress,
    about: "Another Web API than Slack's, for tests.",
    example: 'http://127.0.0.1:3001/api/',
  },
  SLACK_CHANNEL: {
    form: z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'a channel id such as C0123ABCD'),
    about: 'Channel of the default profile, where desk.yaml gives it none.',
    example: 'C0123ABCD',
  },
  MICROSOFT_APP_ID: {
    form: entraId,
    about: "The Teams bot's application (client) id (Azure: app registration, Overview).",
    example: '00000000-0000-0000-0000-000000000000',
  },
  MICROSOFT_APP_PASSWORD: {
    form: z.string().regex(/^\S{8,}$/, 'the value of a client secret, without spaces'),
    about: 'The value (not the id) of a client secret of that app (Certificates & secrets).',
    example: '…',
    secret: true,
  },
  MICROSOFT_APP_TENANT_ID: {
    form: entraId,
    about: 'Directory (tenant) id of that app. Only people of this tenant act and read.',
    example: '00000000-0000-0000-0000-000000000000',
  },
  TEAMS_CHANNEL: {
    form: TeamsChannel,
    about: 'Teams channel of the default profile, where desk.yaml gives it none: its id, or its whole link.',
    example: '19:0123abcd@thread.tacv2',
  },
  TEAMS_LOCAL_EMULATOR: {
    form: z.enum(['0', '1'], '1, or nothing').transform((text) => text === '1'),
    about: '1: Teams from an emulator on this machine, unauthenticated. Loopback only, never in production.',
    example: '1',
  },
  INTAKE_TOKEN: {
    form: z.string().regex(/^[\x21-\x7e]{16,}$/, 'at least 16 printable characters without spaces'),
    about: 'Bearer token for POST /intake/referrals.',
    example: '…',
    secret: true,
  },
  INTAKE_SIGNING_SECRET: {
    form: z.string().refine(isSigningSecret, 'whsec_ and the base64 of 24 to 64 bytes'),
    about: 'Standard Webhooks secret for POST /intake/referrals. Without it and INTAKE_TOKEN there is no intake.',
    example: 'whsec_…',
    secret: true,
  },
  SMTP_URL: {
    form: z.string().refine(isSmtpUrl, 'an address that starts with smtp:// or smtps:// and names a host'),
    about: 'Server that takes our e-mails. Without it they are written to DATA_DIR/mail instead.',
    example: 'smtps://user:password@smtp.contoso.com',
    secret: true,
  },
  MAIL_FROM: {
    form: z.string().refine((text) => mailSenderOf(text) !== null, 'an e-mail address, or Name <address>'),
    about: 'Whom our e-mails come from; customers see the name. Needed with SMTP_URL.',
    example: 'Contoso Partners <partners@contoso.com>',
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

/** What the variables say, parsed; an empty one counts as not set. */
export type Values = { readonly [Name in VariableName]?: z.output<(typeof variables)[Name]['form']> };

function isSigningSecret(text: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (base64 === undefined) return false;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && bytes.length >= 24 && bytes.length <= 64;
}

function isSmtpUrl(text: string): boolean {
  return URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
}

/** The text of `.env.example`. */
export function exampleEnvironment(): string {
  const entries = Object.entries(variables).map(([name, { about, example }]) => `# ${about}\n#${name}=${example}\n`);
  return `# Copy to .env and fill in what you need. The real environment wins over this file.\n\n${entries.join('\n')}`;
}
