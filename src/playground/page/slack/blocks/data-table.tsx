import type { DataTableBlock } from '@slack/types';
import { useState } from 'react';
import { inOrder } from '../in-order.js';
import { useReader } from '../reader.js';
import { useWords } from '../words.js';
import { type Cell, CellView } from './table.js';

/** Slack's own default. */
const PAGE_SIZE = 5;

interface Order {
  column: number;
  descending: boolean;
}

/** A table that is sorted by a click on a heading and leafed through, as in Slack. */
export function DataTable({ block }: { block: DataTableBlock }) {
  const { locale } = useReader();
  const words = useWords();
  const [order, setOrder] = useState<Order>();
  const [page, setPage] = useState(0);
  const [head = [], ...body] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const at = Math.min(page, pages - 1);
  const rows = sorted(body, order, locale).slice(at * size, (at + 1) * size);
  const rowHeader = block.row_header_column_index ?? 0;
  const sortBy = (column: number) => {
    setOrder((now) => ({ column, descending: now?.column === column && !now.descending }));
    setPage(0);
  };
  return (
    <div className="block data-table">
      <div className="table-scroll">
        <table className="table">
          <caption>{block.caption}</caption>
          <thead>
            <tr>
              {inOrder(head, (cell, column) => (
                <th scope="col" aria-sort={sortState(order, column)}>
                  <button type="button" className="sort-button" onClick={() => sortBy(column)}>
                    <CellView cell={cell} />
                    <span aria-hidden="true">{order?.column === column ? (order.descending ? '↓' : '↑') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inOrder(rows, (row) => (
              <tr>
                {inOrder(row, (cell, column) => {
                  const CellTag = column === rowHeader ? 'th' : 'td';
                  const number = cell.type === 'raw_number' ? 'cell-number' : undefined;
                  return (
                    <CellTag className={number} scope={column === rowHeader ? 'row' : undefined}>
                      <CellView cell={cell} />
                    </CellTag>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="pager">
          <button type="button" className="button button-small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            {words.previous}
          </button>
          <span aria-live="polite">
            {words.pageOf(at * size + 1, Math.min((at + 1) * size, body.length), body.length)}
          </span>
          <button
            type="button"
            className="button button-small"
            disabled={at === pages - 1}
            onClick={() => setPage(at + 1)}
          >
            {words.next}
          </button>
        </div>
      )}
    </div>
  );
}

function sortState(order: Order | undefined, column: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

function sorted(rows: Cell[][], order: Order | undefined, locale: string): Cell[][] {
  if (!order) return rows;
  const collator = new Intl.Collator(locale, { numeric: true });
  const direction = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => direction * compare(a[order.column], b[order.column], collator));
}

function compare(a: Cell | undefined, b: Cell | undefined, collator: Intl.Collator): number {
  if (a?.type === 'raw_number' && b?.type === 'raw_number') return a.value - b.value;
  return collator.compare(cellText(a), cellText(b));
}

/** The words of a cell, however deep they lie. */
function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellText).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  const { text, elements } = value as { text?: unknown; elements?: unknown };
  return typeof text === 'string' ? text : cellText(elements);
}
