import { block } from './blocks.js';
import {
  array,
  boolean,
  byType,
  type Issue,
  isObject,
  type Json,
  object,
  Report,
  type Surface,
  string,
} from './check.js';
import { plainText } from './composition.js';
import { limits } from './limits.js';

export type { Issue, Surface } from './check.js';

const viewBlocks = array(block, { min: 1, max: limits.view.blocks });
const common = {
  private_metadata: string({ max: limits.view.privateMetadata }),
  callback_id: string({ max: limits.view.callbackId }),
  external_id: string({ max: limits.view.externalId }),
};

const view = byType(() => ({
  modal: object(
    { title: plainText(limits.view.title), blocks: viewBlocks },
    {
      ...common,
      submit: plainText(limits.view.title),
      close: plainText(limits.view.title),
      clear_on_close: boolean,
      notify_on_close: boolean,
    },
    (value, at, report) => {
      if (value.submit === undefined && blocksOf(value).some((entry) => entry.type === 'input')) {
        report.add(at, 'missing required field: submit');
      }
    },
  ),
  home: object({ blocks: viewBlocks }, common),
}));

/** Slack's own rendering of an issue, as it stands in `response_metadata.messages` after `[ERROR] `. */
export function describeIssue(issue: Issue): string {
  return `${issue.message} [json-pointer:${issue.pointer}]`;
}

/** What Slack would refuse in a message's blocks (or in those of another surface); empty when it would take them. */
export function validateBlocks(blocks: unknown, surface: Surface = 'message'): Issue[] {
  const report = new Report(surface);
  array(block, { max: surface === 'message' ? limits.message.blocks : limits.view.blocks })(blocks, '/blocks', report);
  acrossBlocks(Array.isArray(blocks) ? blocks.filter(isObject) : [], '/blocks', report);
  return report.issues;
}

/** What Slack would refuse in a modal or home tab; pointers start with `/view`. */
export function validateView(value: unknown): Issue[] {
  const report = new Report(isObject(value) && value.type === 'home' ? 'home' : 'modal');
  view(value, '/view', report);
  if (isObject(value)) acrossBlocks(blocksOf(value), '/view/blocks', report);
  return report.issues;
}

function blocksOf(value: Json): Json[] {
  return Array.isArray(value.blocks) ? value.blocks.filter(isObject) : [];
}

function acrossBlocks(blocks: Json[], at: string, report: Report): void {
  const ids = new Set<unknown>();
  let focused = 0;
  for (const [index, entry] of blocks.entries()) {
    if (entry.block_id !== undefined && ids.has(entry.block_id)) {
      report.add(`${at}/${index}/block_id`, '`block_id` already exists');
    }
    ids.add(entry.block_id);
    const held = [entry.element, entry.accessory, ...(Array.isArray(entry.elements) ? entry.elements : [])];
    for (const element of held) {
      if (isObject(element) && element.focus_on_load === true && ++focused === 2) {
        report.add(`${at}/${index}`, 'only one element can have `focus_on_load` set to true');
      }
    }
  }
}
