import { isMap, LineCounter, type Node, parseDocument } from 'yaml';
import { fieldIssues } from '../application/field-problems.js';
import type { Profile } from '../domain/profile.js';
import { DeskFile, ProfileEntry } from './desk-schema.js';
import { remindersOf, unknownEscalations, userGroupsIn } from './reminder-schema.js';

export interface DeskConfig {
  /** In the order of the file, which is the order of routing. Never empty. */
  readonly profiles: readonly Profile[];
  readonly defaultProfileId: string;
  readonly partnerCenter: {
    /** Page where a person answers a referral; may contain `{id}`. */
    readonly referralLink: string;
  };
}

/** One thing that is wrong with the configuration. `got` is left out for secrets and for what is missing. */
export interface ConfigProblem {
  /** The variable, or the place in the file: `desk.yaml:12 profiles[1].timeZone`. */
  readonly name: string;
  readonly expected: string;
  readonly got?: string;
}

export type DeskAnswer =
  | { readonly ok: true; readonly desk: DeskConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads the text of a `desk.yaml`. Every problem is reported, each with its line.
 *
 * @param fileName as the problems call it
 */
export function parseDesk(text: string, fileName: string): DeskAnswer {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placed = (offset: number | undefined, path: readonly (string | number)[]) => {
    const line = offset === undefined ? '' : `:${lines.linePos(offset).line}`;
    return [`${fileName}${line}`, pathText(path)].filter(Boolean).join(' ');
  };
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        name: placed(error.pos[0], []),
        expected: `valid YAML (${error.message})`,
      })),
    };
  }
  // An alias that expands without end, or one that names nothing.
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    return {
      ok: false,
      problems: [{ name: fileName, expected: `valid YAML (${error instanceof Error ? error.message : 'aliases'})` }],
    };
  }
  const offsetOf = (path: readonly (string | number)[]) => offsetAt(document.contents, path);
  const parsed = DeskFile.safeParse(content);
  const issues = parsed.success ? [] : fieldIssues(DeskFile, parsed.error, content);
  const entries = parsed.success ? (parsed.data.profiles ?? []) : soundParts(content, issues);
  const problems = [
    ...issues.map(({ path, expected, got }) => ({ path, expected, got: shown(valueAt(content, path)) ?? got })),
    ...contradictions(entries),
  ].map(({ path, expected, got }) => ({ name: placed(offsetOf(path), path), expected, got }));
  return parsed.success && problems.length === 0 ? { ok: true, desk: deskOf(parsed.data) } : { ok: false, problems };
}

/** What holds without a `desk.yaml`: one profile, `default`. */
export function defaultDesk(): DeskConfig {
  return deskOf(DeskFile.parse({}));
}

function deskOf(file: DeskFile): DeskConfig {
  const entries = file.profiles ?? DeskFile.parse({ profiles: [{ id: 'default' }] }).profiles ?? [];
  const chosen = entries.find((entry) => entry.default) ?? entries[0];
  return {
    profiles: entries.map(({ default: _, channels, name, ...entry }) => ({
      ...entry,
      name: name ?? entry.id,
      slackChannels: channels.slack,
      teamsChannels: channels.teams,
      // Left-out parts of a rule are absent rather than undefined.
      urgentWhen: entry.urgentWhen.map((rule) => ({
        ...(rule.qualification && { qualification: rule.qualification }),
        ...(rule.notesContain && { notesContain: rule.notesContain }),
        ...(rule.valueAtLeast !== undefined && { valueAtLeast: rule.valueAtLeast }),
      })),
      reminders: remindersOf(entry.reminders),
      mailTo: entry.mailTo.map(({ address, language }) => ({ address, language: language ?? entry.language })),
    })),
    defaultProfileId: chosen?.id ?? '',
    partnerCenter: file.partnerCenter,
  };
}

/** Each profile without its fields that are wrong, so that what contradicts another one is reported with them. */
function soundParts(content: unknown, issues: readonly { readonly path: readonly (string | number)[] }[]) {
  const profiles = valueAt(content, ['profiles']);
  if (!Array.isArray(profiles)) return [];
  return profiles.map((profile: unknown, index) => {
    const wrong = issues.filter(({ path }) => path[0] === 'profiles' && path[1] === index).map(({ path }) => path[2]);
    const fields = Object.entries(typeof profile === 'object' ? (profile ?? {}) : {});
    const sound = ProfileEntry.safeParse(Object.fromEntries(fields.filter(([key]) => !wrong.includes(key))));
    return sound.success ? sound.data : null;
  });
}

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly got: string;
}

/** What no single field shows: two profiles that claim the same thing, a name that nobody bears. */
function contradictions(profiles: readonly (ProfileEntry | null)[]): Contradiction[] {
  const found: Contradiction[] = [];
  const claimed = new Map<string, string>();
  const claim = (what: string, value: string, path: readonly (string | number)[], expected: string, by: string) => {
    const key = `${what} ${value.toLowerCase()}`;
    const other = claimed.get(key);
    if (other === undefined) claimed.set(key, by);
    else found.push({ path, expected: `${expected} (${other} has it)`, got: value });
  };
  profiles.forEach((profile, index) => {
    if (!profile) return;
    const at = (...rest: (string | number)[]) => ['profiles', index, ...rest];
    claim('id', profile.id, at('id'), 'an id of its own', 'another profile');
    if (profile.default) claim('default', 'true', at('default'), 'one default profile', profile.id);
    const mailed = new Set<string>();
    profile.mailTo.forEach(({ address }, place) => {
      if (mailed.has(address.toLowerCase())) {
        found.push({ path: at('mailTo', place, 'address'), expected: 'each address once', got: address });
      }
      mailed.add(address.toLowerCase());
    });
    profile.locations.forEach((location, place) => {
      claim('location', location, at('locations', place), 'a location that only one profile claims', profile.id);
    });
    for (const { path, name } of unknownEscalations(profile.reminders)) {
      found.push({ path: at('reminders', ...path), expected: 'a name among the escalations', got: name });
    }
    for (const { path, id } of profile.channels.slack.length > 0 ? [] : userGroupsIn(profile.reminders)) {
      const expected = 'no user group in a profile without a Slack channel; list its people in an escalation instead';
      found.push({ path: at('reminders', ...path), expected, got: id });
    }
  });
  return found;
}

/** Where a value, or the key of an unknown one, stands in the text; the nearest thing around it where it is missing. */
function offsetAt(root: Node | null, path: readonly (string | number)[]): number | undefined {
  let here: unknown = root;
  let offset = root?.range?.[0];
  for (const part of path) {
    if (isMap(here)) {
      const pair = here.items.find((item) => String((item.key as { value?: unknown } | null)?.value) === String(part));
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      here = pair.value;
    } else {
      here = (here as { items?: unknown[] } | null)?.items?.[Number(part)];
      offset = (here as Node | undefined)?.range?.[0] ?? offset;
    }
  }
  return offset;
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${part}` : part;
  }, '');
}

function valueAt(content: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, part) => (here as Record<string | number, unknown> | null | undefined)?.[part],
    content,
  );
}

/** A plain value for a message, shortened; nothing for what is missing or composed. */
function shown(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
