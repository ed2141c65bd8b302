import type { Calls } from '../../shared/calls.js';
import { noteViolation } from '../api/handle-call.js';
import { isObject } from '../blocks/check.js';
import { refusalOf, SlackRefusal } from '../errors.js';
import type { Json } from '../model.js';
import type { StoredView, Views } from '../views.js';

/** What becomes of a form after the app's answer. */
export type ViewOutcome =
  | { kind: 'closed' }
  | { kind: 'updated' | 'pushed'; view: StoredView }
  | { kind: 'errors'; errors: Record<string, string> }
  | { kind: 'failed'; error: string };

/** The sentence that Slack's client shows whatever is wrong with the app's answer. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

/** Carries out the acknowledgement of a `view_submission`; a wrong one is a violation, and the form stays. */
export function applyViewAnswer(views: Views, calls: Calls, view: StoredView, content: unknown): ViewOutcome {
  try {
    return apply(views, view, content);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    noteViolation(calls, 'acknowledgement', error);
    return { kind: 'failed', error: TROUBLE };
  }
}

function apply(views: Views, view: StoredView, content: unknown): ViewOutcome {
  if (content === undefined) {
    if (views.top(view.user) === view) views.closeTop(view.user);
    return { kind: 'closed' };
  }
  const answer: Json = isObject(content) ? content : {};
  switch (answer.response_action) {
    case 'clear':
      views.clear(view.user);
      return { kind: 'closed' };
    case 'update':
      return { kind: 'updated', view: views.update(view, answer.view) };
    case 'push':
      return { kind: 'pushed', view: views.push(view.user, answer.view) };
    case 'errors':
      return { kind: 'errors', errors: checkedErrors(view, answer.errors) };
    default:
      throw refusalOf('invalid_arguments', [
        'must be one of: clear, errors, push, update [json-pointer:/response_action]',
      ]);
  }
}

/** Errors stand at inputs of this very view, and say something. */
function checkedErrors(view: StoredView, errors: unknown): Record<string, string> {
  if (!isObject(errors) || Object.keys(errors).length === 0) {
    throw refusalOf('invalid_arguments', ['missing required field: errors']);
  }
  const inputs = new Set(
    view.definition.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
  );
  const problems = Object.entries(errors).flatMap(([block, text]) => {
    if (!inputs.has(block)) return [`no input block with this block_id [json-pointer:/errors/${block}]`];
    return typeof text === 'string' && text !== '' ? [] : [`must provide a string [json-pointer:/errors/${block}]`];
  });
  if (problems.length > 0) throw refusalOf('invalid_arguments', problems);
  return errors as Record<string, string>;
}
