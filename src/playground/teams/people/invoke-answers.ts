import { isObject, type Json } from '../../shared/json.js';
import { checkCardSize } from '../activity-check.js';
import { cardProblems } from '../cards/check-card.js';
import type { DialogContent, DialogSize } from '../dialogs.js';
import { ConnectorRefusal } from '../errors.js';
import { CARD_TYPE } from '../organisation.js';

/** What the app answers to a click on Action.Execute, or to a refresh. */
export type ExecuteAnswer =
  | { kind: 'card'; card: Json }
  | { kind: 'message'; text: string }
  | { kind: 'error'; code: string; message: string };

/** What it answers to a dialog that is asked for or filled in. */
export type TaskAnswer =
  | { kind: 'continue'; content: DialogContent }
  | { kind: 'message'; text: string }
  | { kind: 'closed' };

/** An answer that Teams' client could make nothing of. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

const ERROR_TYPE = 'application/vnd.microsoft.error';
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';

/** @throws WrongAnswer */
export function readExecuteAnswer(content: unknown): ExecuteAnswer {
  const body = only(content, ['statusCode', 'type', 'value'], 'answer');
  const { statusCode, type, value } = body;
  if (typeof statusCode !== 'number') throw new WrongAnswer(['statusCode: must be a number']);
  if (type === ERROR_TYPE) {
    const { code, message } = only(value, ['code', 'message', 'innerHttpError'], 'value');
    if (typeof code !== 'string' || typeof message !== 'string') {
      throw new WrongAnswer(['value: an error has a code and a message']);
    }
    if (statusCode < 400) throw new WrongAnswer(['statusCode: an error’s is 400 or more']);
    return { kind: 'error', code, message };
  }
  if (statusCode !== 200) throw new WrongAnswer([`statusCode: ${statusCode} goes with an error only`]);
  if (type === MESSAGE_TYPE) {
    if (typeof value === 'string' && value !== '') return { kind: 'message', text: value };
    throw new WrongAnswer(['value: must be a string']);
  }
  if (type !== CARD_TYPE) throw new WrongAnswer([`type: ${String(type)} is unknown`]);
  return { kind: 'card', card: checkedCard(value, 'message', 'value') };
}

/** @throws WrongAnswer */
export function readTaskAnswer(content: unknown): TaskAnswer {
  if (content === undefined || (isObject(content) && Object.keys(content).length === 0)) return { kind: 'closed' };
  const { task } = only(content, ['task', 'cacheInfo'], 'answer');
  const { type, value } = only(task, ['type', 'value'], 'task');
  if (type === 'message') {
    if (typeof value === 'string' && value !== '') return { kind: 'message', text: value };
    throw new WrongAnswer(['task/value: must be a string']);
  }
  if (type !== 'continue') throw new WrongAnswer([`task/type: ${String(type)} is unknown`]);
  const info = only(value, ['title', 'width', 'height', 'card', 'completionBotId'], 'task/value');
  const card = only(info.card, ['contentType', 'content', 'contentUrl', 'name', 'thumbnailUrl'], 'task/value/card');
  if (card.contentType !== CARD_TYPE) throw new WrongAnswer([`task/value/card/contentType: must be ${CARD_TYPE}`]);
  if (typeof info.title !== 'string' || info.title === '') throw new WrongAnswer(['task/value/title: is missing']);
  return {
    kind: 'continue',
    content: {
      title: info.title,
      width: size(info.width, 'width'),
      height: size(info.height, 'height'),
      card: checkedCard(card.content, 'dialog', 'task/value/card/content'),
    },
  };
}

function size(value: unknown, name: string): DialogSize {
  if (value === undefined) return 'medium';
  if (value === 'small' || value === 'medium' || value === 'large') return value;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new WrongAnswer([`task/value/${name}: must be small, medium, large or pixels`]);
}

function checkedCard(card: unknown, surface: 'message' | 'dialog', at: string): Json {
  const problems = cardProblems(card, surface).map((problem) => `${at} ${problem}`);
  try {
    checkCardSize(card);
  } catch (error) {
    if (!(error instanceof ConnectorRefusal)) throw error;
    problems.push(`${at}: ${error.message}`);
  }
  if (problems.length > 0) throw new WrongAnswer(problems);
  return card as Json;
}

/** An object with these properties at most. */
function only(value: unknown, properties: readonly string[], at: string): Json {
  if (!isObject(value)) throw new WrongAnswer([`${at}: must be an object`]);
  const unknown = Object.keys(value).filter((key) => !properties.includes(key));
  if (unknown.length > 0) throw new WrongAnswer(unknown.map((key) => `${at}/${key}: there is no such property`));
  return value;
}
