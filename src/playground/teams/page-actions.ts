import { ImpossibleInput } from '../shared/impossible-input.js';
import type {
  TeamsActionRequest,
  TeamsAnswer,
  TeamsDialogClosing,
  TeamsDialogRequest,
  TeamsMessageRequest,
} from '../teams-page-api.js';
import type { ActionOutcome } from './people/people.js';
import type { TeamsStandIn } from './stand-in.js';

/** What the page's requests do. An impossible one is an answer that says so, not a fault. */
export class TeamsPageActions {
  constructor(readonly teams: TeamsStandIn) {}

  action(request: TeamsActionRequest): Promise<TeamsAnswer> {
    return answer(async () => outcomeAnswer(await this.teams.people.click(request)));
  }

  submitDialog({ dialog, ...request }: TeamsDialogRequest): Promise<TeamsAnswer> {
    return answer(async () => {
      const { id } = this.teams.people.user(request.user);
      if (this.teams.dialogs.of(id)?.id !== dialog) throw new ImpossibleInput('this dialog is not open any more');
      return outcomeAnswer(await this.teams.people.submitDialog(request));
    });
  }

  closeDialog(request: TeamsDialogClosing): Promise<TeamsAnswer> {
    return answer(async () => {
      this.teams.people.closeDialog(request);
      return { ok: true, ms: 0 };
    });
  }

  message({ text, ...request }: TeamsMessageRequest): Promise<TeamsAnswer> {
    return answer(async () => {
      const { delivered } = await this.teams.talk.say({ ...request, text: this.#asTyped(text) });
      return { ok: true, ms: Math.round(delivered?.ms ?? 0) };
    });
  }

  /** What Teams' client makes of typed text: `@Name` is a mention. */
  #asTyped(text: string): string {
    const { bot, users } = this.teams.organisation;
    const names = [bot.name, ...[...users.values()].map(({ name }) => name)];
    return names.reduce((typed, name) => typed.replaceAll(`@${name}`, `<at>${name}</at>`), text);
  }
}

/** What failed was told as a notice; errors at fields say so at the fields, which the page's client has checked. */
function outcomeAnswer(outcome: ActionOutcome): TeamsAnswer {
  if (outcome.kind === 'errors') return { ok: false, error: Object.values(outcome.errors).join(' ') };
  return { ok: true, ms: Math.round(outcome.ms) };
}

async function answer(act: () => Promise<TeamsAnswer>): Promise<TeamsAnswer> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ImpossibleInput) return { ok: false, error: error.message };
    throw error;
  }
}
