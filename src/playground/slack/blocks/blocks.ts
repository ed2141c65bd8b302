import {
  array,
  boolean,
  byType,
  type Check,
  integer,
  isObject,
  type Json,
  number,
  object,
  on,
  oneOf,
  string,
} from './check.js';
import { anyText, blockId, plainText } from './composition.js';
import { accessories, actionsElements, imageElement, imageFields, inputElements } from './elements.js';
import { limits } from './limits.js';
import { richTextBlock } from './rich-text.js';

type Rule = (value: Json, at: string, report: Parameters<Check>[2]) => void;

const textOrFields: Rule = (section, at, report) => {
  if (section.text === undefined && section.fields === undefined) {
    report.add(at, 'must define either `text` or `fields`');
  }
};

const uniqueActionIds: Rule = (block, at, report) => {
  const seen = new Set<unknown>();
  for (const [index, element] of (Array.isArray(block.elements) ? block.elements : []).entries()) {
    const id = isObject(element) ? element.action_id : undefined;
    if (id !== undefined && seen.has(id)) report.add(`${at}/elements/${index}/action_id`, '`action_id` already exists');
    seen.add(id);
  }
};

const cell = byType(() => ({
  raw_text: object({ text: string({ min: 1 }) }),
  raw_number: object({ value: number, text: string({ min: 1 }) }),
  rich_text: richTextBlock,
}));

/** Every row as wide as the first. */
const evenRows: Rule = (table, at, report) => {
  const rows = Array.isArray(table.rows) ? table.rows.filter(Array.isArray) : [];
  for (const [index, row] of rows.entries()) {
    if (row.length !== rows[0]?.length) report.add(`${at}/rows/${index}`, 'must have as many cells as the first row');
  }
};

const dataTableRules: Rule = (table, at, report) => {
  evenRows(table, at, report);
  const rows = Array.isArray(table.rows) ? table.rows.filter(Array.isArray) : [];
  for (const [index, header] of (rows[0] ?? []).entries()) {
    if (isObject(header) && header.type === 'rich_text')
      report.add(`${at}/rows/0/${index}`, 'unsupported type: rich_text');
  }
  const characters = rows.flat().reduce((sum, entry) => sum + textLength(entry), 0);
  if (characters > limits.dataTable.characters) {
    report.add(`${at}/rows`, `must be less than ${limits.dataTable.characters + 1} characters`);
  }
  const column = table.row_header_column_index;
  if (typeof column === 'number' && rows[0] && column >= rows[0].length) {
    report.add(`${at}/row_header_column_index`, 'must be the index of a column');
  }
};

/** The characters of all `text` values in a cell, rich text included. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, entry) => sum + textLength(entry), 0);
  if (!isObject(value)) return 0;
  return (typeof value.text === 'string' ? value.text.length : 0) + textLength(value.elements);
}

const withId = { block_id: blockId };

const checks: Record<string, Check> = {
  actions: object(
    {
      elements: array(
        byType(() => actionsElements),
        { min: 1, max: limits.actions },
      ),
    },
    withId,
    uniqueActionIds,
  ),
  alert: on(
    ['modal'],
    object(
      { text: anyText(limits.alert) },
      { ...withId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
    ),
  ),
  context: object(
    {
      elements: array(
        byType(() => ({ image: imageElement, plain_text: anyText(limits.text), mrkdwn: anyText(limits.text) })),
        { min: 1, max: limits.context },
      ),
    },
    withId,
  ),
  data_table: on(
    ['message'],
    object(
      {
        rows: array(array(cell, { min: 1, max: limits.dataTable.columns }), { min: 2, max: limits.dataTable.rows }),
        caption: string({ min: 1 }),
      },
      {
        ...withId,
        page_size: integer({ min: 1, max: limits.dataTable.pageSize }),
        row_header_column_index: integer({ min: 0 }),
      },
      dataTableRules,
    ),
  ),
  divider: object({}, withId),
  header: object({ text: plainText(limits.header) }, withId),
  image: object(
    imageFields.required,
    { ...imageFields.optional, ...withId, title: plainText(limits.altText) },
    imageFields.rule,
  ),
  input: object(
    { label: plainText(limits.input.label), element: byType(() => inputElements) },
    { ...withId, hint: plainText(limits.input.hint), optional: boolean, dispatch_action: boolean },
  ),
  markdown: on(['message'], object({ text: string({ min: 1, max: limits.markdown }) }, withId)),
  rich_text: richTextBlock,
  section: object(
    {},
    {
      ...withId,
      text: anyText(limits.text),
      fields: array(anyText(limits.section.field), { min: 1, max: limits.section.fields }),
      accessory: byType(() => accessories),
      expand: boolean,
    },
    textOrFields,
  ),
  table: on(
    ['message'],
    object(
      { rows: array(array(cell, { min: 1, max: limits.table.columns }), { min: 1, max: limits.table.rows }) },
      {
        ...withId,
        column_settings: array(object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
          max: limits.table.columns,
        }),
      },
      evenRows,
    ),
  ),
};

/** One block. Block types that this stand-in does not know (video, card, plan, …) are refused as unsupported. */
export const block: Check = byType(() => checks);
