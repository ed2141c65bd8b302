/**
 * What the desk tells whoever runs it: in its log, at /readyz and on the command line. English only, like the names of
 * the settings and of Slack's own pages that these texts speak of. Each says what is wrong and what to do.
 */
export const slackProblems = {
  unreachable: (reason: string) =>
    `Slack can't be reached (${reason}). Check this machine's network, and SLACK_API_URL if it is set.`,
  tokenRefused: (reason: string) =>
    `Slack refuses the bot token (${reason}). Copy "Bot User OAuth Token" from the app's page "OAuth & Permissions" into SLACK_BOT_TOKEN; install the app to the workspace again if there is none.`,
  notABotToken: () =>
    'SLACK_BOT_TOKEN belongs to a person, not to the bot. Use the "Bot User OAuth Token" of the app\'s page "OAuth & Permissions", which begins with xoxb-.',
  scopesMissing: (scopes: readonly string[]) =>
    `The bot lacks the scopes ${scopes.join(', ')}. Paste the manifest (npm run slack:manifest) into the app's page "App Manifest" and install the app to the workspace again.`,
  signingSecretOdd: () =>
    'SLACK_SIGNING_SECRET doesn\'t look like one (32 characters 0-9 and a-f). Copy "Signing Secret" from the app\'s page "Basic Information"; with a wrong one every click is refused.',
  clockOff: (seconds: number) =>
    `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} Slack's. Set the clock (switch time synchronisation on); beyond 300 s every click is refused.`,
  appTokenRefused: (reason: string) =>
    `Slack refuses Socket Mode (${reason}). Switch it on at the app's page "Socket Mode", and copy an app-level token with the scope connections:write from "Basic Information" into SLACK_APP_TOKEN.`,
  channelNotFound: (channel: string, profiles: string, bot: string) =>
    `Channel ${channel} (${profiles}) isn't there, or is private and the bot isn't in it. Compare the id with the one at the bottom of the channel's details in Slack; if it is right, write /invite @${bot} in that channel.`,
  channelArchived: (channel: string, profiles: string) =>
    `#${channel} (${profiles}) is archived. Unarchive it in Slack, or name another channel for ${profiles}.`,
  notInChannel: (channel: string, profiles: string, bot: string) =>
    `The bot isn't in #${channel} (${profiles}). Write /invite @${bot} in #${channel}.`,
  channelShared: (channel: string, profiles: string) =>
    `#${channel} (${profiles}) is shared with another organisation, whose people read every card there. Use a channel of your own.`,
  channelUnchecked: (channel: string, profiles: string, reason: string) =>
    `Channel ${channel} (${profiles}) couldn't be checked (${reason}). It will be looked at again by itself; the scopes channels:read and groups:read are needed for it.`,
  profileNames: (names: readonly string[]) =>
    `${names.length === 1 ? 'profile' : 'profiles'} ${names.map((name) => `"${name}"`).join(', ')}`,
} as const;

/** What people see of the app in Slack itself, before it says anything. Slack has one text for all languages here. */
export const slackManifestTexts = {
  name: 'Referral Desk',
  description: 'Answer customers’ requests for information where your team already works.',
  longDescription:
    'Referral Desk brings every referral of Microsoft Partner Center into a channel as a card. Your team accepts or declines it there, keeps the deal up to date, and closes it as won or lost; a short line in the card’s thread tells who did what. Requests that are about to lapse are easy to see, and two people can’t take the same one.',
  deals: {
    description: 'Show referrals and deals',
    usage: 'inbox | mine | archive [outcome] | show CODE | notify | help',
  },
  rfi: { description: 'Log a request that came in by hand', usage: 'new | help' },
} as const;

export const slackManifestCliTexts = {
  summary: 'Prints the manifest that creates the Slack app, with your address filled in.',
  url: 'where Slack reaches this desk, e.g. https://desk.example.com (not needed with --socket)',
  socket: 'for Socket Mode: no address needed, Slack is called from here',
  name: 'what the app and its bot are called',
  out: 'write to this file instead of the terminal',
  urlMissing: 'Say where Slack reaches this desk, --url https://desk.example.com, or choose --socket.',
  urlNeedless: 'Socket Mode needs no address: leave out either --url or --socket.',
  urlMalformed: (url: string) => `${url} is no address. Expected one such as https://desk.example.com.`,
  urlInsecure: (url: string) => `${url} doesn't begin with https://, which Slack insists on.`,
  urlNotBare: (url: string, origin: string) =>
    `${url} has more than a host and a port. Give ${origin}; the path /slack/events is added here.`,
  nameLength: (max: number) => `A name has 1 to ${max} characters.`,
} as const;

/** What Teams' side is told: by `POST /api/messages` to whoever calls it, and by the log and /readyz to the operator. */
export const teamsTexts = {
  request: {
    body: 'The body is no JSON, or larger than anything that Teams sends.',
    activity: 'This is no activity: type, from, recipient, conversation, channelId and serviceUrl are needed.',
    channel: 'Only activities of Microsoft Teams are taken.',
    token: 'The token is missing, or not one of the Bot Framework for this bot.',
    tenant: 'The activity is not of the tenant that this desk serves.',
    'service-address': 'The activity names a service address that is not one of Teams.',
    method: 'Teams posts here.',
    keys: 'The keys of the Bot Framework can’t be fetched right now. Try again in a moment.',
    failed: 'Something went wrong on our side.',
  },
  secretRefused: (reason: string) =>
    `Microsoft refuses MICROSOFT_APP_PASSWORD (${reason}): it is wrong, or has expired. Make a new client secret in the Azure portal (App registrations, your bot, Certificates & secrets) and copy its value, not its id.`,
  appUnknown: (reason: string) =>
    `Microsoft doesn't know the app MICROSOFT_APP_ID in your tenant (${reason}). Copy "Application (client) ID" from the page of your bot's app registration in the Azure portal; it must be of the tenant in MICROSOFT_APP_TENANT_ID.`,
  tenantUnknown: (reason: string) =>
    `Microsoft doesn't know the tenant MICROSOFT_APP_TENANT_ID (${reason}). Copy "Directory (tenant) ID" from the page of your bot's app registration in the Azure portal.`,
  signInRefused: (reason: string) =>
    `Microsoft gives no token to the bot (${reason}). Compare MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID with the app registration in the Azure portal.`,
  signInUnreachable: (host: string, reason: string) =>
    `Microsoft's sign-in at ${host} can't be reached (${reason}). Check this machine's network, proxy and firewall; until then nothing can be posted in Teams.`,
  clockOff: (seconds: number) =>
    `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} Microsoft's. Set the clock (switch time synchronisation on); beyond 300 s everything that Teams sends is refused.`,
  publicUrlMissing: () =>
    'PUBLIC_URL is not set. Set it to the https address at which Teams reaches this desk, and enter it with /api/messages as the messaging endpoint of your Azure Bot (Configuration).',
  publicUrlNotHttps: (url: string) =>
    `PUBLIC_URL is ${url}, but Teams posts to https only. Put the desk behind https, set PUBLIC_URL to that address, and enter it with /api/messages as the messaging endpoint of your Azure Bot (Configuration).`,
  notAdded: (channel: string, profiles: string) =>
    `The bot isn't in the team of Teams channel ${channel} (${profiles}). Add the app to that team (Teams: Apps, Manage your apps, Referral Desk, Add to a team); if it is there already, mention it once in that channel. If it doesn't answer there, the id is another channel's: compare it with the one in "Get link to channel".`,
  removed: (channel: string, profiles: string) =>
    `The bot was removed from the team of Teams channel ${channel} (${profiles}). Add the app to the team again; what couldn't be delivered goes out then.`,
  emulator: (url: string) => `Teams: unauthenticated emulator mode. Point the emulator at ${url}/api/messages`,
  posts: (url: string) => `Teams: messaging endpoint ${url}/api/messages`,
} as const;

export const teamsPackageTexts = {
  summary: 'Writes the app package for Teams: the manifest for your bot, and its icons.',
  appId: "the bot's application (client) id, as in MICROSOFT_APP_ID",
  domain: 'host where Teams reaches this desk, e.g. desk.example.com',
  name: 'what the app is called in Teams (30 characters at most)',
  version: 'a higher one than before where an app is updated, e.g. 1.0.1',
  out: 'the file to write',
  appIdMalformed: 'Expected an id such as 01234567-89ab-cdef-0123-456789abcdef.',
  domainMalformed: 'Expected a host such as desk.example.com, without a path; Teams reaches it by https.',
  nameMalformed: 'Expected 1 to 30 characters.',
  versionMalformed: 'Expected three numbers, such as 1.0.1.',
  invalid: 'Teams would not take this package:',
  notWritten: (file: string, reason: string) => `${file} can't be written (${reason}). Choose another with --out.`,
  written: (file: string) =>
    `${file} is written. Upload it in Teams: Apps, Manage your apps, Upload an app; then add it to the team.`,
} as const;

export const deskTexts = {
  configWrong: (count: number) =>
    count === 1 ? 'One setting is wrong or missing:' : `${count} settings are wrong or missing:`,
  configProblem: (name: string, expected: string, got: string | undefined) =>
    `  ${name}: expected ${expected}${got === undefined ? '' : `, got "${got}"`}`,
  unknownFlag: (reason: string) => `${reason}\nThe only option is --playground.`,
  portTaken: (port: number) =>
    `port ${port} is in use, perhaps by another Referral Desk. Stop that one, or set PORT to a free port.`,
  startFailed: (reason: string) => `Referral Desk could not start: ${reason}`,
  playground: (url: string) => `Playground: ${url}/playground (no credentials set; nothing leaves this machine)`,
  playgroundGivesWay:
    'No playground: credentials of a real platform are set. To see it, start where neither .env nor the environment sets SLACK_… or MICROSOFT_….',
  listening: (url: string) => `Referral Desk listens at ${url}`,
  slackPosts: (url: string) =>
    `Slack's request URL, for the app's pages "Interactivity", "Slash Commands" and "Event Subscriptions": ${url}`,
  embedded: (folder: string) => `Embedded store in ${folder} (set MONGODB_URI for more than one machine)`,
  mailToFolder: (folder: string) =>
    `E-mails are written to ${folder} instead of being sent (set SMTP_URL and MAIL_FROM to send them)`,
  mailRefused: (count: number, reason: string) =>
    `${count} e-mails to people under mailTo in desk.yaml were refused for good (${reason}). Check their addresses.`,
  slackWaits: (reason: string) => `Slack can't be reached (${reason}); trying again until it can`,
  slackRefuses: (reason: string) => slackProblems.tokenRefused(reason),
  storeAway: (reason: string) =>
    `The store doesn't do its work (${reason}). Check whether its disk has room, MONGODB_URI, and whether the server runs.`,
  buried: (channel: string, count: number, reason: string) =>
    `${count} messages can't be delivered to ${channel} (${reason}). They go out by themselves once that is mended.`,
  slackNotYet: 'Slack has not answered this desk yet. Try again in a moment.',
  notFound: 'There is nothing at this address.',
  slackRequest: {
    401: 'The request claims to come from the future: check this machine’s clock.',
    405: 'Slack posts here.',
    413: 'The body is larger than anything that Slack sends.',
    415: 'Expected the content types that Slack sends.',
  },
} as const;
