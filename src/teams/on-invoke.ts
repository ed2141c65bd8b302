import { z } from 'zod';
import type { Activity } from './activity.js';
import type { Answer } from './answer.js';
import { answerInTime } from './ask.js';
import type { TeamsDesk } from './desk.js';
import { pressOf } from './press.js';

export interface InvokeAnswer {
  readonly status: number;
  readonly body?: unknown;
}

const card = (content: unknown) => ({ contentType: 'application/vnd.microsoft.card.adaptive', content });

/** What `Action.Execute` sends. */
const Execute = z.object({ action: z.object({ data: z.unknown().optional() }) });
/** What opening and submitting a dialog send. */
const Task = z.object({ data: z.unknown().optional() });

/** A pressed `Action.Execute`: answered to the presser alone, with a sentence or a card of their own. */
export async function onExecute(desk: TeamsDesk, activity: Activity): Promise<InvokeAnswer> {
  const value = Execute.safeParse(activity.value);
  const press = pressOf(activity, value.success ? value.data.action.data : null, 'execute');
  const answer = await answerInTime(desk, activity, press);
  // A card with `refresh` would go to everybody; ours have none, and each answer is made for its one invoke.
  const body =
    answer.extent === 'sentence'
      ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text }
      : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card };
  return { status: 200, body };
}

/** A button that opens a dialog, or one that is pressed inside it: answered by what the dialog shows next. */
export async function onTask(desk: TeamsDesk, activity: Activity): Promise<InvokeAnswer> {
  const value = Task.safeParse(activity.value);
  const press = pressOf(activity, value.success ? value.data.data : null, 'dialog');
  return { status: 200, body: dialog(await answerInTime(desk, activity, press)) };
}

/** A large dialog around a few lines looks as if something hadn't loaded. */
const sizes: Readonly<Record<Answer['extent'], { readonly height: string | number; readonly width: string }>> = {
  sentence: { height: 'small', width: 'small' },
  'few-lines': { height: 260, width: 'medium' },
  page: { height: 'large', width: 'medium' },
};

function dialog(answer: Answer): unknown {
  const { title, extent } = answer;
  return { task: { type: 'continue', value: { title, ...sizes[extent], card: card(answer.card) } } };
}
