import type {
  ActionAnswer,
  ActionRequest,
  CommandRequest,
  MessageRequest,
  ViewClosing,
  ViewSubmission,
  ViewSubmissionAnswer,
} from '../page-api.js';
import { ImpossibleInput } from '../shared/impossible-input.js';
import type { Delivered } from './delivery.js';
import { pageView } from './page-state.js';
import type { SlackStandIn } from './stand-in.js';
import type { Workspace } from './workspace.js';

/** What the page's requests do. An impossible one is an answer that says so, not a fault. */
export class PageActions {
  constructor(readonly slack: SlackStandIn) {}

  action({ source, ...request }: ActionRequest): Promise<ActionAnswer> {
    return answer(() => this.slack.people.click({ ...request, ...source }));
  }

  async submitView({ user, viewId, values }: ViewSubmission): Promise<ViewSubmissionAnswer> {
    try {
      const outcome = await this.slack.people.submitView({ user, viewId, values });
      const ms = Math.round(outcome.ms);
      switch (outcome.kind) {
        case 'closed':
          return { kind: 'closed', ms };
        case 'errors':
          return { kind: 'errors', ms, errors: outcome.errors };
        case 'failed':
          return { kind: 'failed', error: outcome.error };
        default: {
          const view = pageView(this.slack, user);
          // The app may have closed it again in the meantime.
          return view ? { kind: outcome.kind, ms, view } : { kind: 'closed', ms };
        }
      }
    } catch (error) {
      return { kind: 'failed', error: reason(error) };
    }
  }

  closeView(request: ViewClosing): Promise<ActionAnswer> {
    return answer(async () => this.slack.people.closeView(request));
  }

  command({ user, channel, text }: CommandRequest): Promise<ActionAnswer> {
    const [, command = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
    return answer(() => this.slack.people.slashCommand({ user, channel, command, text: rest }));
  }

  message({ text, ...request }: MessageRequest): Promise<ActionAnswer> {
    const typed = asTyped(this.slack.workspace, text);
    return answer(async () => (await this.slack.conversation.say({ ...request, text: typed })).delivered);
  }
}

async function answer(act: () => Promise<Delivered | Delivered[]>): Promise<ActionAnswer> {
  try {
    const delivered = [await act()].flat();
    const failed = delivered.find((entry) => !entry.acknowledged);
    if (failed) return { ok: false, error: `The app did not take this: ${failed.error ?? 'no acknowledgement'}` };
    return { ok: true, ms: Math.round(Math.max(0, ...delivered.map((entry) => entry.ms))) };
  } catch (error) {
    return { ok: false, error: reason(error) };
  }
}

function reason(error: unknown): string {
  if (error instanceof ImpossibleInput) return error.message;
  throw error;
}

/** What Slack's client makes of typed text: markup characters are escaped, and `@name` is a mention. */
function asTyped({ users }: Workspace, text: string): string {
  let typed = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  for (const user of users.values()) {
    for (const name of [user.realName, user.name]) typed = typed.replaceAll(`@${name}`, `<@${user.id}>`);
  }
  return typed;
}
